package main

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"signpost/checks"
	"signpost/internal/cli"
)

// statusLabels are the statuses in the text output. They do not depend on colour.
var statusLabels = map[checks.Status]string{
	checks.Pass:    "ok",
	checks.Fail:    "FAIL",
	checks.Warn:    "warn",
	checks.Unknown: "?",
	checks.Skip:    "skip",
}

// textWriter writes findings for people.
type textWriter struct {
	w     *bufio.Writer // keeps its first error until Flush
	width int
}

// writeFindings writes a line for each finding, then what is unknown, what is wrong, and what to do next: a window
// shows the end. facts are those of the findings.
func writeFindings(w io.Writer, findings []checks.Finding, facts *checks.Facts, width int) error {
	t := &textWriter{
		w:     bufio.NewWriter(w),
		width: width,
	}

	for _, f := range findings {
		fmt.Fprintf(t.w, "%-5s %-7s %s\n", statusLabels[f.Status], f.Code, f.Heading)
	}
	t.writeUnknown(findings)
	for _, f := range findings {
		if f.NeedsAction() {
			t.writeProblem(f)
		}
	}
	t.printf("\n")
	for _, sentence := range []string{checks.GoodCard(facts, findings), checks.PolicyAge(facts)} {
		if sentence != "" {
			t.paragraph(sentence, "", "")
		}
	}
	t.paragraph(summary(findings, `see "How to find out"`), "", "")
	return t.w.Flush()
}

func (t *textWriter) printf(format string, args ...any) { fmt.Fprintf(t.w, format, args...) }

// paragraph writes a wrapped text.
func (t *textWriter) paragraph(text, firstIndent, indent string) {
	t.printf("%s\n", cli.Wrap(t.width, text, firstIndent, indent))
}

// writeProblem writes a failure or a warning with its first steps and the link to all of them.
func (t *textWriter) writeProblem(f checks.Finding) {
	t.printf("\n%s  %s  %s\n", statusLabels[f.Status], f.Code, f.Heading)
	t.writeReason(f)
	if len(f.Fix) > 0 {
		t.printf("  What to do:\n")
		t.writeSteps(f.Fix)
	}
	if f.More > 0 {
		t.paragraph("The article has "+moreSteps(f.More)+":", "  ", "  ")
	}
	t.printf("  %s\n", f.URL)
}

func moreSteps(n int) string {
	if n == 1 {
		return "1 more step"
	}
	return fmt.Sprintf("%d more steps", n)
}

func (t *textWriter) writeReason(f checks.Finding) {
	if detail := reason(f); detail != "" {
		t.paragraph(detail, "  ", "  ")
	}

	for _, evidence := range f.Evidence {
		t.paragraph(evidence, "  - ", "    ")
	}
}

// reason returns the detail of a finding, or nothing if its heading says the same.
func reason(f checks.Finding) string {
	if f.Detail == f.Heading+"." {
		return ""
	}

	return f.Detail
}

// writeUnknown writes how to find out what is unknown. Checks that depend on another one have the same steps and are
// only named.
func (t *textWriter) writeUnknown(findings []checks.Finding) {
	written := map[string]bool{}
	for i, f := range findings {
		if f.Status != checks.Unknown || written[f.Check] {
			continue
		}

		t.printf("\n?  %s  %s\n", f.Code, f.Heading)
		t.writeReason(f)
		t.printf("  How to find out:\n")
		t.writeSteps(f.Fix)

		var dependent []string
		for _, later := range findings[i+1:] {
			if later.Status == checks.Unknown && slices.Equal(later.Fix, f.Fix) {
				written[later.Check] = true
				dependent = append(dependent, string(later.Code))
			}
		}
		if len(dependent) > 0 {
			t.paragraph("Until then, these cannot be checked either: "+strings.Join(dependent, ", "), "  ", "  ")
		}
	}
}

// writeSteps writes a numbered list.
func (t *textWriter) writeSteps(steps []string) {
	for i, step := range steps {
		number := fmt.Sprintf("%4d. ", i+1)
		t.paragraph(step, number, strings.Repeat(" ", len(number)))
	}
}

// summary returns what to do next and how much is unknown. advice states where the user finds the steps for
// what is unknown.
func summary(findings []checks.Finding, advice string) string {
	count := map[checks.Status]int{}
	for _, f := range findings {
		count[f.Status]++
	}

	if count[checks.Fail]+count[checks.Warn]+count[checks.Pass] == 0 {
		return "Nothing could be checked: " + advice + "."
	}

	unknown := "everything could be checked."
	if n := count[checks.Unknown]; n > 0 {
		unknown = fmt.Sprintf("%d of %d could not be checked: %s.", n, len(findings), advice)
	}
	if count[checks.Fail]+count[checks.Warn] == 0 {
		return "No problems found; " + unknown
	}
	f := firstProblem(findings)
	return fmt.Sprintf("Next: fix %s (%s) first, then run cardcheck again; %s", f.Code, f.Heading, unknown)
}
