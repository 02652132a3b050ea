package article

import (
	"strings"
	"testing"

	"signpost/internal/codes"
)

// TestFacts expects facts on one line, and that each mistake is reported on its line.
func TestFacts(t *testing.T) {
	long := strings.Repeat("é", 121)
	for _, test := range []struct {
		facts, problem string
		line           int
		want           codes.Facts
	}{
		{facts: "{who: you, needs: \"a  <card>\"}", want: codes.Facts{Who: "you", Needs: "a <card>"}},
		{facts: ">\n      who: you", problem: "must contain keys", line: 5},
		{facts: "\n      time: >\n        ten\n        minutes", want: codes.Facts{Time: "ten minutes"}},
		{facts: "{}", problem: "the facts of ID-201 are empty", line: 5},
		{facts: "\n      who: you\n      time: ' '", problem: "time of ID-201 is empty", line: 7,
			want: codes.Facts{Who: "you"}},
		{facts: "\n      needs: " + long, problem: "needs of ID-201 has 121 characters; the limit is 120", line: 6,
			want: codes.Facts{Needs: long}},
		{facts: `{who: "a\0b"}`, problem: "contains a control character", line: 5, want: codes.Facts{Who: "a\x00b"}},
		{facts: "\n      whom: you", problem: `facts.whom"`, line: 6},
		{facts: "you", problem: "must contain keys", line: 5},
	} {
		src := "---\ntitle: T\ncodes:\n  ID-201:\n    facts: " + test.facts + "\n---\n## M {#m code=ID-201}\n\n1. A.\n"
		a, problems := Parse("a.md", []byte(src), Options{})
		if got := a.Codes["ID-201"].Facts; got != test.want {
			t.Errorf("%s: facts %+v, want %+v", test.facts, got, test.want)
		}

		if test.problem == "" && len(problems) == 0 {
			continue
		}

		if len(problems) != 1 || !strings.Contains(problems[0].Text, test.problem) || problems[0].Line != test.line ||
			test.problem == "" || problems[0].Hint == "" {
			t.Errorf("%s: %+v, want %q on line %d", test.facts, problems, test.problem, test.line)
		}
	}

	src := "---\ntitle: T\ncodes:\n  ID-202:\n    facts: {who: you}\n---\n## M {#m code=ID-201}\n\n1. A.\n"
	if _, problems := Parse("a.md", []byte(src), Options{}); len(problems) != 1 || problems[0].Line != 4 {
		t.Errorf("facts of another code: %+v", problems)
	}
}
