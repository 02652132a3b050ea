package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"signpost/internal/cli"
	"signpost/internal/generate"
	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/version"
)

// linter is one run of "signpost lint".
type linter struct {
	*program
	options  generate.Options
	format   string
	strict   bool
	external bool // check links to other sites
	all      bool // show all problems
	record   bool // write the baseline

	result *generate.Result
}

var lintFormats = []string{"text", "json", "sarif", "junit", "github"}

func (p *program) lintCommand() *cobra.Command {
	l := &linter{program: p}
	cmd := &cobra.Command{
		Use:   "lint [FILE ...]",
		Short: "Report problems in the content",
		Long: `lint reports all problems in the content: errors and warnings. With FILE, a file or
a folder, it still reads the whole site but reports only the problems in it, for editors.

Every rule has an ID. Set its severity to off, warning or error in config.yaml, such as
lint: {SP054: off}. A build checks only the rules whose severity is error by default.`,
		RunE: func(cmd *cobra.Command, files []string) error { return l.run(cmd.Context(), files) },
	}

	p.addBuildFlags(cmd.Flags(), &l.options)
	addFormatFlag(cmd.Flags(), &l.format, lintFormats)
	cmd.Flags().BoolVar(&l.strict, "strict", false, "also fail on warnings")
	addAllFlag(cmd.Flags(), &l.all)
	cmd.Flags().BoolVar(&l.record, "baseline", false,
		"record all problems in lint.baseline, so that only new ones fail build and lint")
	addDraftsFlag(cmd.Flags(), &l.options)
	addAudienceFlag(cmd.Flags(), &l.options)
	cmd.Flags().BoolVar(&l.external, "external", false, "also check external links; needs the network")
	p.addNowFlag(cmd.Flags(), &l.options.Now)
	return cmd
}

func (l *linter) run(ctx context.Context, files []string) error {
	if err := checkAudience(&l.options); err != nil {
		return err
	}
	if err := cli.OneOf("format", l.format, lintFormats); err != nil {
		return err
	}
	if l.record && len(files) > 0 {
		return cli.Usagef("leave out the files", "--baseline records the problems of the whole site")
	}
	problems, err := l.find(ctx, files)
	if err != nil {
		return err
	}
	if err := l.print(problems); err != nil {
		return err
	}
	if problem.Failing(problems) || l.strict && len(problem.New(problems)) > 0 {
		return cli.ErrProblems
	}
	return nil
}

// find returns the problems in the files, or all if no file is named.
func (l *linter) find(ctx context.Context, files []string) ([]problem.Problem, error) {
	articles, err := l.openLibrary("lint", l.options.ContentDir())
	if err != nil {
		return nil, err
	}
	defer articles.Close(ctx)

	l.options.Lint = true
	l.options.Library = articles
	result, err := generate.Load(ctx, l.options)
	if err != nil {
		return nil, err
	}
	if l.external {
		if err := l.checkExternal(ctx, result, files); err != nil {
			return nil, err
		}
		if err := result.MarkKnown(l.options); err != nil {
			return nil, err
		}
	}

	if err := l.updateBaseline(ctx, result, files); err != nil {
		return nil, err
	}

	l.result = result
	problems, err := selectProblems(result, files, l.options.ContentDir())
	addRuleLinks(problems, result)
	return problems, err
}

// updateBaseline records all problems, or removes those that are fixed from the baseline.
func (l *linter) updateBaseline(ctx context.Context, r *generate.Result, files []string) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case l.record:
		return l.writeBaseline(r, l.options)
	case len(files) == 0:
		l.pruneBaseline(r, l.options)
	}
	return nil
}

// print writes the problems in the format of the command line.
func (l *linter) print(problems []problem.Problem) error {
	switch l.format {
	case "text":
	case "json":
		return problem.WriteJSON(l.Stdout, problems, l.result.Source)
	default:
		tool := toolWith("signpost lint", rules.All(), l.result)
		return writeForPrograms(l.Stdout, l.format, problems, l.result.Source, tool)
	}

	report := problem.Report{
		Problems: problems,
		Source:   l.result.Source,
		All:      l.all,
		AllWith:  "--all",
	}
	if err := l.writeText(l.Stdout, report, problem.Summary{}); err != nil {
		return err
	}
	suggestExplain(l.Stderr, problems)
	return nil
}

// writeForPrograms writes problems in a format of other programs: sarif, junit or github.
func writeForPrograms(
	w io.Writer, format string, problems []problem.Problem, source problem.Source, tool problem.Tool,
) error {
	switch format {
	case "sarif":
		return problem.WriteSARIF(w, problems, tool, source)
	case "junit":
		return problem.WriteJUnit(w, problems, tool)
	}
	return problem.WriteGitHub(w, problems, source)
}

// toolWith describes a command and the rules that it checks. The site may be nil.
func toolWith(command string, checked []problem.Rule, r *generate.Result) problem.Tool {
	return problem.Tool{Command: command, Version: version.Number, Rules: checked, Help: ruleHelp(r)}
}

// selectProblems returns the problems in the files and folders on the command line, or all if there are none. It also
// returns all if the site could not be read, because other problems are then unknown.
func selectProblems(r *generate.Result, files []string, content string) ([]problem.Problem, error) {
	paths, err := resolvePaths(files, content)
	if err != nil || paths == nil {
		return r.Problems, err
	}

	var list []problem.Problem
	for _, p := range r.Problems {
		if r.Site == nil || isInside(p.File, paths) {
			list = append(list, p)
		}
	}
	return list, nil
}

// resolvePaths returns the absolute paths of files and folders on the command line. They are relative to the working
// directory or, as "signpost new" takes them, to the content folder. All of them must exist.
func resolvePaths(files []string, content string) ([]string, error) {
	var paths []string
	for _, file := range files {
		path, err := resolvePath(file, content)
		if err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}

func resolvePath(file, content string) (string, error) {
	candidates := []string{file}
	if !filepath.IsAbs(file) {
		candidates = append(candidates, filepath.Join(content, file))
	}

	for _, candidate := range candidates {
		_, err := os.Stat(candidate)
		if err == nil {
			return filepath.Abs(candidate)
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return "", fmt.Errorf("no file %q here or in the folder %s", file, content)
}

// isInside reports whether a file is one of the paths or in one of them.
func isInside(file string, paths []string) bool {
	full, err := filepath.Abs(file)
	if err != nil {
		return false
	}
	for _, path := range paths {
		if full == path || strings.HasPrefix(full, path+string(filepath.Separator)) {
			return true
		}
	}
	return false
}

// rulesPage is the address of the article about the rules, on a site that has it. Each rule has a section there.
const rulesPage = "/support/lint-rules/"

// addRuleLinks sets the address of the manual for each problem.
func addRuleLinks(problems []problem.Problem, r *generate.Result) {
	for i := range problems {
		problems[i].URL = ruleURL(r, problems[i].Rule)
	}
}

// ruleURL returns the address of the manual for a rule: the one in the settings, or the section of the site itself if
// it has one and its address is known. Otherwise, or without a site, it returns "".
func ruleURL(r *generate.Result, id string) string {
	if r == nil {
		return ""
	}

	if url := r.Config.RuleURL(id); url != "" {
		return url
	}

	if r.Site == nil || r.Config.BaseURL == "" {
		return ""
	}

	section := rulesPage + "#" + strings.ToLower(id)
	if _, ok := r.Site.Find(section); !ok {
		return ""
	}

	return strings.TrimSuffix(r.Config.BaseURL, "/") + section
}

// ruleHelp returns a function that explains a rule in SARIF.
func ruleHelp(r *generate.Result) func(id string) problem.Help {
	return func(id string) problem.Help {
		e, _ := rules.Explain(id)
		return problem.Help{
			Title: e.Title,
			Text:  e.Text,
			Fix:   e.Fix,
			URL:   ruleURL(r, id),
		}
	}
}
