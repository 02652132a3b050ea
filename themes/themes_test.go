package themes_test

import (
	"bytes"
	"compress/gzip"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"signpost/internal/bundle"
	"signpost/internal/config"
	"signpost/internal/problem"
	"signpost/internal/render"
	"signpost/internal/search"
	"signpost/internal/site"
	"signpost/themes"
)

// builtSite is a site as files by their addresses.
type builtSite map[string][]byte

func settings() *config.Config {
	return &config.Config{
		Title:    "Smartcard help",
		Language: "en-GB",
		Contact:  config.Contact{Email: "help@help.example"},
		Logo:     config.Logo{File: "smartcards/look.svg"},
		Footer: []config.Link{
			{Text: "Roles", URL: "/smartcards/add-a-role/"},
			{Text: "Status", URL: "https://status.example/"},
		},
		Feedback: config.Feedback{
			Endpoint: "/answers",
			Email:    "answers@help.example",
		},
		Search: config.Search{
			Synonyms: [][]string{
				{"position", "role"},
				{"ra", "registration authority"},
				{"log in", "sign in"},
				{"swipe thing", "profile"},
			},
		},
	}
}

// buildSample builds the site in testdata.
func buildSample(t *testing.T) builtSite {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/centre.txtar")
	if err != nil {
		t.Fatal(err)
	}

	content := fstest.MapFS{}
	for _, f := range archive.Files {
		content[f.Name] = &fstest.MapFile{Data: f.Data}
	}

	source := site.Source{Content: content, Config: settings()}
	s, problems, err := site.Load(t.Context(), source, site.Options{})
	if err != nil || problem.Failing(problems) {
		t.Fatal(err, problems)
	}

	files := build(t, s)
	for _, p := range s.Pictures {
		files[p.Path] = content[p.File].Data
	}

	return files
}

func build(t *testing.T, s *site.Site) builtSite {
	t.Helper()
	cfg := settings()
	assets, err := bundle.Build(themes.Default())
	if err != nil {
		t.Fatal(err)
	}

	index, err := search.Index(t.Context(), s.First(), cfg)
	if err != nil {
		t.Fatal(err)
	}

	theme, err := render.ParseTheme(themes.Default())
	if err != nil {
		t.Fatal(err)
	}

	files := builtSite{"/codes.json": s.Registry.Encode()}
	pages := theme.Pages(s.First(), cfg, render.Assets{
		Style:        assets.Style,
		Script:       assets.Script,
		ListStyle:    assets.ListStyle,
		BookletStyle: assets.BookletStyle,
		Lists:        assets.Lists,
		Icon:         assets.Icon,
		Search:       assets.Search,
		Later:        assets.Later,
		Index:        "/" + search.FirstFile,
	})

	for _, p := range pages {
		if files["/"+p.Path], err = p.Render(); err != nil {
			t.Fatal(err)
		}
	}

	for _, f := range index {
		files["/"+f.Path] = f.Data
	}

	for _, f := range assets.Files {
		files["/"+f.Path] = f.Data
	}

	return files
}

// ServeHTTP serves the site with a strict Content-Security-Policy.
func (s builtSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Security-Policy", "default-src 'self'; require-trusted-types-for 'script'")
	s.serveFile(w, r)
}

// serveFile serves a file, or 404.html.
func (s builtSite) serveFile(w http.ResponseWriter, r *http.Request) {
	status := http.StatusOK
	name := r.URL.Path
	if strings.HasSuffix(name, "/") {
		name += "index.html"
	}

	if s[name] == nil {
		status = http.StatusNotFound
		name = "/404.html"
	}

	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	w.WriteHeader(status)
	_, _ = w.Write(s[name])
}

// serveSample serves the site in testdata and returns its address. The handlers take precedence.
func serveSample(t *testing.T, handlers map[string]http.HandlerFunc) string {
	t.Helper()
	return serve(t, buildSample(t), handlers)
}

func serve(t *testing.T, site http.Handler, handlers map[string]http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(withHandlers(handlers, site))
	t.Cleanup(server.Close)

	return server.URL
}

// withHandlers returns a handler that uses one of the handlers, by the prefixes of their addresses, or else the site.
func withHandlers(handlers map[string]http.HandlerFunc, site http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for prefix, handler := range handlers {
			if strings.HasPrefix(r.URL.Path, prefix) {
				handler(w, r)
				return
			}
		}

		site.ServeHTTP(w, r)
	})
}

// gzippedSize returns the size of data after compression.
func gzippedSize(t *testing.T, data []byte) int {
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

func TestScriptStringsAreDeclared(t *testing.T) {
	declarations, err := os.ReadFile("default/assets/strings.d.ts")
	if err != nil {
		t.Fatal(err)
	}

	strs, err := os.ReadFile("default/strings.yaml")
	if err != nil {
		t.Fatal(err)
	}

	_, script, found := strings.Cut(string(strs), "\nscript:\n")
	if !found {
		t.Fatal("strings.yaml has no strings for scripts")
	}

	for line := range strings.Lines(script) {
		key, _, _ := strings.Cut(strings.TrimSpace(line), ":")
		if key != "" && !strings.Contains(string(declarations), "export const "+key+": string;") {
			t.Errorf("strings.d.ts does not declare %q", key)
		}
	}
}
