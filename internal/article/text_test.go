package article

import (
	"strings"
	"testing"
)

func TestOneLine(t *testing.T) {
	for _, text := range []string{"", " ", "a", " a", "a ", "a  b", "a b c", "a\nb", "a\tb", "a\u00a0b", "a\u2003\u2003b", "a\u0085", "\u3000a", "\u1680a", "it’s", "é à", "ŵ"} {
		if got, want := string(oneLine([]byte(text), 0)), strings.Join(strings.Fields(text), " "); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}
