package themes_test

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"signpost/internal/search"
	"signpost/internal/site"
	"signpost/internal/testkit/browser"
	"signpost/internal/testkit/corpus"
)

var update = flag.Bool("update", false, "write what is found into the golden file")

const golden = "testdata/search.golden"

// The queries of the golden file find the same sections in the same order in Go and in the browser. "? role [in smartcards]" asks a collection.
func TestGolden(t *testing.T) {
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	var queries []string
	for line := range strings.Lines(string(want)) {
		if query, isQuery := strings.CutPrefix(strings.TrimSpace(line), "? "); isQuery {
			queries = append(queries, query)
		}
	}
	files := build(t)
	inGo := written(queries, askGo(t, files, queries))
	if *update {
		if err := os.WriteFile(golden, []byte(inGo), 0o666); err != nil {
			t.Fatal(err)
		}
		want = []byte(inGo)
	}
	if diff := cmp.Diff(string(want), inGo); diff != "" {
		t.Errorf("Go (-want +got), -update writes the file anew:\n%s", diff)
	}
	if diff := cmp.Diff(string(want), written(queries, askBrowser(t, files, queries))); diff != "" {
		t.Errorf("the browser (-want +got):\n%s", diff)
	}
}

func written(queries []string, found [][]string) string {
	var b strings.Builder
	for i, query := range queries {
		fmt.Fprintf(&b, "? %s\n", query)
		for _, address := range found[i] {
			fmt.Fprintf(&b, "  %s\n", address)
		}
	}
	return b.String()
}

// An index in many files is read alike as well.
func TestGoAndBrowserAgreeOnManyShards(t *testing.T) {
	content, asked := corpus.Centre(6000)
	s, _, err := site.Load(t.Context(), site.Source{Content: content}, site.Options{})
	if err != nil {
		t.Fatal(err)
	}
	files := siteFiles(t, s)
	var queries []string
	right, short := 0, asked[:200]
	for _, q := range short {
		queries = append(queries, q.Text)
	}
	for _, q := range short { // as it is being typed
		letters := []rune(q.Text)
		queries = append(queries, string(letters[:len(letters)*6/10]))
	}
	for i := range 20 { // more words than are looked up
		queries = append(queries, asked[i].Text+" "+asked[i+1].Text+" "+asked[i+2].Text)
	}
	inGo, inBrowser := askGo(t, files, queries), askBrowser(t, files, queries)
	for i, query := range queries {
		if !slices.Equal(inGo[i], inBrowser[i]) {
			t.Errorf("%q finds in Go\n%q\nand in the browser\n%q", query, inGo[i], inBrowser[i])
		}
		if i < len(short) && len(inGo[i]) > 0 && strings.HasPrefix(inGo[i][0], asked[i].Want+" | ") {
			right++
		}
	}
	if right < len(short)/2 {
		t.Errorf("only %d of %d queries find their section first", right, len(short))
	}
}

func askGo(t *testing.T, files centre, queries []string) [][]string {
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
	found := make([][]string, len(queries))
	for i, query := range queries {
		text, collection := within(query)
		results, err := s.SearchIn(t.Context(), collection, text, 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range results {
			found[i] = append(found[i], r.URL+" | "+r.Excerpt)
		}
	}
	return found
}

func askBrowser(t *testing.T, files http.Handler, queries []string) [][]string {
	t.Helper()
	server := httptest.NewServer(files)
	t.Cleanup(server.Close)
	ctx := browser.New(t)
	do(ctx, t, chromedp.Navigate(server.URL+"/search/"))
	found := make([][]string, len(queries))
	for i, query := range queries {
		found[i] = ask(ctx, t, query)
	}
	return found
}

// within takes the collection out of a query.
func within(query string) (text, collection string) {
	text, collection, _ = strings.Cut(strings.TrimSuffix(query, "]"), " [in ")
	return text, collection
}

func ask(ctx context.Context, t *testing.T, query string) []string {
	t.Helper()
	text, collection := within(query)
	urls := value[[]string](ctx, t, `signpost.search(`+quoted(text)+`, 10, `+quoted(collection)+`).then(r => r.map(x => x.url + " | " + x.excerpt))`)
	if len(urls) == 0 {
		return nil
	}
	return urls
}
