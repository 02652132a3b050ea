package site

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

func TestRelatedArticlesShareSomethingRare(t *testing.T) {
	content := fstest.MapFS{}
	put := func(name, front, body string) {
		content[name] = &fstest.MapFile{Data: []byte("---\n" + front + "\n---\n" + body)}
	}
	for i := range 40 { // a tag that they all have says nothing
		put(fmt.Sprintf("many/a%02d.md", i), fmt.Sprintf("title: Number %d\ntags: [everything]", i), "Text.")
	}
	put("reader.md", "title: Mend a reader\ntags: [everything, reader]", "Text.")
	put("cards/clean.md", "title: Clean it\ntags: [reader]", "Text.")
	put("cards/driver.md", "title: Another driver", "See [the reader](../reader.md).")
	put("cards/reader.md", "title: Buy a reader", "Text.")
	s, problems, err := Load(t.Context(), Source{Content: content}, Options{})
	if err != nil || problems != nil {
		t.Fatal(err, problems)
	}
	target, ok := s.Find("/reader/")
	if !ok {
		t.Fatal("no reader")
	}
	var got []string
	for _, a := range s.Related(target.Article) {
		got = append(got, a.Path)
	}
	if want := "/cards/clean/ /cards/driver/ /cards/reader/"; strings.Join(got, " ") != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
