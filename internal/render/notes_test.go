package render

import (
	"testing"
	"testing/fstest"

	"signpost/internal/site"
	"signpost/themes"
)

// On the page of a code a note is where it was first referred to: on the page itself, or in the article.
func TestNotesOnTheCodesPage(t *testing.T) {
	content := fstest.MapFS{"cards/resolve.md": {Data: []byte("---\ntitle: Resolve\n---\nFirst.[^1]\n\n[^1]: A note.\n\n[^2]: Another.\n\n" +
		"## Gone {#gone code=ID-201}\n\nAgain.[^1] New.[^2]\n")}}

	s, problems, err := site.Load(t.Context(), site.Source{Content: content}, site.Options{})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}

	all := parsed(t, s, settings(), themes.Default())
	links(t, all["e/id-201/index.html"], ".text a", "href", "../../cards/resolve/#sp:note-1", "#sp:note-2", "#sp:ref-2")
	links(t, all["cards/resolve/index.html"], ".text sup a", "href", "#sp:note-1", "#sp:note-1", "#sp:note-2")
}
