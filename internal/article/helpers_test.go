package article

import (
	"strings"
	"testing"

	"signpost/internal/markdown"
	"signpost/internal/problem"
)

// parseBody parses Markdown without front matter, in which there must be no problem. It returns the first section and
// its HTML, in which links lead to their destination.
func parseBody(t *testing.T, opts Options, lines ...string) (*Section, string) {
	t.Helper()
	a, problems := Parse("a.md", []byte(titled+strings.Join(lines, "\n")+"\n"), opts)
	for _, p := range problems {
		t.Errorf("unexpected problem: %s", p)
	}

	s := &a.Sections[0]

	return s, renderLinked(&s.Body)
}

// titled is front matter.
const titled = "---\ntitle: T\n---\n"

// renderLinked renders HTML in which links lead to their destination.
func renderLinked(html *markdown.HTML) string {
	for i := range html.Links {
		html.Links[i].Target = html.Links[i].Dest
	}

	return string(html.Append(nil, func(target string) string { return target }))
}

// problemsOf returns the problems of Markdown, a line each.
func problemsOf(t *testing.T, src string, opts Options) string {
	t.Helper()
	return fileProblems(t, titled+src, opts)
}

// fileProblems returns the problems of a file, a line each. Every problem must have a hint.
func fileProblems(t *testing.T, src string, opts Options) string {
	t.Helper()
	_, problems := Parse("a.md", []byte(src), opts)
	var lines []string
	for _, p := range problem.Sort(problems) {
		lines = append(lines, p.String())
		if p.Hint == "" {
			t.Errorf("no hint: %s", p)
		}
	}

	return strings.Join(lines, "\n")
}
