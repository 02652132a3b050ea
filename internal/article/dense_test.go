package article

import (
	"strings"
	"testing"

	"signpost/internal/rules"
)

// much is so much of a pattern that a reader whose work grows with the square of it would run into the time limit of the tests.
func much(pattern string) string { return strings.Repeat(pattern, 1<<18/len(pattern)) }

// What would cost more than anybody's text is refused, and nothing else.
func TestDenseText(t *testing.T) {
	for _, pattern := range []string{"*a_", "[a](", "![", "[[", "[a][", "[^a]: ", "> ", "+ ", "1. ", "`` a ", "~~a ", "{{", "<a ", "> *a\n> _b\n", "[a]: b\n"} {
		_, problems := Parse("a.md", []byte("# T\n\nx\n\n"+much(pattern)), Options{})
		if len(problems) == 0 || problems[0].Rule != rules.Unreadable.ID || problems[0].Line != 5 {
			t.Errorf("%q: %.3v", pattern, problems)
		}
	}
	for _, pattern := range []string{"# a\n", "a\n===\n", "a\n: b\n\n", "- a\n\n", "**a** [b](/c) `d`\n\n"} {
		_, problems := Parse("a.md", []byte("# T\n\nx\n\n"+much(pattern)), Options{})
		for _, p := range problems {
			if p.Rule == rules.Unreadable.ID {
				t.Errorf("%q: %s", pattern, p)
			}
		}
	}
	table := "# T\n\n| a | b |\n|---|---|\n" + strings.Repeat("| `ID-201` and **more** | [what to do](/x/#id-201) |\n", 2000)
	if _, problems := Parse("a.md", []byte(table), Options{}); problems != nil {
		t.Errorf("a long table: %.3v", problems)
	}
}

// Headings of the same text are numbered, past those that have the id already.
func TestHeadingsOfTheSameText(t *testing.T) {
	a, _ := Parse("a.md", []byte("# T\n\n## A\n\n## A\n\n## B {#a-2}\n\n## A\n\n## B\n\n## B\n"), Options{})
	var ids []string
	for _, s := range a.Sections {
		ids = append(ids, s.ID)
	}
	if got := strings.Join(ids, " "); got != " a a-3 a-2 a-4 b b-2" {
		t.Errorf("got %q", got)
	}
}
