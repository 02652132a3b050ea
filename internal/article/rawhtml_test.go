package article

import (
	"strings"
	"testing"

	"signpost/internal/rules"
)

const front = "---\ntitle: T\n---\n"

// Each element is told once, with how it is written here.
func TestRawHTMLIsToldOnce(t *testing.T) {
	_, problems := Parse("a.md", []byte(front+"Press <kbd>Enter</kbd>.<br>\nThen <kbd>Tab</kbd> </span>.\n"), Options{})
	var got []string
	for _, p := range problems {
		if p.Rule != rules.RawHTML.ID {
			t.Errorf("%v", p)
		}
		hint, _, _ := strings.Cut(p.Hint, ",")
		got = append(got, p.Text+": "+hint)
	}
	want := []string{
		`"<kbd>" is raw HTML, which is not allowed: write **the name of the key**`,
		`"<br>" is raw HTML, which is not allowed: end the line with a backslash`,
		`"<kbd>" is raw HTML, which is not allowed: write **the name of the key**`,
		`"</span>" is raw HTML, which is not allowed: write it in Markdown`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
