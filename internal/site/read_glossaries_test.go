package site

import (
	"slices"
	"strings"
	"testing"
)

// Each language has its own glossary. A word can name an article, relative to the glossary.
func TestGlossaries(t *testing.T) {
	content := contentOf(
		"_glossary.yaml", "RA:\n  explanation: The team.\n  article: who.md\n",
		"who.md", "# Who\n\nThe RA.\n",
		"welsh.md", "---\ntitle: W\nlang: cy\n---\nRA.\n",
		"quiet.md", "---\ntitle: Q\nno_glossary: true\n---\nRA.\n",
		"cy/_glossary.yaml", "RA: Y tîm.\nODS:\n  explanation: Cod.\n  article: gone.md\n",
		"cy/who.md", "# Pwy\n\nRA, ODS.\n",
		"cards/_glossary.yaml", "RA: The team.\n",
		"cards/a.md", "# A\n\nRA.\n",
	)

	s, problems := loadProblems(t, Source{
		Content:   content,
		Language:  Language{Tag: "en"},
		Languages: []Language{{Tag: "cy"}},
	}, Options{Lint: true})

	want := []string{
		`cards/_glossary.yaml: warning SP043: no article shows or links to the file hint: move it`,
		`cy/_glossary.yaml:2: error SP020: the article "gone.md" does not exist`,
	}
	for _, text := range want {
		isReported := func(p string) bool { return strings.HasPrefix(p, text) }
		if !slices.ContainsFunc(problems, isReported) {
			t.Errorf("%q is not among %q", text, problems)
		}
	}

	if about := s.Editions[0].Glossary.Articles[0]; about == nil || about.File != "who.md" {
		t.Errorf("the article about RA is %v, want who.md", about)
	}

	for file, explanation := range map[string]string{
		"who.md":     "The team.",
		"welsh.md":   "",
		"quiet.md":   "",
		"cy/who.md":  "Y tîm.",
		"cards/a.md": "The team.",
	} {
		got := ""
		if g := s.GlossaryFor(s.files[file]); g != nil {
			word, _ := g.Lookup("RA")
			got = g.Words[word].Explanation
		}

		if got != explanation {
			t.Errorf("%s: RA is explained as %q, want %q", file, got, explanation)
		}
	}
}
