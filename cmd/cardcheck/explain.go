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

func (p *program) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use: "explain CODE|MESSAGE", Short: "Find an error by its code, its wording or its number, and print the fix", Args: command.Args("a code, or the words of a message", 1, -1),
		Example: "  cardcheck explain id201\n  cardcheck explain \"sign in to EMIS failed\"\n  cardcheck explain SCARD_E_NO_SERVICE\n  cardcheck explain 0x80100069",
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
	e, ok := codes.Clear(matches)
	if n, check, numbered := checks.FindNumber(text); numbered {
		if !ok {
			e, ok = p.entryOf(check)
		}
		return p.explainNumber(n, e, ok)
	}
	if ok {
		return p.printEntry(e)
	}
	if len(matches) == 0 {
		return cli.Problems(fmt.Errorf("no known error reads like %q", shorten(text)), "type the words of the message as you see them, or its code, such as ID-201; all codes: "+p.errorsPage())
	}
	return p.printCandidates(matches)
}

// explainNumber prints what a number of PC/SC means and, where it leads to an error, that.
func (p *program) explainNumber(n checks.Number, e codes.Entry, leads bool) error {
	_, err := fmt.Fprintln(p.Stdout, measureOf(p.Stdout).wrap(n.Explain(), "", "  "))
	if err != nil || !leads {
		return err
	}
	if _, err := fmt.Fprintln(p.Stdout); err != nil {
		return err
	}
	return p.printEntry(e)
}

// entryOf is the entry of the error that a check finds.
func (p *program) entryOf(check string) (codes.Entry, bool) {
	i := slices.IndexFunc(checks.List(), func(c checks.Check) bool { return c.ID == check })
	if i < 0 {
		return codes.Entry{}, false
	}
	return p.registry.Lookup(checks.List()[i].Code)
}

// newCode is for a code that came into the world after this program: its short link works all the same.
func (p *program) newCode(c codes.Code) error {
	if _, err := fmt.Fprintln(p.Stdout, codes.URL(p.registry.Site, c)); err != nil {
		return err
	}
	return cli.Problems(fmt.Errorf("this cardcheck does not know %s", c), "the link above leads to it if the help centre knows it; all codes: "+p.errorsPage())
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
		fmt.Fprintf(p.Stderr, "%s is no longer met; %s took over\n", e.Code, e.Retired.Successor)
		if successor, ok := p.registry.Lookup(e.Retired.Successor); ok && successor.Retired == nil {
			e = successor
		}
	}
	_, err := io.WriteString(p.Stdout, entryText(e, measureOf(p.Stdout)))
	return err
}

func entryText(e codes.Entry, m measure) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s\n", e.Code, e.Title)
	if len(e.Steps) > 0 {
		fmt.Fprintf(&b, "\n%s\n\n", m.wrap(e.Summary, "", ""))
		m.writeSteps(&b, e.Steps)
	} else {
		fmt.Fprintln(&b)
		for line := range strings.SplitSeq(e.Fix, "\n") {
			fmt.Fprintln(&b, m.wrap(line, "", ""))
		}
	}
	fmt.Fprintf(&b, "\n%s\n", e.Short)
	return b.String()
}

func (p *program) printCandidates(matches []codes.Match) error {
	fmt.Fprintln(p.Stderr, "several errors read like this; explain one of them by its code:")
	for _, m := range matches {
		if _, err := fmt.Fprintf(p.Stdout, "%s  %s\n        %s\n", m.Entry.Code, m.Entry.Title, m.Entry.Short); err != nil {
			return err
		}
	}
	return nil
}
