package article

import (
	"strings"
	"testing"
)

func TestHeadingsWithTheSameTextAreNumbered(t *testing.T) {
	headings := []string{"## A", "## A", "## B {#a-2}", "## A", "## B", "## B", "## ?", "## !"}
	a, problems := Parse("a.md", []byte("# T\n\n"+strings.Join(headings, "\n\n")+"\n"), Options{})
	if problems != nil {
		t.Error(problems)
	}

	var ids []string
	for _, s := range a.Sections {
		ids = append(ids, s.ID)
	}

	want := " a a-3 a-2 a-4 b b-2 section section-2"
	if got := strings.Join(ids, " "); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestInvalidIDs(t *testing.T) {
	const duplicateH = `error SP012: the ID "h" is used twice in the article, first on line 4`
	const duplicateX = `error SP012: the ID "x" is used twice in the article, first on line 4`
	const reserved = `error SP013: the ID "sp:note-1" begins with sp:, which is reserved for the theme`
	const invalid = `error SP013: the ID "a&b" is not valid in an address`
	for src, want := range map[string]string{
		"## A {#h}\n## B {#h}\n":               "a.md:5: " + duplicateH,
		"## A {#h aliases=\"x\"}\n## B {#x}\n": "a.md:5: " + duplicateX,
		"## A {#sp:note-1}\n":                  "a.md:4: " + reserved,
		"## A {#h aliases=\"a&b\"}\n":          "a.md:4: " + invalid,
	} {
		if got := problemsOf(t, src, Options{}); got != want {
			t.Errorf("%q: got %q, want %q", src, got, want)
		}
	}
}
