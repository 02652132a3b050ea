// Package problem is what a writer is told: one mistake, the place it stands in, and what to do about it.
//
// A problem is a value, never a log line: packages collect all they find and hand them up, so that one run reports
// everything at once. Each belongs to a [Rule], whose id is permanent; rules.go lists them all.
package problem

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"signpost/internal/cli"
)

// Severity says what a problem does to a build: an error fails it, a warning is shown by lint. A problem that is off is not told: some
// rules are, until config.yaml asks for them.
type Severity string

// The severities.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Off     Severity = "off"
)

// Place is where a problem stands. Line and Column count from 1, the column in bytes; 0 means the whole file or the whole line.
type Place struct {
	File   string
	Line   int
	Column int
}

// Problem is one mistake. Its JSON form is part of the output of `signpost lint --format json`.
type Problem struct {
	Rule     string   `json:"rule"` // id of the rule: "SP020"
	Severity Severity `json:"severity"`
	File     string   `json:"file"`
	Line     int      `json:"line"`
	Column   int      `json:"column"`
	Text     string   `json:"text"` // one sentence without a full stop: what is wrong
	Hint     string   `json:"hint"` // what to do about it
	URL      string   `json:"url,omitempty"`
}

// At makes a problem of this rule: what is wrong goes through format and args, what to do about it is hint.
func (r Rule) At(place Place, hint, format string, args ...any) Problem {
	return Problem{
		Rule: r.ID, Severity: r.Severity,
		File: place.File, Line: place.Line, Column: place.Column,
		Text: fmt.Sprintf(format, args...), Hint: hint,
	}
}

// String is the problem on one line, as compilers print theirs, without the hint.
func (p Problem) String() string {
	place := p.File
	if p.Line > 0 {
		place += fmt.Sprintf(":%d", p.Line)
	}
	if p.Line > 0 && p.Column > 0 {
		place += fmt.Sprintf(":%d", p.Column)
	}
	return fmt.Sprintf("%s: %s %s: %s", place, p.Severity, p.Rule, p.Text)
}

// Sort puts problems in the order of file, line, column and rule, and drops those that say the same twice.
func Sort(problems []Problem) []Problem {
	slices.SortFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Text, b.Text))
	})
	return slices.Compact(problems)
}

// Weigh gives each problem the severity that severities sets for its rule, and leaves out those that are off.
func Weigh(problems []Problem, severities map[string]string) []Problem {
	var weighed []Problem
	for _, p := range problems {
		p.Severity = cmp.Or(Severity(severities[p.Rule]), p.Severity)
		if p.Severity != Off {
			weighed = append(weighed, p)
		}
	}
	return weighed
}

// Failing reports whether any of the problems is an error.
func Failing(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return p.Severity == Error })
}

// schema is the version of the JSON form. Fields are added, never renamed.
const schema = 1

// WriteJSON prints the problems as `signpost lint --format json` promises: {schema, problems}.
func WriteJSON(w io.Writer, problems []Problem) error {
	if problems == nil {
		problems = []Problem{}
	}
	return cli.WriteJSON(w, struct {
		Schema   int       `json:"schema"`
		Problems []Problem `json:"problems"`
	}{schema, problems})
}
