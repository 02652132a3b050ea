package article

import (
	"testing"

	"signpost/internal/codes"
)

// Codes that begin with a digit need no quotation marks, and keep their zeros.
func TestCodesOfHeadings(t *testing.T) {
	tests := map[string]codes.Code{
		"## T {#h code=0042}":                 "0042",
		"## T {#h code=0x80070005}":           "0x80070005",
		"## T {#h code=1.20}":                 "1.20",
		"## T {code=1E5 #h}":                  "1E5",
		"## T {#h code=0042 aliases=2fa} \n":  "0042",
		"## T {#h code=\"0042\"}":             "0042",
		"## T {#h code=ERR_TAX_001}":          "ERR_TAX_001",
		"T {#h code=0x80070005}\n---":         "0x80070005",
		"One line and\nT {#h code=0042}\n===": "0042",
	}

	for src, want := range tests {
		a, problems := Parse("a.md", []byte(titled+src+"\n\nText.\n"), Options{})
		if len(problems) > 0 {
			t.Errorf("%q: %v", src, problems)
		}

		h := a.Sections[1].Heading
		if h.Code != want || h.ID != "h" || h.Title != "T" && h.Title != "One line and T" {
			t.Errorf("%q: got %q, %q, %q", src, h.Code, h.ID, h.Title)
		}
	}
}

// Braces in code and before other text are no attributes.
func TestNumbersThatAreNoAttributes(t *testing.T) {
	for _, src := range []string{"## T `{code=0x1}`", "## T {code=0x1} more", "## {a=1x"} {
		a, _ := Parse("a.md", []byte(titled+src+"\n\nText.\n"), Options{})
		if h := a.Sections[1].Heading; h.Code != "" {
			t.Errorf("%q: got %q", src, h.Code)
		}
	}
}

func TestSettingsOfCodeInAnotherSpelling(t *testing.T) {
	src := "---\ntitle: T\ncodes:\n  pay1042: {severity: advice}\n---\n## H {#h code=PAY-1042}\n\nText.\n"
	_, problems := Parse("a.md", []byte(src), Options{})
	if len(problems) != 1 || problems[0].Hint != "write PAY-1042, as the heading does" {
		t.Errorf("got %v", problems)
	}
}
