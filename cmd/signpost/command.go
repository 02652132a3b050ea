package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"signpost/internal/config"
	"signpost/internal/generate"
	"signpost/internal/problem"
)

// command is the whole command line.
func command(stdout, stderr io.Writer) *cobra.Command {
	root := &cobra.Command{
		Use:   "signpost",
		Short: "Turns a folder of Markdown into a searchable help centre",
		Long: `signpost turns a folder of Markdown into a help centre that people can search,
and gives every error code one address that never breaks.

Exit codes: 0 fine, 1 could not run, 2 wrong usage, 3 found something.`,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return plainly(err) })
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.AddCommand(initCommand(), buildCommand(), serveCommand(), lintCommand(), codesCommand(), lockCommand(), searchCommand(), newCommand(), importCommand(), versionCommand())
	return root
}

// plainly says of a flag what its value can be, where the library quotes the function that could not read it.
func plainly(err error) error {
	value := new(pflag.InvalidValueError)
	if !errors.As(err, &value) || !errors.As(err, new(*strconv.NumError)) {
		return err
	}
	form := "a whole number"
	if value.GetFlag().Value.Type() == "bool" {
		form = "true or false"
	}
	return fmt.Errorf("--%s is %q; it must be %s", value.GetFlag().Name, value.GetValue(), form)
}

// failure is an error that is not the caller's: what could not be done.
type failure struct{ error }

func (f failure) Unwrap() error { return f.error }

// errProblems says that problems were found and told.
var errProblems = errors.New("problems were found")

// report tells an error and returns its exit code. What is neither a failure nor problems is a command line that was not understood.
func report(err error, stderr io.Writer) int {
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, errProblems):
		return exitProblems
	case errors.As(err, new(failure)):
		fmt.Fprintf(stderr, "signpost: %v\n", err)
		return exitFailed
	}
	fmt.Fprintf(stderr, "signpost: %v\n    hint: signpost help lists the commands and their flags\n", err)
	return exitUsage
}

// addBuildFlags gives a command the flags that say what is built.
func addBuildFlags(flags *pflag.FlagSet, o *generate.Options) {
	o.Environ = os.Environ()
	flags.StringVar(&o.Config, "config", config.Name, "`file` of the settings")
	flags.StringVar(&o.Content, "content", "", "`folder` of the articles (default: content beside the settings)")
}

// load reads the site. When it has errors, they are told on stderr and errProblems is returned.
func load(cmd *cobra.Command, o generate.Options) (*generate.Result, error) {
	result, err := generate.Load(cmd.Context(), o)
	if err != nil {
		return nil, failure{err}
	}
	if result.Failed() {
		return nil, refuse(cmd, result)
	}
	return result, nil
}

// refuse tells the errors of a site on stderr.
func refuse(cmd *cobra.Command, r *generate.Result) error {
	if err := problem.WriteReport(cmd.ErrOrStderr(), errorsOf(r.Problems), readSource); err != nil {
		return failure{err}
	}
	return errProblems
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

// formats checks the value of --format.
func formats(value string, known ...string) error {
	for _, k := range known {
		if value == k {
			return nil
		}
	}
	return fmt.Errorf("--format is %q; it can be %s", value, orList(known))
}

func orList(words []string) string {
	text := words[0]
	for i, w := range words[1:] {
		if i == len(words)-2 {
			text += " or " + w
		} else {
			text += ", " + w
		}
	}
	return text
}
