package render

import (
	"testing"
	"testing/fstest"

	"signpost/internal/site"
	"signpost/themes"
)

const glossaryOfPractice = `RA:
  explanation: The "team" <that> issues smartcards.
  article: cards/who.md
ODS: A code.
`

const articleWithWords = `---
title: The RA and ODS
---
Ask the RA, then the RA.

## No role {#no-role code=ID-201}

The RA adds it. **ODS**

### Check {#check}

The RA knows.

## Gone {#gone}

Your ODS code, and the RA.
`

// Each section marks the first use of a word, and the page lists the words once, below its text.
func TestWords(t *testing.T) {
	content := fstest.MapFS{
		"_glossary.yaml":   {Data: []byte(glossaryOfPractice)},
		"cards/resolve.md": {Data: []byte(articleWithWords)},
		"cards/who.md":     {Data: []byte("# Who\n\nThe RA, with an ODS code.\n")},
		"cards/index.md":   {Data: []byte("# Cards\n\nFrom the RA.\n")},
	}

	s, problems, err := site.Load(t.Context(), site.Source{Content: content}, site.Options{})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}

	all := parsePages(t, s.First(), settings(), themes.Default())
	for _, page := range all {
		checkIDs(t, page)
	}

	article := all["cards/resolve/index.html"]
	checkText(t, article, "a.term", "RA", "RA", "ODS", "RA")
	checkAttr(t, article, "a.term", "href", "#sp:word-1", "#sp:word-1", "#sp:word-2", "#sp:word-1")
	checkAttr(t, article, "a.term", "aria-describedby", "sp:word-1", "sp:word-1", "sp:word-2", "sp:word-1")
	checkText(t, article, ".notes dt", "RA", "ODS")
	checkText(t, article, ".notes dd", `The "team" <that> issues smartcards.`, "Who", "A code.")
	checkAttr(t, article, ".notes a", "href", "../who/")

	section := all["e/id-201/index.html"]
	checkText(t, section, "a.term", "RA")
	checkText(t, section, ".notes dt", "RA")

	checkText(t, all["cards/who/index.html"], "a.term", "ODS") // it is about the other word
	checkText(t, all["cards/index.html"], ".notes dt", "RA")
}
