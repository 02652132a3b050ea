package themes_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/search"
	"signpost/internal/site"
	"signpost/internal/testkit/corpus"
)

var update = flag.Bool("update", false, "update the golden file")

const golden = "testdata/search.golden"

// The queries in the golden file have the same results in Go and in the browser. A query such as
// "role [in smartcards]" searches in a collection.
func TestGolden(t *testing.T) {
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}

	var queries []string
	for line := range strings.Lines(string(want)) {
		if query, ok := strings.CutPrefix(strings.TrimSpace(line), "? "); ok {
			queries = append(queries, query)
		}
	}

	files := buildSample(t)
	inGo := format(queries, searchInGo(t, files, queries))
	if *update {
		if err := os.WriteFile(golden, []byte(inGo), 0o666); err != nil {
			t.Fatal(err)
		}

		want = []byte(inGo)
	}

	if diff := cmp.Diff(string(want), inGo); diff != "" {
		t.Errorf("Go (-want +got), run with -update to update the file:\n%s", diff)
	}

	inBrowser := format(queries, searchInBrowser(t, files, queries))
	if diff := cmp.Diff(string(want), inBrowser); diff != "" {
		t.Errorf("browser (-want +got):\n%s", diff)
	}
}

// format returns queries and results in the format of the golden file.
func format(queries []string, results [][]string) string {
	var b strings.Builder
	for i, query := range queries {
		fmt.Fprintf(&b, "? %s\n", query)
		for _, result := range results[i] {
			fmt.Fprintf(&b, "  %s\n", result)
		}
	}

	return b.String()
}

func TestGoAndBrowserAgreeOnManyShards(t *testing.T) {
	content, expected := corpus.Centre(6000)
	s, _, err := site.Load(t.Context(), site.Source{Content: content}, site.Options{})
	if err != nil {
		t.Fatal(err)
	}

	files := build(t, s)

	const complete = 200
	var queries []string
	for _, q := range expected[:complete] {
		queries = append(queries, q.Text)
	}

	for _, q := range expected[:complete] { // not yet typed completely
		letters := []rune(q.Text)
		queries = append(queries, string(letters[:len(letters)*6/10]))
	}

	for i := range 20 { // more words than the search looks up
		queries = append(queries, expected[i].Text+" "+expected[i+1].Text+" "+expected[i+2].Text)
	}

	inGo := searchInGo(t, files, queries)
	inBrowser := searchInBrowser(t, files, queries)
	first := 0
	for i, query := range queries {
		if !slices.Equal(inGo[i], inBrowser[i]) {
			t.Errorf("results of %q in Go\n%q\nand in the browser\n%q", query, inGo[i], inBrowser[i])
		}

		if i < complete && len(inGo[i]) > 0 && strings.HasPrefix(inGo[i][0], expected[i].Want+" | ") {
			first++
		}
	}

	if first < complete/2 {
		t.Errorf("only %d of %d queries have the expected section first", first, complete)
	}
}

func searchInGo(t *testing.T, files builtSite, queries []string) [][]string {
	t.Helper()
	first := ""
	for name := range files {
		if strings.HasPrefix(name, "/search/index.idx") {
			first = name
		}
	}

	s, err := search.Open(first, func(name string) ([]byte, error) { return files[name], nil })
	if err != nil {
		t.Fatal(err)
	}

	results := make([][]string, len(queries))
	for i, query := range queries {
		text, collection := splitQuery(query)
		found, err := s.SearchIn(t.Context(), collection, text, 10)
		if err != nil {
			t.Fatal(err)
		}

		for _, r := range found {
			results[i] = append(results[i], r.URL+" | "+r.Excerpt)
		}
	}

	return results
}

func searchInBrowser(t *testing.T, files builtSite, queries []string) [][]string {
	t.Helper()
	tab := newTab(t)
	tab.open(serve(t, files, nil) + "/search/")
	results := make([][]string, len(queries))
	for i, query := range queries {
		text, collection := splitQuery(query)
		call := `signpost.search(` + quoted(text) + `, 10, ` + quoted(collection) + `)`
		found := value[[]string](tab, call+`.then(r => r.map(x => x.url + " | " + x.excerpt))`)
		if len(found) > 0 {
			results[i] = found
		}
	}

	return results
}

// splitQuery separates the collection from a query.
func splitQuery(query string) (text, collection string) {
	text, collection, _ = strings.Cut(strings.TrimSuffix(query, "]"), " [in ")
	return text, collection
}
