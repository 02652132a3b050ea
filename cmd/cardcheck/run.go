package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"signpost/checks"
	"signpost/checks/probe"
	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/version"
)

// runFlags are the flags of run that the other commands don't have.
type runFlags struct {
	format string
	facts  string
	open   bool
}

var formats = []string{"text", "json", "junit"}

func (p *program) runCommand() *cobra.Command {
	var flags runFlags
	c := &cobra.Command{
		Use: "run", Short: "Check everything", Args: command.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return p.check(c.Context(), flags) },
	}
	c.Flags().StringVar(&flags.format, "format", "text", strings.Join(formats, ", "))
	c.Flags().StringVar(&flags.facts, "facts", "", "check the facts in this file instead of this computer; - is standard input")
	c.Flags().BoolVar(&flags.open, "open", false, "open the first failure's fix in the browser")
	p.addProbeFlags(c)
	return c
}

func (p *program) check(ctx context.Context, flags runFlags) error {
	if err := cli.OneOf("format", flags.format, formats); err != nil {
		return err
	}
	facts, err := p.facts(ctx, flags.facts)
	if err != nil {
		return err
	}
	if flags.format != "text" {
		facts = checks.Redact(facts) // what is printed as data gets sent to others
	}
	findings := checks.Run(facts, p.registry)
	if err := p.print(flags.format, findings, facts); err != nil {
		return err
	}
	bad := slices.IndexFunc(findings, checks.Finding.Bad)
	if bad < 0 {
		return nil
	}
	if flags.open {
		if err := p.open(ctx, firstToOpen(findings).URL); err != nil {
			return err
		}
	}
	return cli.ErrProblems
}

// firstToOpen is the first failure or, where nothing failed, the first warning.
func firstToOpen(findings []checks.Finding) checks.Finding {
	if i := slices.IndexFunc(findings, func(f checks.Finding) bool { return f.Status == checks.Fail }); i >= 0 {
		return findings[i]
	}
	return findings[slices.IndexFunc(findings, checks.Finding.Bad)]
}

// facts are those of a file, or else those of this computer.
func (p *program) facts(ctx context.Context, file string) (*checks.Facts, error) {
	if file == "" {
		return p.collect(ctx)
	}
	data, err := p.read(file)
	if err != nil {
		return nil, fmt.Errorf("facts: %w", err)
	}
	facts, err := checks.ReadFacts(data)
	if err != nil {
		return nil, cli.WithHint(err, "give a file that \"cardcheck facts\" wrote")
	}
	return facts, nil
}

func (p *program) read(file string) ([]byte, error) {
	if file == "-" {
		return io.ReadAll(p.Stdin)
	}
	return probe.ReadFile(file)
}

func (p *program) print(format string, findings []checks.Finding, facts *checks.Facts) error {
	switch format {
	case "json":
		return cli.WriteJSON(p.Stdout, p.document(findings, facts))
	case "junit":
		return writeJUnit(p.Stdout, findings)
	}
	return writeText(p.Stdout, findings, measureOf(p.Stdout))
}

// document is what --format json prints.
type document struct {
	Schema   int              `json:"schema"`
	Tool     string           `json:"tool"`
	Version  string           `json:"version"`
	Site     string           `json:"site"`
	Findings []checks.Finding `json:"findings"`
	Facts    *checks.Facts    `json:"facts,omitempty"`
}

func (p *program) document(findings []checks.Finding, facts *checks.Facts) document {
	return document{1, "cardcheck", version.Number, p.registry.Site, findings, facts}
}

func (p *program) factsCommand() *cobra.Command {
	var full bool
	c := &cobra.Command{
		Use: "facts", Short: "Print what was observed, as JSON, without names and whole card numbers", Args: command.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			facts, err := p.collect(c.Context())
			if err != nil {
				return err
			}
			if !full {
				facts = checks.Redact(facts)
			}
			return cli.WriteJSON(p.Stdout, facts)
		},
	}
	c.Flags().BoolVar(&full, "full", false, "leave names and whole card numbers in")
	p.addProbeFlags(c)
	return c
}
