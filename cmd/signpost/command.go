package main

import (
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"signpost/internal/cli"
	"signpost/internal/config"
	"signpost/internal/generate"
	"signpost/internal/problem"
)

// rootCommand returns the whole command line.
func rootCommand(cli.Process) *cobra.Command {
	root := &cobra.Command{
		Use:   "signpost",
		Short: "Turn a folder of Markdown into a searchable help centre",
		Long: `signpost turns a folder of Markdown into a searchable help centre and gives
every error code one permanent address.

Exit codes: 0 success, 1 could not run, 2 usage error, 3 problems found,
130 or 143 interrupted.`,
	}
	root.AddCommand(
		initCommand(),
		buildCommand(),
		serveCommand(),
		lintCommand(),
		codesCommand(),
		lockCommand(),
		searchCommand(),
		newCommand(),
		importCommand(),
		versionCommand(),
	)
	return root
}

// addBuildFlags gives a command the flags that say what is built.
func addBuildFlags(flags *pflag.FlagSet, o *generate.Options) {
	o.Environ = os.Environ()
	flags.StringVar(&o.ConfigFile, "config", config.Name, "`file` of the settings")
	flags.StringVar(&o.Content, "content", "", "`folder` of the articles (default: content beside the settings)")
}

// load reads the site. When it has errors, they are told on stderr and cli.ErrProblems is returned.
func load(cmd *cobra.Command, o generate.Options) (*generate.Result, error) {
	result, err := generate.Load(cmd.Context(), o)
	if err != nil {
		return nil, err
	}
	if result.Failed() {
		return nil, refuse(cmd, result)
	}
	return result, nil
}

// refuse tells the errors of a site on stderr.
func refuse(cmd *cobra.Command, r *generate.Result) error {
	if err := problem.WriteReport(cmd.ErrOrStderr(), errorsOf(r.Problems), readSource); err != nil {
		return err
	}
	return cli.ErrProblems
}

// errorsOf leaves the warnings to `signpost lint`.
func errorsOf(problems []problem.Problem) []problem.Problem {
	var list []problem.Problem
	for _, p := range problems {
		if p.Severity == problem.Error {
			list = append(list, p)
		}
	}
	return list
}
