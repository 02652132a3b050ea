// Package explain writes what the manual says about a rule, and what a site says about an error code, as text for a
// terminal.
package explain

import (
	"fmt"
	"strings"

	"signpost/internal/cli"
	"signpost/internal/codes"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// width is the number of columns of the text. The lines of examples are not wrapped; the manual keeps them short.
const width = 80

// Rule returns the title of a rule, its severity, what it reports, how to fix that, and two examples. set is the
// severity in the settings of the site, or empty.
func Rule(r problem.Rule, e rules.Explanation, set string) string {
	parts := []string{
		cli.Wrap(width, fmt.Sprintf("%s %s: %s", r.ID, r.Name, e.Title), "", ""),
		"Severity: " + severity(r, set),
		markdown(e.Text),
		markdown("How to fix it: " + e.Fix),
	}

	parts = append(parts, example("Wrong:", e.Wrong)...)
	parts = append(parts, example("Right:", e.Right)...)

	return strings.Join(parts, "\n\n") + "\n"
}

// severity returns the severity of a rule and where it comes from.
func severity(r problem.Rule, set string) string {
	switch {
	case r.SeverityLocked:
		return fmt.Sprintf("%s; it cannot be changed", r.Severity)
	case set != "" && set != string(r.Severity):
		return fmt.Sprintf("%s in the settings of this site; the default is %s", set, r.Severity)
	}

	return string(r.Severity)
}

// example returns the excerpts of an example, indented, each with the name of its file.
func example(label string, excerpts []rules.Excerpt) []string {
	var parts []string
	for i, e := range excerpts {
		name := e.File
		if i == 0 {
			name = strings.TrimSpace(label + " " + name)
		}

		if name != "" {
			parts = append(parts, name)
		}

		parts = append(parts, indent(e.Text))
	}

	return parts
}

// indent returns lines of code with four spaces before each that is not empty.
func indent(code string) string {
	var lines []string
	for line := range strings.SplitSeq(strings.TrimSuffix(code, "\n"), "\n") {
		lines = append(lines, strings.TrimRight("    "+line, " "))
	}

	return strings.Join(lines, "\n")
}

// Code returns the title of an error code of a site, its severity, what it means, the steps, and its short link.
func Code(e codes.Entry) string {
	parts := []string{cli.Wrap(width, fmt.Sprintf("%s: %s", e.Code, e.Title), "", "")}
	if e.Retired == nil {
		parts = append(parts, "Error code of this site; severity: "+string(e.Severity))
	} else {
		parts = append(parts, retired(*e.Retired))
	}

	if facts := e.Facts.Lines(); len(facts) > 0 {
		parts = append(parts, plain(strings.Join(facts, "\n")))
	}

	if len(e.Steps) > 0 {
		parts = append(parts, cli.Wrap(width, e.Summary, "", ""), steps(e.Steps))
	} else if e.Fix != "" {
		parts = append(parts, plain(e.Fix))
	}

	return strings.Join(append(parts, e.Short), "\n\n") + "\n"
}

// retired says that a code no longer occurs.
func retired(r codes.Retired) string {
	if r.Successor == "" {
		return "Error code of this site, retired: the error no longer occurs"
	}

	return fmt.Sprintf("Error code of this site, retired: replaced by %s", r.Successor)
}

func steps(list []string) string {
	var lines []string
	for i, step := range list {
		number := fmt.Sprintf("%3d. ", i+1)
		lines = append(lines, cli.Wrap(width, step, number, strings.Repeat(" ", len(number))))
	}

	return strings.Join(lines, "\n")
}

// plain wraps each line of a plain text.
func plain(text string) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		lines = append(lines, cli.Wrap(width, line, "", ""))
	}

	return strings.Join(lines, "\n")
}

// markdown returns a text of the manual, which has only paragraphs, lists, bold text and code, for a terminal.
func markdown(text string) string {
	var parts []string
	for part := range strings.SplitSeq(text, "\n\n") {
		if items, isList := strings.CutPrefix(part, "- "); isList {
			parts = append(parts, list(items))
		} else {
			parts = append(parts, cli.Wrap(width, withoutBold(part), "", ""))
		}
	}

	return strings.Join(parts, "\n\n")
}

func list(items string) string {
	var lines []string
	for item := range strings.SplitSeq(items, "\n- ") {
		lines = append(lines, cli.Wrap(width, withoutBold(item), "- ", "  "))
	}

	return strings.Join(lines, "\n")
}

// withoutBold removes the asterisks of bold text, but not those in code.
func withoutBold(text string) string {
	pieces := strings.Split(text, "`")
	for i := range pieces {
		if i%2 == 0 {
			pieces[i] = strings.ReplaceAll(pieces[i], "**", "")
		}
	}

	return strings.Join(pieces, "`")
}

// List returns all rules, a line each: ID, severity and title.
func List() string {
	var b strings.Builder
	for _, r := range rules.All() {
		e, _ := rules.Explain(r.ID)
		fmt.Fprintf(&b, "%s  %-7s  %s\n", r.ID, r.Severity, e.Title)
	}

	return b.String()
}
