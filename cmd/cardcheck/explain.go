package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"signpost/internal/codes"
)

func (p *program) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use: "explain CODE|MESSAGE", Short: "Find an error by its code or its wording, and print the fix", Args: cobra.MinimumNArgs(1),
		Example: "  cardcheck explain id201\n  cardcheck explain \"sign in to EMIS failed\"",
		RunE:    func(_ *cobra.Command, args []string) error { return p.explain(strings.Join(args, " ")) },
	}
}

func (p *program) explain(text string) error {
	if c, ok := codes.Parse(text); ok {
		if e, found := p.registry.Lookup(c); found {
			return p.printEntry(e)
		}
		return p.newCode(c)
	}
	matches := p.registry.Match(text)
	if e, ok := codes.Clear(matches); ok {
		return p.printEntry(e)
	}
	if len(matches) == 0 {
		return &failure{exitFound, fmt.Errorf("no known error reads like %q", shorten(text)), "type the words of the message as you see them, or its code, such as ID-201; all codes: " + p.errorsPage()}
	}
	return p.printCandidates(matches)
}

// newCode is for a code that came into the world after this program: its short link works all the same.
func (p *program) newCode(c codes.Code) error {
	if _, err := fmt.Fprintln(p.stdout, codes.URL(p.registry.Site, c)); err != nil {
		return err
	}
	return &failure{exitFound, fmt.Errorf("this cardcheck does not know %s", c), "the link above leads to it if the help centre knows it; all codes: " + p.errorsPage()}
}

func (p *program) errorsPage() string { return strings.TrimRight(p.registry.Site, "/") + "/errors/" }

func shorten(text string) string {
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return text
}

// printEntry prints the code's section. A code that is no longer met leads to the one that took over.
func (p *program) printEntry(e codes.Entry) error {
	if e.Retired != nil {
		fmt.Fprintf(p.stderr, "%s is no longer met; %s took over\n", e.Code, e.Retired.Successor)
		if successor, ok := p.registry.Lookup(e.Retired.Successor); ok && successor.Retired == nil {
			e = successor
		}
	}
	_, err := io.WriteString(p.stdout, entryText(e))
	return err
}

func entryText(e codes.Entry) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s\n", e.Code, e.Title)
	if len(e.Steps) > 0 {
		fmt.Fprintf(&b, "\n%s\n\n", wrap(e.Summary, "", ""))
		writeSteps(&b, e.Steps)
	} else {
		fmt.Fprintln(&b)
		for line := range strings.SplitSeq(e.Fix, "\n") {
			fmt.Fprintln(&b, wrap(line, "", ""))
		}
	}
	fmt.Fprintf(&b, "\n%s\n", e.Short)
	return b.String()
}

func (p *program) printCandidates(matches []codes.Match) error {
	fmt.Fprintln(p.stderr, "several errors read like this; explain one of them by its code:")
	for _, m := range matches {
		if _, err := fmt.Fprintf(p.stdout, "%s  %s\n        %s\n", m.Entry.Code, m.Entry.Title, m.Entry.Short); err != nil {
			return err
		}
	}
	return nil
}
