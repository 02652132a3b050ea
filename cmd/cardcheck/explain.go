package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"signpost/checks"
	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/codes"
)

// explainer is one run of "cardcheck explain".
type explainer struct {
	*program
}

func (p *program) explainCommand() *cobra.Command {
	e := &explainer{p}
	return &cobra.Command{
		Use:   "explain CODE|MESSAGE",
		Short: "Find an error by its code, its message or its number, and print how to fix it",
		Example: `  cardcheck explain id201
  cardcheck explain "sign in to EMIS failed"
  cardcheck explain SCARD_E_NO_SERVICE
  cardcheck explain 0x80100069`,
		Args: command.Args("a code, or the words of a message", 1, -1),
		RunE: func(_ *cobra.Command, args []string) error { return e.run(strings.Join(args, " ")) },
	}
}

func (e *explainer) run(text string) error {
	if entry, ok := e.registry.Find(text); ok {
		return e.printEntry(entry)
	}
	if code, ok := codes.ParseShort(text); ok {
		return e.explainUnknown(code)
	}

	matches := e.registry.Match(text)
	entry, isClear := codes.Clear(matches)
	if number, check, ok := checks.FindNumber(text); ok {
		if !isClear {
			entry, isClear = e.entryOfCheck(check)
		}
		return e.explainNumber(number, entry, isClear)
	}
	if isClear {
		return e.printEntry(entry)
	}
	if len(matches) > 0 {
		return e.printMatches(matches)
	}
	return cli.Problems(
		fmt.Errorf("no known error matches %q", shorten(text)),
		"type the words of the message as you see them, or its code, such as ID-201; all codes: "+e.codesPage())
}

// explainUnknown prints the short link of a code that is newer than this program.
func (e *explainer) explainUnknown(code codes.Code) error {
	if _, err := fmt.Fprintln(e.Stdout, codes.URL(e.registry.Site, code)); err != nil {
		return err
	}
	return cli.Problems(
		fmt.Errorf("this version of cardcheck does not know %s", code),
		"open the link above: the help centre may explain the code; all codes: "+e.codesPage())
}

// explainNumber prints what an error number of PC/SC means and, if an article explains it, the fix.
func (e *explainer) explainNumber(n checks.Number, entry codes.Entry, hasEntry bool) error {
	_, err := fmt.Fprintln(e.Stdout, cli.Wrap(widthOf(e.Stdout), n.Explain(), "", "  "))
	if err != nil || !hasEntry {
		return err
	}

	if _, err := fmt.Fprintln(e.Stdout); err != nil {
		return err
	}
	return e.printEntry(entry)
}

// entryOfCheck returns the entry of the error that a check finds.
func (e *explainer) entryOfCheck(id string) (codes.Entry, bool) {
	list := checks.List()
	i := slices.IndexFunc(list, func(c checks.Check) bool { return c.ID == id })
	if i < 0 {
		return codes.Entry{}, false
	}
	return e.registry.Lookup(list[i].Code)
}

// codesPage returns the address of the page that lists all codes.
func (e *explainer) codesPage() string { return strings.TrimRight(e.registry.Site, "/") + "/errors/" }

// printEntry prints the fix for a code. For a code that is no longer in use, it prints that of its successor.
func (e *explainer) printEntry(entry codes.Entry) error {
	if entry.Retired != nil {
		successor := entry.Retired.Successor
		fmt.Fprintf(e.Stderr, "%s is no longer in use; it was replaced by %s\n", entry.Code, successor)
		if next, ok := e.registry.Lookup(successor); ok && next.Retired == nil {
			entry = next
		}
	}

	_, err := io.WriteString(e.Stdout, entryText(entry, widthOf(e.Stdout)))
	return err
}

// entryText returns the title, the fix and the link of a code.
func entryText(entry codes.Entry, width int) string {
	lines := []string{
		fmt.Sprintf("%s  %s", entry.Code, entry.Title),
		"",
	}
	for _, fact := range entry.Facts.Lines() {
		lines = append(lines, cli.Wrap(width, fact, "", "  "))
	}
	if entry.Facts != (codes.Facts{}) {
		lines = append(lines, "")
	}
	if len(entry.Steps) > 0 {
		lines = append(lines, cli.Wrap(width, entry.Summary, "", ""), "")
		for i, step := range entry.Steps {
			number := fmt.Sprintf("%4d. ", i+1)
			lines = append(lines, cli.Wrap(width, step, number, strings.Repeat(" ", len(number))))
		}
	} else {
		for line := range strings.SplitSeq(entry.Fix, "\n") {
			lines = append(lines, cli.Wrap(width, line, "", ""))
		}
	}
	lines = append(lines, "", entry.Short)
	return strings.Join(lines, "\n") + "\n"
}

func (e *explainer) printMatches(matches []codes.Match) error {
	fmt.Fprintln(e.Stderr, "several errors match; explain one of them by its code:")
	for _, m := range matches {
		entry := m.Entry
		_, err := fmt.Fprintf(e.Stdout, "%s  %s\n        %s\n", entry.Code, entry.Title, entry.Short)
		if err != nil {
			return err
		}
	}
	return nil
}

// shorten cuts a text that the user typed, for a message about it.
func shorten(text string) string {
	const limit = 60
	if runes := []rune(text); len(runes) > limit {
		return string(runes[:limit]) + "…"
	}
	return text
}
