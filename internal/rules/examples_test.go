package rules_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"signpost/internal/generate"
	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/site"
)

// exampleDay is the day on which the examples are read.
var exampleDay = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// TestExamples builds the site of each example with lint, and compares the problems of its rule with the comments in
// the files. With SIGNPOST_UPDATE set, it replaces the texts of problems that were reworded.
func TestExamples(t *testing.T) {
	for _, rule := range rules.All() {
		files := readExample(t, baseName(rule))
		if files == nil {
			continue
		}

		t.Run(rule.Name, func(t *testing.T) {
			t.Parallel()

			want, got := expected(files), problemsOf(t, rule, files)
			diff := cmp.Diff(want, got)
			if diff == "" {
				return
			}

			t.Errorf("problems differ (-want +got):\n%s", diff)
			if os.Getenv("SIGNPOST_UPDATE") != "" {
				updateTexts(t, baseName(rule), want, got)
			}
		})
	}
}

// baseName returns the name of the files of a rule, without extension.
func baseName(r problem.Rule) string { return strings.ReplaceAll(r.Name, "-", "") }

// readExample returns the files of an example by name, or nil. The comment of an archive has the empty name.
func readExample(t *testing.T, base string) map[string][]byte {
	t.Helper()
	if article, err := os.ReadFile(filepath.Join("testdata", base+".md")); err == nil {
		return map[string][]byte{"content/" + base + ".md": article}
	}

	archive, err := txtar.ParseFile(filepath.Join("testdata", base+".txtar"))
	if os.IsNotExist(err) {
		return nil
	}

	if err != nil {
		t.Fatal(err)
	}

	files := map[string][]byte{"": archive.Comment}
	for _, f := range archive.Files {
		files[f.Name] = f.Data
	}

	return files
}

// readExampleArticle returns the article of an example that has only one.
func readExampleArticle(tb testing.TB, base string) []byte {
	tb.Helper()
	article, err := os.ReadFile(filepath.Join("testdata", base+".md"))
	if err != nil {
		tb.Fatal(err)
	}

	return article
}

// problemsOf returns the problems of one rule, sorted, a line each: "file:line:column: text".
func problemsOf(t *testing.T, rule problem.Rule, files map[string][]byte) []string {
	t.Helper()
	dir := t.TempDir()
	result := load(t, dir, rule, files)

	var got []string
	for _, p := range result.Problems {
		if p.Rule == rule.ID {
			got = append(got, line(p, dir))
		}
	}

	slices.Sort(got)
	return got
}

// load writes the site of an example to a folder and loads it with lint.
func load(t *testing.T, dir string, rule problem.Rule, files map[string][]byte) *generate.Result {
	t.Helper()
	write(t, filepath.Join(dir, "config.yaml"), fmt.Appendf(nil, "title: Help\nlint: {%s}\n", enable(rule)))
	for name, data := range files {
		if name != "" {
			write(t, filepath.Join(dir, filepath.FromSlash(name)), data)
		}
	}

	result, err := generate.Load(t.Context(), generate.Options{
		Options: site.Options{
			Lint: true,
			Now:  exampleDay,
		},
		ConfigFile: filepath.Join(dir, "config.yaml"),
	})

	if err != nil {
		t.Fatal(err)
	}

	return result
}

// enable returns the setting that turns a rule on, if it needs one.
func enable(rule problem.Rule) string {
	if rule.Severity == problem.Off {
		return rule.ID + ": warning"
	}

	return ""
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}

	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

func line(p problem.Problem, dir string) string {
	prefix := filepath.ToSlash(dir) + "/"
	file := strings.TrimPrefix(filepath.ToSlash(p.File), prefix)

	return fmt.Sprintf("%s:%d:%d: %s", file, p.Line, p.Column, strings.ReplaceAll(p.Text, prefix, ""))
}

// updateTexts replaces the expected texts of problems that have another text at the same place.
func updateTexts(t *testing.T, base string, want, got []string) {
	t.Helper()
	for _, name := range glob(t, filepath.Join("testdata", base+".*")) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}

		for _, w := range want {
			for _, g := range got {
				place, text := splitPlace(w)
				if samePlace, newText := splitPlace(g); samePlace == place && !slices.Contains(got, w) {
					data = bytes.ReplaceAll(data, []byte(": "+text), []byte(": "+newText))
				}
			}
		}

		write(t, name, data)
	}
}

// splitPlace splits a line of problemsOf after the column.
func splitPlace(line string) (place, text string) {
	place, text, _ = strings.Cut(line, ": ")
	return place, text
}

// A comment expects a problem in the line after it and other such comments, or in one of the following lines. The
// column is 0 if the problem is about a whole line, and the place is "file" if it is about a whole file:
//
//	<!-- want 5: the text -->
//	<!-- want +2 5: the text -->
//	# want file: the text
var wantComment = regexp.MustCompile(
	`^[ >]*(?:<!--|#|/\*) want (?:\+([0-9]+) )?([0-9]+|file): (.*?)(?: -->| \*/)?$`)

// In the comment of an archive, a line expects a problem in a file that cannot contain comments.
var wantLine = regexp.MustCompile(`(?m)^want ([^ :]+):(?:([0-9]+):)?(?:([0-9]+):)? (.*)$`)

// expected returns the problems that the files of an example expect, like problemsOf.
func expected(files map[string][]byte) []string {
	var want []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		want = append(want, expectedIn(name, files[name])...)
	}

	for _, m := range wantLine.FindAllSubmatch(files[""], -1) {
		line, _ := strconv.Atoi(string(m[2]))
		column, _ := strconv.Atoi(string(m[3]))
		want = append(want, fmt.Sprintf("%s:%d:%d: %s", m[1], line, column, m[4]))
	}

	slices.Sort(want)
	return want
}

func expectedIn(name string, data []byte) []string {
	var want []string
	var pending [][][]byte
	for i, text := range bytes.Split(data, []byte("\n")) {
		if m := wantComment.FindSubmatch(text); m != nil {
			pending = append(pending, m)
			continue
		}

		for _, m := range pending {
			want = append(want, expectation(name, i+1, m))
		}

		pending = nil
	}

	return want
}

func expectation(name string, line int, m [][]byte) string {
	if string(m[2]) == "file" {
		return fmt.Sprintf("%s:0:0: %s", name, m[3])
	}

	skipped, _ := strconv.Atoi(string(m[1]))
	return fmt.Sprintf("%s:%d:%s: %s", name, line+skipped, m[2], m[3])
}
