package article

import (
	"strings"
	"testing"

	"signpost/internal/problem"
	"signpost/internal/rules"
)

// repeat returns 256 KB of a pattern: a parser with quadratic run time would exceed the time limit of the tests.
func repeat(pattern string) string {
	return strings.Repeat(pattern, 1<<18/len(pattern))
}

func parseDense(text string) []problem.Problem {
	_, problems := Parse("a.md", []byte("# T\n\nx\n\n"+text), Options{})
	return problems
}

func TestTextThatIsTooDenseIsRefused(t *testing.T) {
	for _, pattern := range []string{
		"*a_", "[a](", "![", "[[", "[a][", "[^a]: ", "> ", "+ ", "1. ", "`` a ", "~~a ", "{{", "<a ",
		"> *a\n> _b\n",
		"[a]: b\n",
	} {
		problems := parseDense(repeat(pattern))
		if len(problems) == 0 || problems[0].Rule != rules.Unreadable.ID || problems[0].Line != 5 {
			t.Errorf("%q: got %.3v, want %s on line 5", pattern, problems, rules.Unreadable.ID)
		}
	}
}

func TestLongTextIsParsed(t *testing.T) {
	for _, pattern := range []string{
		"# a\n",
		"a\n===\n",
		"a\n: b\n\n",
		"- a\n\n",
		"**a** [b](/c) `d`\n\n",
	} {
		for _, p := range parseDense(repeat(pattern)) {
			if p.Rule == rules.Unreadable.ID {
				t.Errorf("%q: %s", pattern, p)
			}
		}
	}

	row := "| `ID-201` and **more** | [what to do](/x/#id-201) |\n"
	table := "| a | b |\n|---|---|\n" + strings.Repeat(row, 2000)
	if problems := parseDense(table); problems != nil {
		t.Errorf("a long table: %.3v", problems)
	}
}
