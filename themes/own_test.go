package themes_test

import (
	"context"
	"mime"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"sync"
	"testing"

	"signpost/internal/generate"
)

// ownSite is the help centre of this repository as it is built, by path. Its review dates are held against a day that is given.
var ownSite = sync.OnceValues(func() (map[string][]byte, error) {
	result, err := generate.Load(context.Background(), generate.Options{ConfigFile: "../config.yaml"})
	if err != nil {
		return nil, err
	}
	site, err := result.Output(context.Background())
	if err != nil {
		return nil, err
	}
	list, err := site.All(context.Background())
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, f := range list {
		if files[f.Path], err = f.Data(); err != nil {
			return nil, err
		}
	}
	return files, nil
})

func own(t *testing.T) map[string][]byte {
	t.Helper()
	files, err := ownSite()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// startOwn serves the help centre of this repository with the headers that its _headers state; handlers answer instead at the
// addresses that they are for.
func startOwn(t *testing.T, handlers map[string]http.HandlerFunc) (address string) {
	t.Helper()
	files := own(t)
	rules := headerRules(t, string(files["_headers"]))
	server := httptest.NewServer(except(handlers, func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		for _, rule := range rules {
			if ok, err := path.Match(rule.pattern, r.URL.Path); ok && err == nil || rule.pattern == "/*" {
				w.Header().Set(rule.name, rule.value)
			}
		}
		status, data := http.StatusOK, files[name]
		if data == nil {
			status, name, data = http.StatusNotFound, "404.html", files["404.html"]
		}
		w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
		w.WriteHeader(status)
		_, _ = w.Write(data)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// headerRule is a line of _headers below the addresses that it is for.
type headerRule struct{ pattern, name, value string }

func headerRules(t *testing.T, text string) []headerRule {
	t.Helper()
	var rules []headerRule
	pattern := ""
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "/") {
			pattern = line
			continue
		}
		name, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok {
			t.Fatalf("_headers: %q is no header", line)
		}
		rules = append(rules, headerRule{pattern, name, value})
	}
	return rules
}
