package markdown

import (
	"strings"
	"testing"
)

func TestCollapseSpace(t *testing.T) {
	for _, text := range []string{
		"", " ", "a", " a", "a ", "a  b", "a b c", "a\nb", "a\tb", "a\u00a0b", "a\u2003\u2003b", "a\u0085", "\u3000a",
		"\u1680a", "it’s", "é à", "ŵ",
	} {
		got := string(collapseSpace([]byte(text), 0))
		want := strings.Join(strings.Fields(text), " ")
		if got != want {
			t.Errorf("collapseSpace(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestUnescape(t *testing.T) {
	for source, want := range map[string]string{
		`a\*b`:      "a*b",
		`a\b\`:      `a\b\`,
		`a&amp;b`:   "a&b",
		`\&amp;`:    "&amp;",
		`&#38;lt;`:  "&lt;",
		`&#x41;&`:   "A&",
		`&nowhere;`: "&nowhere;",
		`&a &lt;`:   "&a <",
	} {
		if got := unescape([]byte(source)); got != want {
			t.Errorf("unescape(%q) = %q, want %q", source, got, want)
		}
	}
}
