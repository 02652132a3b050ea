package problem

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// manyProblems returns problems of three kinds: two keys of a rule, and one that follows from another.
func manyProblems() []Problem {
	var list []Problem
	for i := range 12 {
		place := Place{File: fmt.Sprintf("%02d.md", i), Line: 1}
		list = append(list,
			knownRules[1].At(place, "", "no page"),
			knownRules[3].At(place, "", "ignored").For("sidebar_label"))
	}

	list = append(list, knownRules[3].At(Place{File: "12.md"}, "", "ignored").For("日本語"))
	follows := knownRules[1].At(Place{File: "13.md"}, "", "follows")
	follows.Follows = true

	return append(list, follows)
}

func TestReportShowsTheFirstOfEachKind(t *testing.T) {
	report := Report{Problems: manyProblems(), AllWith: "--all"}
	write := func() string {
		var b strings.Builder
		if err := report.Write(&b); err != nil {
			t.Fatal(err)
		}

		return b.String()
	}

	short := write()
	for text, want := range map[string]int{
		"no page\n": 10,
		"ignored\n": 11,
		"follows":   0,
		"    and 2 more SP020 (--all shows all)\n":               1,
		"    and 2 more SP043 sidebar_label (--all shows all)\n": 1,
		"more": 2,
	} {
		if got := strings.Count(short, text); got != want {
			t.Errorf("%q: got %d times, want %d in\n%s", text, got, want, short)
		}
	}

	report.All = true
	if got := strings.Count(write(), "warning"); got != 13 {
		t.Errorf("with All: got %d warnings, want 13", got)
	}
}

func TestReportReadsOnlyShownFilesOnce(t *testing.T) {
	reads := map[string]int{}
	source := func(file string) []byte {
		reads[file]++
		return nil
	}

	report := Report{Problems: manyProblems(), Source: source}
	if err := report.Write(new(strings.Builder)); err != nil {
		t.Fatal(err)
	}

	for file, n := range reads {
		if n != 1 || file > "12.md" {
			t.Errorf("%s was read %d times", file, n)
		}
	}

	if reads["11.md"] != 0 {
		t.Error("a file was read whose problems are not shown")
	}
}

func TestSummary(t *testing.T) {
	for width, want := range map[int]string{
		0: `
rule                  key            errors  warnings  files
SP020 dead-page                          12         0     12
SP043 unused-picture  sidebar_label       0        12     12
SP043 unused-picture  日本語              0         1      1
12 errors, 13 warnings
`,
		52: `
rule          key            errors  warnings  files
SP020 dead-…                     12         0     12
SP043 unuse…  sidebar_label       0        12     12
SP043 unuse…  日本語              0         1      1
12 errors, 13 warnings
`,
		10: `
rule   key  errors  warnings  files
SP02…           12         0     12
SP04…  si…       0        12     12
SP04…  日…       0         1      1
12 errors, 13 warnings
`,
	} {
		var b strings.Builder
		summary := Summary{
			Problems: manyProblems(),
			Rules:    knownRules,
			Width:    width,
		}
		if err := summary.Write(&b); err != nil {
			t.Fatal(err)
		}

		if diff := cmp.Diff(want, b.String()); diff != "" {
			t.Errorf("%d columns: %s", width, diff)
		}
	}
}

func TestForemost(t *testing.T) {
	page, picture := knownRules[1], knownRules[3]
	for want, list := range map[string][]Problem{
		"":      nil,
		"SP043": {page.At(Place{}, "", "t"), picture.At(Place{}, "", "t"), picture.At(Place{}, "", "u")},
	} {
		if got := (Summary{Problems: list}).Foremost(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestSummaryIsShort(t *testing.T) {
	var list []Problem
	for i := range 100 {
		list = append(list, knownRules[3].At(Place{File: "a.md"}, "", "t").For(fmt.Sprint("key", i)))
	}

	for all, lines := range map[bool]int{false: 28, true: 103} {
		var b strings.Builder
		if err := (Summary{Problems: list, All: all}).Write(&b); err != nil {
			t.Fatal(err)
		}

		if got := strings.Count(b.String(), "\n"); got != lines {
			t.Errorf("All is %v: got %d lines, want %d in\n%s", all, got, lines, b.String())
		}
	}
}

func TestMarkFollowing(t *testing.T) {
	rules := []Rule{
		{ID: "SP010", Severity: Error, Causes: []string{"SP011", "SP020"}},
		{ID: "SP011", Severity: Error},
		{ID: "SP020", Severity: Error},
	}

	linkTo := func(from, to string) Problem {
		p := rules[2].At(Place{File: from}, "", "")
		p.Target = to

		return p
	}

	list := []Problem{
		rules[0].At(Place{File: "bad.md"}, "", ""),
		rules[1].At(Place{File: "bad.md"}, "", ""),
		rules[1].At(Place{File: "good.md"}, "", ""),
		linkTo("good.md", "bad.md"),
		linkTo("good.md", "none.md"),
		linkTo("bad.md", "none.md"),
	}

	follows := func() (marks string) {
		MarkFollowing(list, rules)
		for _, p := range list {
			marks += map[bool]string{true: "x", false: "-"}[p.Follows]
		}

		return marks
	}

	if got := follows(); got != "-x-x--" {
		t.Errorf("got %s, want -x-x--", got)
	}

	list[0].Severity = Warning
	if got := follows(); got != "------" {
		t.Errorf("after a warning: got %s, want ------", got)
	}
}
