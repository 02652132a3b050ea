package rules_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/problem"
	"signpost/internal/rules"
)

// rangesFile lists the text that an editor underlines for each problem of the examples.
const rangesFile = "testdata/ranges/ranges.txt"

// TestRanges compares the ranges of the problems in all examples with a list. With SIGNPOST_UPDATE set, it writes the
// list.
func TestRanges(t *testing.T) {
	var got bytes.Buffer
	for _, rule := range rules.All() {
		files := readExample(t, baseName(rule))
		if files == nil {
			continue
		}

		fmt.Fprintf(&got, "%s %s\n", rule.ID, rule.Name)
		for _, text := range underlined(t, rule, files) {
			fmt.Fprintf(&got, "    %s\n", text)
		}
	}

	if os.Getenv("SIGNPOST_UPDATE") != "" {
		if err := os.WriteFile(rangesFile, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}

	want, err := os.ReadFile(rangesFile)
	if err != nil {
		t.Fatal(err)
	}

	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Error(diff)
	}
}

// underlined returns the texts in the ranges of the problems of a rule, without duplicates. It checks that each range
// is in its file, and that only a problem of a whole file has none.
func underlined(t *testing.T, rule problem.Rule, files map[string][]byte) []string {
	t.Helper()
	dir := t.TempDir()
	result := load(t, dir, rule, files)
	source := func(file string) []byte {
		text, _ := os.ReadFile(file)
		return text
	}

	texts := map[string]bool{}
	for _, p := range problem.WithRanges(result.Problems, source) {
		if p.Rule != rule.ID {
			continue
		}

		text, err := textOf(p, source(p.File))
		if err != nil {
			t.Errorf("%s: %v: %+v", rule.Name, err, p)
		}

		name, _ := filepath.Rel(dir, p.File)
		texts[fmt.Sprintf("%s: %q", filepath.ToSlash(name), problem.Shorten(text, 60))] = true
	}

	return slices.Sorted(maps.Keys(texts))
}

// textOf returns the text in the range of a problem, or an error if the range is not in the file.
func textOf(p problem.Problem, source []byte) (string, error) {
	if p.Line == 0 {
		if p.Column+p.EndLine+p.EndColumn > 0 {
			return "", fmt.Errorf("a whole file has no range")
		}

		return "", nil
	}

	lines := strings.Split(strings.TrimPrefix(string(source), "\uFEFF"), "\n")
	if p.EndLine < p.Line || p.EndLine > len(lines) {
		return "", fmt.Errorf("the file has %d lines", len(lines))
	}

	first, last := lines[p.Line-1], lines[p.EndLine-1]
	if p.Column < 1 || p.Column > len(first)+1 || p.EndColumn < 1 || p.EndColumn > len(last)+1 {
		return "", fmt.Errorf("the range is not in the line")
	}

	if p.EndLine == p.Line {
		if p.EndColumn <= p.Column && strings.TrimSpace(first) != "" {
			return "", fmt.Errorf("the range is empty")
		}

		return first[p.Column-1 : p.EndColumn-1], nil
	}

	lines = slices.Clone(lines[p.Line-1 : p.EndLine])
	lines[len(lines)-1] = last[:p.EndColumn-1]
	lines[0] = first[p.Column-1:]

	return strings.Join(lines, "\n"), nil
}
