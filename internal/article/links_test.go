package article

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// aimed gives each link a target, and each picture a size and variants, as package site does.
func aimed(a *Article) {
	for i := range a.Sections {
		s := &a.Sections[i]
		for _, html := range []*HTML{&s.Heading, &s.Body} {
			for j := range html.Links {
				l := &html.Links[j]
				l.Target = fmt.Sprintf("/to/%d/%d/", i, j)
				if l.Picture {
					l.Image = &Image{400, 300, "image/webp", []Variant{{"/a-300.webp", 300}, {"/a-200.webp", 200}}, 640}
				}
			}
		}
	}
}

func TestLinksComeBackAsTheyWereSet(t *testing.T) {
	store, err := NewStore()
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	opts := snippets("a.md", "- x [y](z.md)\n")
	var reader Reader
	for round := range 2 { // the second is read into the memory of the first
		want, _ := Parse("cards/a.md", []byte(everything), opts)
		aimed(want)
		a, _ := store.Parse("cards/a.md", []byte(everything), opts)
		linked := new(Reader).Links(a)
		aimed(linked)
		a.SetLinks(linked)
		for _, s := range a.Sections {
			if len(s.Body.Links)+len(s.Heading.Links) > 0 {
				t.Errorf("%q still has its links in memory", s.Title)
			}
		}
		got, err := reader.HTML(a)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]any{want.File, want.Path, want.Front}, []any{got.File, got.Path, got.Front}); diff != "" {
			t.Error(diff)
		}
		for i := range want.Sections {
			w, g := &want.Sections[i], &got.Sections[i]
			if diff := cmp.Diff(shown(w), shown(g)); diff != "" {
				t.Errorf("round %d: %s", round, diff)
			}
		}
	}
	a, _ := Parse("a.md", []byte(everything), opts)
	if a.SetLinks(new(Reader).Links(a)); len(a.Sections[0].Body.Links) == 0 {
		t.Error("an article that is in no store has lost its links")
	}
}

// shown is what a page shows of a section.
func shown(s *Section) []any {
	same := func(target string) string { return target }
	return []any{s.Level, s.ID, s.Title, s.Aliases, s.Code, s.Line, s.Explanation, string(s.Heading.Append(nil, same)), string(s.Body.Append(nil, same))}
}
