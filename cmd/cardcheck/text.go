package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"signpost/checks"
	"signpost/internal/cli"
)

// measure is how many characters stand on a line.
type measure int

// usual is the measure of a terminal that nobody has changed, of a report, and of the widest line that is good to read. Narrower than
// narrowest, no text can be.
const (
	usual     measure = 80
	narrowest measure = 30
)

// measureOf is that of the terminal to which w writes, or the usual one.
func measureOf(w io.Writer) measure {
	if out, ok := w.(*cli.Output); ok {
		w = out.Unwrap()
	}
	f, ok := w.(*os.File)
	if !ok {
		return usual
	}
	columns, ok := columns(f)
	if !ok {
		return usual
	}
	return max(narrowest, min(usual, measure(columns)))
}

// marks say a status in a column, and don't depend on colour.
var marks = map[checks.Status]string{
	checks.Pass: "ok", checks.Fail: "FAIL", checks.Warn: "warn", checks.Unknown: "?", checks.Skip: "skip",
}

// writeText prints the findings for a person: a line each, then what is wrong and what is not known, then what to do next.
func writeText(w io.Writer, findings []checks.Finding, m measure) error {
	b := bufio.NewWriter(w)
	for _, f := range findings {
		fmt.Fprintf(b, "%-5s %-7s %s\n", marks[f.Status], f.Code, f.Title)
	}
	for _, f := range findings {
		if f.Bad() {
			m.writeBad(b, f)
		}
	}
	m.writeUnknown(b, findings)
	fmt.Fprintf(b, "\n%s\n", m.wrap(closing(findings, `see "How to find out"`), "", ""))
	return b.Flush()
}

func (m measure) writeBad(w io.Writer, f checks.Finding) {
	fmt.Fprintf(w, "\n%s  %s  %s\n", marks[f.Status], f.Code, f.Title)
	fmt.Fprintln(w, m.wrap(f.Detail, "  ", "  "))
	for _, e := range f.Evidence {
		fmt.Fprintln(w, m.wrap(e, "  - ", "    "))
	}
	if len(f.Fix) > 0 {
		fmt.Fprintln(w, "  What to do:")
		m.writeSteps(w, f.Fix)
	}
	if f.More > 0 {
		fmt.Fprintln(w, m.wrap(fmt.Sprintf("Go on in the article, which has %d more:", f.More), "  ", "  "))
	}
	fmt.Fprintf(w, "  %s\n", f.URL)
}

// writeUnknown says how to find out. Checks that wait for another are only named with it: they share its steps.
func (m measure) writeUnknown(w io.Writer, findings []checks.Finding) {
	told := map[string]bool{}
	for i, f := range findings {
		if f.Status != checks.Unknown || told[f.Check] {
			continue
		}
		fmt.Fprintf(w, "\n?  %s  %s\n%s\n", f.Code, f.Title, m.wrap(f.Detail, "  ", "  "))
		for _, e := range f.Evidence {
			fmt.Fprintln(w, m.wrap(e, "  - ", "    "))
		}
		fmt.Fprintln(w, "  How to find out:")
		m.writeSteps(w, f.Fix)
		var waiting []string
		for _, later := range findings[i+1:] {
			if later.Status == checks.Unknown && slices.Equal(later.Fix, f.Fix) {
				told[later.Check] = true
				waiting = append(waiting, string(later.Code))
			}
		}
		if len(waiting) > 0 {
			fmt.Fprintln(w, m.wrap("Until then these cannot be checked either: "+strings.Join(waiting, ", "), "  ", "  "))
		}
	}
}

func (m measure) writeSteps(w io.Writer, steps []string) {
	for i, step := range steps {
		number := fmt.Sprintf("%4d. ", i+1)
		fmt.Fprintln(w, m.wrap(step, number, strings.Repeat(" ", len(number))))
	}
}

// closing is the last line: what to do next, and how much is not known, with where to see how to find out.
func closing(findings []checks.Finding, where string) string {
	count := map[checks.Status]int{}
	for _, f := range findings {
		count[f.Status]++
	}
	unknown := "everything could be checked."
	if n := count[checks.Unknown]; n > 0 {
		unknown = fmt.Sprintf("%d of %d could not be checked: %s.", n, len(findings), where)
	}
	if count[checks.Fail]+count[checks.Warn] > 0 {
		f := firstToOpen(findings)
		return fmt.Sprintf("Next: see to %s (%s) first, then run cardcheck again; %s", f.Code, f.Title, unknown)
	}
	return "Nothing wrong was found; " + unknown
}

// wrap breaks text into lines. A word that is longer stands on a line of its own.
func (m measure) wrap(text, first, other string) string {
	var lines []string
	line := first
	empty := true
	for _, word := range strings.Fields(text) {
		if !empty && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > int(m) {
			lines = append(lines, line)
			line, empty = other, true
		}
		if !empty {
			line += " "
		}
		line += clean(word)
		empty = false
	}
	return strings.Join(append(lines, line), "\n")
}

// clean takes control characters out of what came from a reader or a file, so that it cannot steer the terminal.
func clean(word string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7F && r < 0xA0 {
			return '\uFFFD'
		}
		return r
	}, word)
}
