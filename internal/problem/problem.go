// Package problem defines the problems of a site: a mistake in the content, its place and how to fix it.
//
// A [Problem] is a value, not a log line. Packages collect all problems and return them, so that one run reports
// everything. The writers print a list of problems as text, JSON, SARIF, JUnit XML or workflow commands of GitHub.
package problem

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"signpost/internal/cli"
)

// Severity is the effect of a problem: an error fails every build, a warning is printed by lint, and a problem that is
// off is dropped. Some rules are off until config.yaml turns them on.
type Severity string

// The severities.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Off     Severity = "off"
)

// Rule identifies a kind of problem. Its ID is permanent: it is never reused and never gets another meaning.
type Rule struct {
	ID       string   // "SP020"
	Name     string   // "dead-page"
	Severity Severity // the default, which config.yaml can change

	// SeverityLocked rules have a severity that config.yaml cannot change: without them, the site would be broken.
	SeverityLocked bool

	// Tolerable rules are locked, but their problems can be in the baseline: the rest of the page is right.
	Tolerable bool

	// Causes are the IDs of rules whose problems follow from a problem of this rule, in the same file or in links to
	// it.
	Causes []string
}

// Place is a part of a file. Lines and columns start at 1; columns count bytes. A Line of 0 means the whole file, and a
// Column of 0 the whole line.
//
// EndColumn is the column after the last byte of the part, in EndLine. Both are 0 if the end is unknown; [WithRanges]
// finds one.
type Place struct {
	File      string
	Line      int
	Column    int
	EndLine   int
	EndColumn int
}

// Problem is one mistake. Its JSON form is part of the output of "signpost lint --format json".
type Problem struct {
	Rule     string   `json:"rule"` // ID of the rule: "SP020"
	Severity Severity `json:"severity"`
	File     string   `json:"file"`
	Line     int      `json:"line"`
	Column   int      `json:"column"`

	// EndLine and EndColumn are where the mistake ends; see [Place].
	EndLine   int `json:"end_line"`
	EndColumn int `json:"end_column"`

	Text string `json:"text"` // what is wrong, in one clause without a full stop
	Hint string `json:"hint"` // how to fix it
	URL  string `json:"url,omitempty"`

	// Key tells problems of a rule apart where it reports different things: the key of front matter, the HTML element.
	Key string `json:"key,omitempty"`

	// Follows is set if the problem disappears when another one is fixed, which is an error.
	Follows bool `json:"follows,omitempty"`

	// Known is set if the problem is in the baseline. It does not fail.
	Known bool `json:"known,omitempty"`

	// Target is the file that a broken link leads to, if it is known.
	Target string `json:"-"`
}

// At returns a problem of this rule. Its text comes from format and args.
func (r Rule) At(place Place, hint, format string, args ...any) Problem {
	return Problem{
		Rule:      r.ID,
		Severity:  r.Severity,
		File:      place.File,
		Line:      place.Line,
		Column:    place.Column,
		EndLine:   place.EndLine,
		EndColumn: place.EndColumn,
		Text:      fmt.Sprintf(format, args...),
		Hint:      hint,
	}
}

// For returns the problem with a key.
func (p Problem) For(key string) Problem {
	p.Key = key
	return p
}

// String returns the problem on one line, in the form that compilers use, without the hint.
func (p Problem) String() string {
	place := p.File
	if p.Line > 0 {
		place += ":" + strconv.Itoa(p.Line)
	}

	if p.Line > 0 && p.Column > 0 {
		place += ":" + strconv.Itoa(p.Column)
	}

	severity := string(p.Severity)
	if p.Known {
		severity = "known " + severity
	}

	return fmt.Sprintf("%s: %s %s: %s", place, severity, p.Rule, p.Text)
}

// message returns the text, the hint and the URL, for formats with one field for all of them.
func (p Problem) message() string {
	lines := []string{p.Text}
	if p.Hint != "" {
		lines = append(lines, "hint: "+p.Hint)
	}

	if p.URL != "" {
		lines = append(lines, "see "+p.URL)
	}

	return strings.Join(lines, "\n")
}

// Shorten returns text with at most limit characters, to quote it in a problem.
func Shorten(text string, limit int) string {
	runes := []rune(text)
	if len(runes) <= limit {
		return text
	}

	return string(runes[:limit-1]) + "…"
}

// Sort sorts problems by file, line, column and rule, and removes duplicates.
func Sort(problems []Problem) []Problem {
	slices.SortFunc(problems, func(a, b Problem) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Text, b.Text),
		)
	})

	return slices.Compact(problems)
}

// ApplySeverities returns the problems with the severities that are set for their rules, by ID, and without the ones
// that are off.
func ApplySeverities(problems []Problem, severities map[string]string) []Problem {
	var list []Problem
	for _, p := range problems {
		p.Severity = cmp.Or(Severity(severities[p.Rule]), p.Severity)
		if p.Severity != Off {
			list = append(list, p)
		}
	}

	return list
}

// Failing reports whether any of the problems is an error that is not known.
func Failing(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return p.Severity == Error && !p.Known })
}

// New returns the problems that are not known.
func New(problems []Problem) []Problem {
	known := func(p Problem) bool { return p.Known }
	return slices.DeleteFunc(slices.Clone(problems), known)
}

// schema is the version of the JSON form. Fields are added, never renamed.
const schema = 1

// WriteJSON writes the problems in the form that "signpost lint --format json" promises: {schema, problems}. Each has
// its range; see [WithRanges].
func WriteJSON(w io.Writer, problems []Problem, source Source) error {
	problems = WithRanges(problems, source)
	if problems == nil {
		problems = []Problem{}
	}

	return cli.WriteJSON(w, struct {
		Schema   int       `json:"schema"`
		Problems []Problem `json:"problems"`
	}{
		Schema:   schema,
		Problems: problems,
	})
}
