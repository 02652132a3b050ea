package article

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/rules"
	"signpost/internal/sanitise"
)

func TestRefusedHTMLIsReportedOncePerElement(t *testing.T) {
	const src = "Press <kbd>Enter</kbd>.<br>\nThen <kbd>Tab</kbd> </span>.\n"
	_, problems := Parse("a.md", []byte(titled+src), Options{RawHTML: sanitise.Refuse})
	var got []string
	for _, p := range problems {
		if p.Rule != rules.RawHTML.ID {
			t.Errorf("unexpected problem: %s", p)
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
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestUnsafeHTML(t *testing.T) {
	_, html := parseBody(t, Options{RawHTML: sanitise.Unsafe}, "Press <kbd>Enter</kbd>.")
	if want := "<p>Press <kbd>Enter</kbd>.</p>\n"; html != want {
		t.Errorf("got %q, want %q", html, want)
	}
}
