package themes_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chromedp/chromedp"
	"github.com/rogpeppe/go-internal/txtar"

	"signpost/internal/bundle"
	"signpost/internal/config"
	"signpost/internal/problem"
	"signpost/internal/render"
	"signpost/internal/search"
	"signpost/internal/site"
	"signpost/internal/testkit/browser"
	"signpost/themes"
)

// centre is the help centre of testdata, as files by their addresses.
type centre map[string][]byte

func settings() *config.Config {
	return &config.Config{
		Title:    "Smartcard help",
		Language: "en-GB",
		Contact:  config.Contact{Email: "help@help.example"},
		Logo:     config.Logo{File: "smartcards/look.svg"},
		Footer:   []config.Link{{Text: "Roles", URL: "/smartcards/add-a-role/"}, {Text: "Status", URL: "https://status.example/"}},
		Feedback: config.Feedback{Endpoint: "/answers", Email: "answers@help.example"},
		Search:   config.Search{Synonyms: [][]string{{"position", "role"}, {"ra", "registration authority"}, {"log in", "sign in"}, {"swipe thing", "profile"}}},
	}
}

func build(t *testing.T) centre {
	t.Helper()
	return siteFiles(t, load(t))
}

// siteFiles builds a site.
func siteFiles(t *testing.T, s *site.Site) centre {
	t.Helper()
	cfg := settings()
	assets, err := bundle.Build(themes.Default())
	if err != nil {
		t.Fatal(err)
	}
	index, err := search.Index(t.Context(), s, cfg)
	if err != nil {
		t.Fatal(err)
	}
	theme, err := render.ParseTheme(themes.Default())
	if err != nil {
		t.Fatal(err)
	}
	pages := theme.Pages(s, cfg, render.Assets{Style: assets.Style, Script: assets.Script, Lists: assets.Lists, Icon: assets.Icon, Search: assets.Search, Index: "/" + search.FirstFile})
	files := centre{}
	for _, f := range index {
		files["/"+f.Path] = f.Data
	}
	for _, p := range pages {
		if files["/"+p.Path], err = p.Render(); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range assets.Files {
		files["/"+f.Path] = f.Data
	}
	files["/codes.json"] = s.Registry.Encode()
	for _, p := range s.Pictures {
		files[p.Path] = p.Data
	}
	return files
}

func load(t *testing.T) *site.Site {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/centre.txtar")
	if err != nil {
		t.Fatal(err)
	}
	content := fstest.MapFS{}
	for _, f := range archive.Files {
		content[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	s, problems, err := site.Load(t.Context(), site.Source{Content: content, Config: settings()}, site.Options{})
	if err != nil || problem.Failing(problems) {
		t.Fatal(err, problems)
	}
	return s
}

// ServeHTTP answers as a careful host would.
func (c centre) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Path
	if strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	w.Header().Set("Content-Security-Policy", "default-src 'self'; require-trusted-types-for 'script'")
	status, data := http.StatusOK, c[name]
	if data == nil {
		status, name, data = http.StatusNotFound, "/404.html", c["/404.html"]
	}
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	w.WriteHeader(status)
	_, _ = w.Write(data)
}

// start serves the help centre; handlers answer instead at the addresses that they are for.
func start(t *testing.T, handlers map[string]http.HandlerFunc) string {
	t.Helper()
	files := build(t)
	server := httptest.NewServer(except(handlers, files.ServeHTTP))
	t.Cleanup(server.Close)
	return server.URL
}

// except lets handlers answer at the addresses that begin as they say, and otherwise at all others.
func except(handlers map[string]http.HandlerFunc, otherwise http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for prefix, handler := range handlers {
			if strings.HasPrefix(r.URL.Path, prefix) {
				handler(w, r)
				return
			}
		}
		otherwise(w, r)
	})
}

func do(ctx context.Context, t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

func value[T any](ctx context.Context, t *testing.T, expression string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// untroubled holds that nothing went wrong in the tab, besides what is expected.
func untroubled(ctx context.Context, t *testing.T, expected ...string) {
	t.Helper()
	for _, trouble := range browser.Troubles(ctx) {
		known := false
		for _, e := range expected {
			known = known || strings.Contains(trouble, e)
		}
		if !known {
			t.Errorf("in the browser: %s", trouble)
		}
	}
}

func gzipped(t *testing.T, data []byte) int {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// quoted writes a text as JavaScript.
func quoted(s string) string {
	data, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always marshals
	}
	return string(data)
}

func TestStringsAreDeclaredForTheScript(t *testing.T) {
	declared, err := os.ReadFile("default/assets/strings.d.ts")
	if err != nil {
		t.Fatal(err)
	}
	words, err := os.ReadFile("default/strings.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, script, found := strings.Cut(string(words), "\nscript:\n")
	if !found {
		t.Fatal("strings.yaml has no words for the script")
	}
	for line := range strings.Lines(script) {
		key, _, _ := strings.Cut(strings.TrimSpace(line), ":")
		if key != "" && !strings.Contains(string(declared), "readonly "+key+": string;") {
			t.Errorf("strings.d.ts does not declare %q", key)
		}
	}
}
