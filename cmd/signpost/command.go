package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"signpost/internal/article"
	"signpost/internal/baseline"
	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/config"
	"signpost/internal/generate"
	"signpost/internal/problem"
	"signpost/internal/rules"
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
		p.explainCommand(),
		p.codesCommand(),
		p.diffCommand(),
		p.lockCommand(),
		p.searchCommand(),
		p.verifyCommand(),
		p.newCommand(),
		p.importCommand(),
		command.Licences(p.Stdout, licences),
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

// addAudienceFlag adds --audience.
func addAudienceFlag(flags *pflag.FlagSet, o *generate.Options) {
	flags.StringVar(&o.Audience, "audience", article.PublicAudience,
		"`name` of the readers, such as staff; others than the public also see internal articles")
}

// checkAudience checks the value of --audience.
func checkAudience(o *generate.Options) error {
	if !config.IsAudience(o.Audience) {
		return cli.Usagef("name an audience in lower case, such as staff",
			"invalid value %q for --audience", o.Audience)
	}
	return nil
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
	if err := p.writeErrors(r.Source, r.Problems, false, "signpost lint --all"); err != nil {
		return err
	}
	return cli.ErrProblems
}

// writeErrors prints the errors among the problems, with lines of their source. allWith is the flag or the command that
// shows all of them.
func (p *program) writeErrors(source problem.Source, problems []problem.Problem, all bool, allWith string) error {
	report := problem.Report{
		Problems: errorsIn(problems),
		Source:   source,
		All:      all,
		AllWith:  allWith,
	}
	return p.writeText(p.Stderr, report, problem.Summary{ErrorsOnly: true})
}

// addAllFlag adds --all.
func addAllFlag(flags *pflag.FlagSet, all *bool) {
	flags.BoolVar(all, "all", false, "show all problems, not only the first ones of each kind")
}

// writeText writes problems as text to w, and a summary to standard error.
func (p *program) writeText(w io.Writer, report problem.Report, summary problem.Summary) error {
	if err := report.Write(w); err != nil {
		return err
	}

	summary.Baseline = baseline.Name
	summary.Problems = report.Problems
	summary.Rules = rules.All()
	summary.Width = terminalWidth(p.Stderr)
	summary.All = report.All
	return summary.Write(p.Stderr)
}

// suggestExplain writes the command that explains the most frequent rule of the problems.
func suggestExplain(w io.Writer, problems []problem.Problem) {
	if rule := (problem.Summary{Problems: problems}).Foremost(); rule != "" {
		fmt.Fprintf(w, "signpost explain %s: what the rule means, and how to fix it\n", rule)
	}
}

// terminalWidth returns the number of columns of the terminal that w writes to, or 0 if it is none.
func terminalWidth(w io.Writer) int {
	file, ok := w.(*os.File)
	if !ok {
		return 0
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		return 0
	}
	return width
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

// plainWord matches a word that has no special meaning in a shell.
var plainWord = regexp.MustCompile(`^[A-Za-z0-9_./:=@%+,-]+$`)

// shellWord returns a word for a command that a user can copy into a shell.
func shellWord(word string) string {
	if plainWord.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
