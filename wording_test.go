package signpost

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const glossary = "docs/glossary.md"

// The words that the glossary rejects appear nowhere else, except in articles for readers: those are everyday English,
// and have lint rules of their own.
func TestGlossary(t *testing.T) {
	rejected := rejectedWords(t)
	for _, name := range trackedFiles(t) {
		if name == glossary || isArticleForReaders(name) || !isProse(name) {
			continue
		}
		number := 0
		for line := range strings.Lines(readFile(t, name)) {
			number++
			if word := rejected.FindString(line); word != "" {
				t.Errorf("%s:%d: %q: see %s", name, number, word, glossary)
			}
		}
	}
}

func isArticleForReaders(name string) bool {
	return strings.HasPrefix(name, "content/") && !strings.HasPrefix(name, "content/support/")
}

// isProse reports whether a file is written by the project: code and documents, but no data of other projects.
func isProse(name string) bool {
	if strings.Contains(name, "/testdata/spec/") {
		return false
	}
	written := []string{".go", ".ts", ".css", ".html", ".md", ".yaml", ".yml", ".txt"}
	return slices.Contains(written, path.Ext(name)) || strings.HasPrefix(name, ".ci/") || name == "Makefile"
}

// rejectedWords reads the first column of the last table of the glossary.
func rejectedWords(t *testing.T) *regexp.Regexp {
	t.Helper()
	_, table, found := strings.Cut(readFile(t, glossary), "| not | but |\n| --- | --- |\n")
	if !found {
		t.Fatalf("%s has no table of words", glossary)
	}

	var words []string
	for line := range strings.Lines(table) {
		cells := strings.Split(line, "|")
		if len(cells) < 3 {
			break
		}
		for word := range strings.SplitSeq(cells[1], ",") {
			words = append(words, regexp.QuoteMeta(strings.TrimSpace(word)))
		}
	}
	if len(words) < 10 {
		t.Fatalf("%s rejects only %d words", glossary, len(words))
	}
	return regexp.MustCompile(`(?i)\b(` + strings.Join(words, "|") + `)\b`)
}
