package main

import (
	"context"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"signpost/internal/cli"
	"signpost/internal/config"
	"signpost/internal/generate"
	"signpost/internal/problem"
)

// program is one run of signpost.
type program struct {
	cli.Process
}

// newRoot returns the root command of the program.
func newRoot(process cli.Process) *cobra.Command {
	p := &program{process}
	root := &cobra.Command{
		Use:   "signpost",
		Short: "Turn a folder of Markdown into a searchable help centre",
		Long: `signpost turns a folder of Markdown into a searchable help centre and gives
every error code one permanent address.

Exit codes: 0 success, 1 could not run, 2 usage error, 3 problems found,
130 or 143 interrupted.`,
	}
	root.AddCommand(
		p.initCommand(),
		p.buildCommand(),
		p.serveCommand(),
		p.lintCommand(),
		p.codesCommand(),
		p.lockCommand(),
		p.searchCommand(),
		p.newCommand(),
		p.importCommand(),
		p.versionCommand(),
	)
	return root
}

// addBuildFlags adds the flags that determine what is built.
func (p *program) addBuildFlags(flags *pflag.FlagSet, o *generate.Options) {
	o.Environ = p.Environ
	flags.StringVar(&o.ConfigFile, "config", config.Name, "settings `file`")
	flags.StringVar(&o.Content, "content", "", "content `folder` (default: content next to the settings)")
}

// addDraftsFlag adds --drafts.
func addDraftsFlag(flags *pflag.FlagSet, o *generate.Options) {
	flags.BoolVar(&o.Drafts, "drafts", false, "include drafts")
}

// load loads the site. If it has errors, load prints them and returns cli.ErrProblems.
func (p *program) load(ctx context.Context, o generate.Options) (*generate.Result, error) {
	result, err := generate.Load(ctx, o)
	if err != nil {
		return nil, err
	}
	if result.Failed() {
		return nil, p.reportErrors(result)
	}
	return result, nil
}

// reportErrors prints the errors of a site and returns cli.ErrProblems. Only lint prints warnings.
func (p *program) reportErrors(r *generate.Result) error {
	if err := problem.WriteReport(p.Stderr, errorsIn(r.Problems), readSource); err != nil {
		return err
	}
	return cli.ErrProblems
}

// errorsIn returns the problems that are errors.
func errorsIn(problems []problem.Problem) []problem.Problem {
	var list []problem.Problem
	for _, p := range problems {
		if p.Severity == problem.Error {
			list = append(list, p)
		}
	}
	return list
}
