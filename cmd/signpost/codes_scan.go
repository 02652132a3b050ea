package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/codes"
	"signpost/internal/codescan"
	"signpost/internal/problem"
	"signpost/internal/progress"
	"signpost/internal/rules"
)

// codeScanner is one run of "signpost codes scan".
type codeScanner struct {
	*program
	*registrySource
	pattern string
	exclude []string
	format  string
	strict  bool
	all     bool
}

func (p *program) codesScanCommand(source *registrySource) *cobra.Command {
	s := &codeScanner{program: p, registrySource: source}
	cmd := &cobra.Command{
		Use:   "scan DIR ...",
		Short: "Find the error codes in source code",
		Long: `scan finds the error codes of the site in source code. It reports codes that no
article explains, retired codes, other spellings, and codes that nothing uses.
Comments, tests and documents are listed separately and never fail.

A line with the words signpost:ignore, in a comment, is not reported. In a git
checkout, files that git ignores are left out.`,
		Args: command.Args("a folder or file of source code", 1, -1),
		RunE: func(cmd *cobra.Command, paths []string) error { return s.run(cmd.Context(), paths) },
	}

	cmd.Flags().StringVar(&s.pattern, "pattern", "",
		"regular `expression` that codes match (default: codes.pattern of the settings)")
	cmd.Flags().StringSliceVar(&s.exclude, "exclude", nil, "`pattern` of files and folders to leave out; repeatable")
	addFormatFlag(cmd.Flags(), &s.format, lintFormats)
	cmd.Flags().BoolVar(&s.strict, "strict", false, "also fail on warnings")
	addAllFlag(cmd.Flags(), &s.all)
	return cmd
}

func (s *codeScanner) run(ctx context.Context, paths []string) error {
	if err := s.checkFlags(); err != nil {
		return err
	}
	registry, err := s.read(ctx, s.program)
	if err != nil {
		return err
	}
	options, err := s.scanOptions(registry, paths)
	if err != nil {
		return err
	}

	line := progress.New(s.Stderr, s.Now)
	options.Progress = func(done, total int) { line.Show("scanning files", done, total) }
	result, err := codescan.Run(ctx, options)
	line.Clear()
	if err != nil {
		return err
	}

	problems := s.problems(result, registry)
	if err := s.print(result, registry, problems, s.sourceOf(options)); err != nil {
		return err
	}
	if problem.Failing(problems) || s.strict && len(problems) > 0 {
		return cli.ErrProblems
	}
	return nil
}

func (s *codeScanner) checkFlags() error {
	for _, pattern := range s.exclude {
		if err := codescan.CheckExclude(pattern); err != nil {
			return cli.Usagef("write a pattern such as legacy or src/*.gen.go", "--exclude %s: %v", pattern, err)
		}
	}
	if _, err := regexp.Compile(s.pattern); err != nil {
		return cli.Usagef("write a regular expression such as 'PAY-[0-9]{4}'", "--pattern: %v", err)
	}
	return cli.OneOf("format", s.format, lintFormats)
}

// scanOptions returns the options of a scan: the pattern of the codes, and what the site itself consists of.
func (s *codeScanner) scanOptions(registry *codes.Registry, paths []string) (codescan.Options, error) {
	o := codescan.Options{
		Registry: registry,
		Paths:    paths,
		Exclude:  s.exclude,
	}
	if s.pattern != "" {
		o.Pattern = regexp.MustCompile(`^(?:` + s.pattern + `)$`)
	}
	if s.site != nil {
		if re := s.site.Config.Codes.Regexp(); re != nil && s.pattern == "" {
			o.Pattern = re
		}
		o.Skip = []string{s.options.ContentDir(), filepath.Join(filepath.Dir(s.options.ConfigFile), "public")}
	}
	if len(registry.Codes) == 0 && o.Pattern == nil {
		return o, cli.WithHint(fmt.Errorf("the site has no error codes"),
			"explain a code in an article, or say with --pattern what codes look like")
	}
	return o, nil
}

// problems returns what is wrong, with the severities of the settings and links to the rules.
func (s *codeScanner) problems(r *codescan.Result, registry *codes.Registry) []problem.Problem {
	problems := r.Problems(registry, s.placeOf)
	if s.site != nil {
		problems = problem.ApplySeverities(problems, s.site.Config.Lint)
		addRuleLinks(problems, s.site)
	}
	return problems
}

// placeOf returns where a code is explained: the heading in its article or, without the content, the registry.
func (s *codeScanner) placeOf(e codes.Entry) problem.Place {
	if s.site == nil {
		return problem.Place{File: s.file}
	}
	target, ok := s.site.Site.Find(e.Path + "#" + e.Anchor)
	if !ok {
		return problem.Place{File: s.options.ContentDir()}
	}
	place := target.Place()
	place.File = filepath.ToSlash(filepath.Join(s.options.ContentDir(), filepath.FromSlash(place.File)))
	return place
}

// sourceOf returns a function that reads a file that was scanned or that belongs to the site.
func (s *codeScanner) sourceOf(o codescan.Options) problem.Source {
	return func(file string) []byte {
		text := o.Source(file)
		if text == nil && s.site != nil {
			text = s.site.Source(file)
		}
		return text
	}
}

// print writes the result in the format of the command line.
func (s *codeScanner) print(
	r *codescan.Result, registry *codes.Registry, problems []problem.Problem, source problem.Source,
) error {
	switch s.format {
	case "text":
	case "json":
		return r.WriteJSON(s.Stdout, registry, problems, source)
	default:
		tool := toolWith("signpost codes scan", codescan.Rules(), s.site)
		return writeForPrograms(s.Stdout, s.format, problems, source, tool)
	}

	report := problem.Report{Problems: problems, Source: source, All: s.all, AllWith: "--all"}
	if err := report.Write(s.Stdout); err != nil {
		return err
	}
	s.printElsewhere(r, len(problems) > 0)
	s.printSummary(r, registry)
	summary := problem.Summary{Problems: problems, Rules: rules.All(), Width: terminalWidth(s.Stderr), All: s.all}
	return summary.Write(s.Stderr)
}

// maxElsewhere is the number of codes outside of the product that are shown without --all.
const maxElsewhere = 10

// printElsewhere lists what would be a problem, but is in a comment, a test or a document. separate is set if problems
// were printed before.
func (s *codeScanner) printElsewhere(r *codescan.Result, separate bool) {
	rows := r.Elsewhere()
	if len(rows) == 0 {
		return
	}

	if separate {
		fmt.Fprintln(s.Stdout)
	}
	fmt.Fprintln(s.Stdout, "in comments, tests and documents, which does not fail:")
	w := tabwriter.NewWriter(s.Stdout, 0, 0, 2, ' ', 0)
	for i, row := range rows {
		if i == maxElsewhere && !s.all {
			break
		}
		file, line := cli.Printable(filepath.ToSlash(row.First.File)), row.First.Line
		fmt.Fprintf(w, "    %s\t%s\t%s\t%s:%d\n", row.Code, row.State, counts(row), file, line)
	}
	_ = w.Flush() // Stdout remembers its errors
	if rest := len(rows) - maxElsewhere; rest > 0 && !s.all {
		fmt.Fprintf(s.Stdout, "    and %d more (--all shows all)\n", rest)
	}
}

// counts returns how often a code is in each area: "2 comments, 1 test".
func counts(row codescan.Row) string {
	var parts []string
	for p := codescan.Product + 1; int(p) < len(row.Counts); p++ {
		if n := row.Counts[p]; n > 0 {
			parts = append(parts, "in "+cli.Count(n, p.String()))
		}
	}
	return strings.Join(parts, ", ")
}

// printSummary says what was scanned and what was not.
func (s *codeScanner) printSummary(r *codescan.Result, registry *codes.Registry) {
	used := len(registry.Codes) - len(slices.DeleteFunc(slices.Clone(registry.Codes), func(e codes.Entry) bool {
		return r.Count(e.Code, codescan.Product) > 0
	}))
	fmt.Fprintf(s.Stderr, "scanned %s (%s); %d of %s used\n",
		cli.Count(r.Files, "file"), size(r.Bytes), used, cli.Count(len(registry.Codes), "documented code"))
	writeSkipped(s.Stderr, r)
	if r.IsBroad {
		fmt.Fprintln(s.Stderr,
			"the pattern of codes also matches words such as UTF-8: only words that begin like a documented code count")
	}
	if r.More > 0 {
		fmt.Fprintf(s.Stderr, "%d more uses are not shown\n", r.More)
	}
}

func writeSkipped(w io.Writer, r *codescan.Result) {
	var parts []string
	for _, part := range []struct {
		n    int
		text string
	}{
		{r.Binary, "binary"},
		{r.Large, fmt.Sprintf("larger than %d MB", codescan.MaxSize>>20)},
		{r.Minified, "minified"},
		{r.Generated, "that declare codes (constants, codes.json)"},
	} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.text))
		}
	}
	if len(parts) > 0 {
		fmt.Fprintln(w, "left out:", strings.Join(parts, ", "))
	}
}

// size returns a number of bytes for people.
func size(n int64) string {
	if n < 1_000_000 {
		return fmt.Sprintf("%.1f KB", float64(n)/1e3)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}
