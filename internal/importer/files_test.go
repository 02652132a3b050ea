package importer

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// read returns a centre with the content of Zendesk files.
func read(t *testing.T, language string, files ...string) *Centre {
	t.Helper()
	c := &Centre{Language: language}
	for _, data := range files {
		if err := c.Read("zendesk", []byte(data)); err != nil {
			t.Fatal(err)
		}
	}

	return c
}

func mustFiles(t *testing.T, c *Centre) map[string][]byte {
	t.Helper()
	files, err := c.Files(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	return files
}

func TestLanguages(t *testing.T) {
	const articles = `{"articles": [
		{"id": 1, "locale": "cy"}, {"id": 2, "locale": "cy"}, {"id": 3, "locale": "en-us"}, {"id": 4, "locale": "fr"}
	]}`

	for _, test := range []struct {
		language string
		want     []string
	}{
		{"de", []string{"cy", "en-us", "fr"}},
		{"fr", []string{"fr", "cy", "en-us"}},
		{"en-GB", []string{"en-us", "cy", "fr"}},
	} {
		got := read(t, test.language, articles).Languages()
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", test.language, diff)
		}
	}
}

func TestMissingPages(t *testing.T) {
	c := read(t, "en",
		`{"page": 1, "page_count": 3, "articles": [{"id": 1}]}`,
		`{"page": 3, "page_count": 3, "articles": [{"id": 2}]}`,
		`{"page": 1, "page_count": 1, "sections": [{"id": 3}]}`,
	)

	if diff := cmp.Diff([]string{"1 of 3 pages"}, c.Missing()); diff != "" {
		t.Error(diff)
	}
}

func TestFileNamesAreUnique(t *testing.T) {
	c := read(t, "en", `{
		"articles": [
			{"id": 1, "title": "Cards", "section_id": 7},
			{"id": 2, "title": "Same", "section_id": 7},
			{"id": 3, "title": "Same", "section_id": 7},
			{"id": 4, "title": "Index", "section_id": 7},
			{"id": 5, "title": "???"}
		],
		"sections": [{"id": 7, "name": "Basics"}, {"id": 8, "name": "Cards", "parent_section_id": 7}]
	}`)

	want := []string{
		"articles/article.md",
		"basics/cards-2.md",
		"basics/cards/index.md",
		"basics/index-2.md",
		"basics/index.md",
		"basics/same-2.md",
		"basics/same.md",
	}

	got := slices.Sorted(maps.Keys(mustFiles(t, c)))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTranslationsHaveTheNameOfTheirOriginal(t *testing.T) {
	c := read(t, "en", `{"articles": [
		{"id": 1, "title": "Archebu", "locale": "cy"},
		{"id": 1, "title": "Order", "locale": "en"},
		{"id": 2, "title": "Ask", "locale": "en"}
	]}`)

	files := mustFiles(t, c)
	if text := string(files["cy/articles/order.md"]); !strings.Contains(text, "title: Archebu") {
		t.Errorf("files %v, text %q", slices.Sorted(maps.Keys(files)), text)
	}
}

func TestLinks(t *testing.T) {
	const body = "<a href='/hc/articles/2-Two#h'>a</a> <a href='/hc/sections/7'>s</a> <a href='/hc/forms'>f</a> " +
		"<a href='https://x.example/hc/articles/9'>m</a> <a href='https://other.example/a'>o</a>"
	c := read(t, "en", `{
		"articles": [
			{"id": 1, "title": "One", "section_id": 7,
				"html_url": "https://x.example/hc/articles/1-One", "body": "`+body+`"},
			{"id": 2, "title": "Two"}
		],
		"sections": [{"id": 7, "name": "Basics"}]
	}`)

	text := string(mustFiles(t, c)["basics/one.md"])

	for _, want := range []string{
		"[a](../articles/two.md#h)",
		"[s](index.md)",
		"[f](/hc/forms)",
		"[o](https://other.example/a)",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}

	want := map[string][]string{
		"/hc/forms":                       {"basics/one.md"},
		"https://x.example/hc/articles/9": {"basics/one.md"},
	}

	if diff := cmp.Diff(want, c.Report().OldLinks); diff != "" {
		t.Error(diff)
	}
}
