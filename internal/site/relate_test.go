package site

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

func TestRelatedArticlesShareARareFeature(t *testing.T) {
	content := fstest.MapFS{}
	put := func(name, front, body string) {
		text := "---\n" + front + "\n---\n" + body
		content[name] = &fstest.MapFile{Data: []byte(text)}
	}

	for i := range 40 { // a tag of all articles does not count
		put(fmt.Sprintf("many/a%02d.md", i), fmt.Sprintf("title: Number %d\ntags: [everything]", i), "Text.")
	}

	put("reader.md", "title: Fix a reader\ntags: [everything, reader]", "Text.")
	put("cards/clean.md", "title: Clean it\ntags: [reader]", "Text.")
	put("cards/driver.md", "title: Another driver", "See [the reader](../reader.md).")
	put("cards/reader.md", "title: Buy a reader", "Text.")

	s, problems := loadProblems(t, Source{Content: content}, Options{})
	if problems != nil {
		t.Fatal(problems)
	}

	target, ok := s.Find("/reader/")
	if !ok {
		t.Fatal("no page at /reader/")
	}

	var got []string
	for _, a := range s.First().Related(target.Article) {
		got = append(got, a.Path)
	}

	want := "/cards/clean/ /cards/driver/ /cards/reader/"
	if strings.Join(got, " ") != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
