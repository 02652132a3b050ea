package main

import (
	"context"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"signpost/checks"
	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/codes"
	"signpost/internal/version"
)

// runner is one run of "cardcheck run".
type runner struct {
	*program
	format string
	facts  string
	open   bool
	strict bool
}

var (
	runFormats = []string{"text", "json", "junit"}
	textOrJSON = []string{"text", "json"}
)

// addFormatFlag adds --format with text as its default.
func addFormatFlag(flags *pflag.FlagSet, format *string, allowed []string) {
	flags.StringVar(format, "format", "text", "output `format`: "+cli.OrList(allowed))
}

func addFactsFlag(flags *pflag.FlagSet, facts *string) {
	flags.StringVar(facts, "facts", "", "`file` with facts to check instead of this computer; - for standard input")
}

func (p *program) runCommand() *cobra.Command {
	r := &runner{program: p}
	c := &cobra.Command{
		Use:   "run",
		Short: "Check everything",
		Long: `run checks the smartcard reader, the card and the set-up of the practice. It prints
what is wrong and how to fix it, with a link to the article, and what it could not
check. It never asks for a PIN, and uses no network without --online.`,
		Args: command.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return r.run(c.Context()) },
	}
	addFormatFlag(c.Flags(), &r.format, runFormats)
	addFactsFlag(c.Flags(), &r.facts)
	c.Flags().BoolVar(&r.open, "open", false, "open the fix for the first failure in the browser")
	c.Flags().BoolVar(&r.strict, "strict", false, "exit with 4 if anything could not be checked")
	p.addProbeFlags(c)
	return c
}

func (r *runner) run(ctx context.Context) error {
	if err := cli.OneOf("format", r.format, runFormats); err != nil {
		return err
	}
	facts, err := r.loadFacts(ctx, r.facts)
	if err != nil {
		return err
	}
	if r.format != "text" {
		facts = checks.Redact(facts) // data is sent to other people
	}

	findings := checks.Run(facts, r.registry)
	if err := r.print(findings, facts); err != nil {
		return err
	}
	if !slices.ContainsFunc(findings, checks.Finding.NeedsAction) {
		return r.unknown(findings)
	}
	if r.open {
		if err := r.openBrowser(ctx, firstProblem(findings).URL); err != nil {
			return err
		}
	}
	return cli.ErrProblems
}

// unknown returns an error if no check could decide anything or, with --strict, if one could not.
func (r *runner) unknown(findings []checks.Finding) error {
	has := func(status checks.Status) bool {
		return slices.ContainsFunc(findings, func(f checks.Finding) bool { return f.Status == status })
	}

	if !has(checks.Pass) || r.strict && has(checks.Unknown) {
		return cli.ErrUnknown
	}

	return nil
}

// print writes the findings in the format of the command line.
func (r *runner) print(findings []checks.Finding, facts *checks.Facts) error {
	switch r.format {
	case "json":
		return cli.WriteJSON(r.Stdout, newDocument(findings, facts, r.registry))
	case "junit":
		return writeJUnit(r.Stdout, findings)
	}
	return writeFindings(r.Stdout, findings, facts, widthOf(r.Stdout))
}

// firstProblem returns the first failure or, if nothing failed, the first warning.
func firstProblem(findings []checks.Finding) checks.Finding {
	i := slices.IndexFunc(findings, func(f checks.Finding) bool { return f.Status == checks.Fail })
	if i < 0 {
		i = slices.IndexFunc(findings, checks.Finding.NeedsAction)
	}
	return findings[i]
}

// document is the output of --format json. Fields are added, never renamed.
type document struct {
	Schema   int              `json:"schema"`
	Tool     string           `json:"tool"`
	Version  string           `json:"version"`
	Site     string           `json:"site"`
	Policy   policyDocument   `json:"policy"`
	Findings []checks.Finding `json:"findings"`
	Facts    *checks.Facts    `json:"facts,omitempty"`
}

// policyDocument says by which data the findings were judged.
type policyDocument struct {
	Updated string `json:"updated"`           // the day on which they were compared with their sources: 2026-11-22
	Warning string `json:"warning,omitempty"` // why they may be out of date
}

func newDocument(findings []checks.Finding, facts *checks.Facts, registry *codes.Registry) document {
	return document{
		Schema:   1,
		Tool:     "cardcheck",
		Version:  version.Number,
		Site:     registry.Site,
		Policy:   policyDocument{checks.PolicyDate().Format(time.DateOnly), checks.PolicyAge(facts)},
		Findings: findings,
		Facts:    facts,
	}
}
