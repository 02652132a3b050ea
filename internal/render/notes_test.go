package render

import (
	"testing"
	"testing/fstest"

	"signpost/internal/site"
	"signpost/themes"
)

const articleWithNotes = `---
title: Resolve
---
First.[^1]

[^1]: A note.

[^2]: Another.

## Gone {#gone code=ID-201}

Again.[^1] New.[^2]
`

// A note is in the section that first refers to it: on the page of the code, or only in the article.
func TestNotesOnPageOfCode(t *testing.T) {
	content := fstest.MapFS{"cards/resolve.md": {Data: []byte(articleWithNotes)}}
	s, problems, err := site.Load(t.Context(), site.Source{Content: content}, site.Options{})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}

	all := parsePages(t, s.First(), settings(), themes.Default())
	checkAttr(t, all["e/id-201/index.html"], ".text a", "href",
		"../../cards/resolve/#sp:note-1",
		"#sp:note-2",
		"#sp:ref-2",
		"../../contact/?about=id-201",
	)

	checkAttr(t, all["cards/resolve/index.html"], ".text sup a", "href",
		"#sp:note-1",
		"#sp:note-1",
		"#sp:note-2",
	)
}
