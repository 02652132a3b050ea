package explain_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"signpost/internal/codes"
	"signpost/internal/explain"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// TestTextFitsATerminal expects lines of at most 80 columns, and no Markdown but code and lists.
func TestTextFitsATerminal(t *testing.T) {
	for _, r := range rules.All() {
		e, ok := rules.Explain(r.ID)
		if !ok {
			t.Errorf("the manual does not explain %s", r.ID)
			continue
		}

		for line := range strings.Lines(explain.Rule(r, e, "")) {
			isCode := strings.HasPrefix(line, "    ")
			if width := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); width > 80 {
				t.Errorf("%s: a line has %d columns: %s", r.ID, width, line)
			}

			if strings.Contains(line, "**") && !strings.Contains(line, "`") && !isCode {
				t.Errorf("%s: Markdown is left: %s", r.ID, line)
			}
		}
	}
}

func TestRuleShowsTheSeverityOfTheSite(t *testing.T) {
	e := rules.Explanation{Text: "It is **bold**, `**not**`.\n\n- one\n  more\n- two", Fix: "Fix it."}
	free := problem.Rule{ID: "SP100", Name: "a-rule", Severity: problem.Warning}
	locked := problem.Rule{ID: "SP100", Name: "a-rule", Severity: problem.Error, SeverityLocked: true}

	for _, c := range []struct {
		rule problem.Rule
		set  string
		want string
	}{
		{free, "", "Severity: warning\n"},
		{free, "warning", "Severity: warning\n"},
		{free, "off", "Severity: off in the settings of this site; the default is warning\n"},
		{locked, "", "Severity: error; it cannot be changed\n"},
	} {
		text := explain.Rule(c.rule, e, c.set)
		if !strings.Contains(text, c.want) {
			t.Errorf("%q is missing in:\n%s", c.want, text)
		}

		want := "It is bold, `**not**`.\n\n- one more\n- two\n\nHow to fix it: Fix it.\n"
		if !strings.HasSuffix(text, want) {
			t.Errorf("%q is missing in:\n%s", want, text)
		}
	}
}

// TestCodeWithoutSteps expects the whole section, and no control characters.
func TestCodeWithoutSteps(t *testing.T) {
	got := explain.Code(codes.Entry{
		Code:    "ID-201",
		Title:   "No \x1b[31mcard",
		Short:   "https://help.example/e/id-201/",
		Fix:     "Put it in.\nWait.",
		Retired: &codes.Retired{Successor: "ID-202"},
	})
	want := "ID-201: No \ufffd[31mcard\n\nError code of this site, retired: replaced by ID-202\n\n" +
		"Put it in.\nWait.\n\nhttps://help.example/e/id-201/\n"

	if got != want {
		t.Errorf("got:\n%q\nwant:\n%q", got, want)
	}
}
