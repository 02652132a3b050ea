package main

import (
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

// linter is one run of `signpost lint`.
type linter struct {
	build  generate.Options
	format string
	strict bool
	beyond bool // follow links to other sites, too
}

func lintCommand() *cobra.Command {
	var l linter
	cmd := &cobra.Command{
		Use:   "lint [FILE ...]",
		Short: "Say everything that is wrong with the content",
		Long: `lint says everything that is wrong with the content: errors, which fail a build, and warnings, which make it worse to read.
With FILE, a file or a folder, it reads the whole site all the same and says what is wrong there: for editors.
Every rule has an id. config.yaml sets its severity: "lint: {SP054: off}", or error, or warning.`,
		RunE: l.run,
	}
	addBuildFlags(cmd.Flags(), &l.build)
	cmd.Flags().StringVar(&l.format, "format", "text", "`form` of the result: "+cli.OrList(lintFormats))
	cmd.Flags().BoolVar(&l.strict, "strict", false, "let warnings fail too")
	cmd.Flags().BoolVar(&l.build.Drafts, "drafts", false, "look at drafts too")
	cmd.Flags().BoolVar(&l.beyond, "external", false, "ask other sites, too, if the pages that articles link to are still there")
	addNow(cmd.Flags(), &l.build.Now)
	return cmd
}

func (l *linter) run(cmd *cobra.Command, files []string) error {
	if err := cli.OneOf("format", l.format, lintFormats); err != nil {
		return err
	}
	problems, err := l.find(cmd, files)
	if err != nil {
		return err
	}
	if err := l.tell(cmd, problems); err != nil {
		return err
	}
	if problem.Failing(problems) || l.strict && len(problems) > 0 {
		return cli.ErrProblems
	}
	return nil
}

func (l *linter) find(cmd *cobra.Command, files []string) ([]problem.Problem, error) {
	l.build.Lint = true
	articles, err := openLibrary("lint", l.build.ContentDir())
	if err != nil {
		return nil, err
	}
	defer articles.Close(cmd.Context())
	l.build.Library = articles
	result, err := generate.Load(cmd.Context(), l.build)
	if err != nil {
		return nil, err
	}
	if l.beyond {
		if err := outside(cmd.Context(), l.build, result, files, cmd.ErrOrStderr()); err != nil {
			return nil, err
		}
	}
	problems, err := only(result, files, l.build.ContentDir())
	explain(problems, result)
	return problems, err
}

var lintFormats = []string{"text", "json", "sarif", "junit", "github"}

func (l *linter) tell(cmd *cobra.Command, problems []problem.Problem) error {
	out := cmd.OutOrStdout()
	switch l.format {
	case "json":
		return problem.WriteJSON(out, problems)
	case "sarif":
		return problem.WriteSARIF(out, problems, rules.All(), version.Number, readSource)
	case "junit":
		return problem.WriteJUnit(out, problems)
	case "github":
		return problem.WriteGitHub(out, problems, readSource)
	}
	if err := problem.WriteReport(out, problems, readSource); err != nil {
		return err
	}
	return tally(cmd.ErrOrStderr(), problems)
}

func tally(w io.Writer, problems []problem.Problem) error {
	bad := len(errorsOf(problems))
	_, err := fmt.Fprintf(w, "%s, %s\n", count(bad, "error"), count(len(problems)-bad, "warning"))
	return err
}

// readSource reads a file that a problem stands in, for the line to be shown. One that is gone by now is shown without.
func readSource(file string) []byte {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	return data
}

// only leaves the problems of the files, or of what is in the folders, that the caller named. Where the site could not be read at all,
// every problem is left: none of the others is known.
func only(r *generate.Result, files []string, content string) ([]problem.Problem, error) {
	wanted, err := named(files, content)
	if err != nil || wanted == nil {
		return r.Problems, err
	}
	var list []problem.Problem
	for _, p := range r.Problems {
		if r.Site == nil || within(p.File, wanted) {
			list = append(list, p)
		}
	}
	return list, nil
}

// named is the whole path of each file and folder that the caller named, from the working folder or, as `signpost new` takes them,
// from the content folder. All of them must exist.
func named(files []string, content string) ([]string, error) {
	var paths []string
	for _, file := range files {
		found := file
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) && !filepath.IsAbs(file) {
			found = filepath.Join(content, file)
		}
		if _, err := os.Stat(found); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("there is no %s, neither here nor in the folder %s", file, content)
		} else if err != nil {
			return nil, err
		}
		full, err := filepath.Abs(found)
		if err != nil {
			return nil, err
		}
		paths = append(paths, full)
	}
	return paths, nil
}

func within(file string, wanted []string) bool {
	full, err := filepath.Abs(file)
	for _, w := range wanted {
		if err == nil && (full == w || strings.HasPrefix(full, w+string(filepath.Separator))) {
			return true
		}
	}
	return false
}

// rulesPage is the article that explains the rules, a section each, on a site that has it.
const rulesPage = "/support/lint-rules/"

// explain links each problem to the section on its rule, where the site that is linted has one and its address is known.
func explain(problems []problem.Problem, r *generate.Result) {
	if r.Site == nil || r.Config.BaseURL == "" {
		return
	}
	for i := range problems {
		section := rulesPage + "#" + strings.ToLower(problems[i].Rule)
		if _, ok := r.Site.Find(section); ok {
			problems[i].URL = strings.TrimSuffix(r.Config.BaseURL, "/") + section
		}
	}
}
