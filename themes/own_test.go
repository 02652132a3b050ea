package themes_test

import (
	"context"
	"net/http"
	"path"
	"strings"
	"sync"
	"testing"

	"signpost/internal/generate"
)

// buildOwn builds the help centre of this repository, once.
var buildOwn = sync.OnceValues(func() (builtSite, error) {
	ctx := context.Background()
	result, err := generate.Load(ctx, generate.Options{ConfigFile: "../config.yaml"})
	if err != nil {
		return nil, err
	}

	site, err := result.Output(ctx)
	if err != nil {
		return nil, err
	}

	list, err := site.All(ctx)
	if err != nil {
		return nil, err
	}

	files := builtSite{}
	for _, f := range list {
		if files["/"+f.Path], err = f.Data(); err != nil {
			return nil, err
		}
	}

	return files, nil
})

// ownSite returns the help centre of this repository.
func ownSite(t *testing.T) builtSite {
	t.Helper()
	files, err := buildOwn()
	if err != nil {
		t.Fatal(err)
	}

	return files
}

// serveOwn serves the help centre of this repository with the headers in its file _headers, and returns its address.
// The handlers take precedence.
func serveOwn(t *testing.T, handlers map[string]http.HandlerFunc) string {
	t.Helper()
	files := ownSite(t)
	rules := parseHeaderRules(t, string(files["/_headers"]))
	site := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, rule := range rules {
			if rule.matches(r.URL.Path) {
				w.Header().Set(rule.name, rule.value)
			}
		}

		files.serveFile(w, r)
	})

	return serve(t, site, handlers)
}

// headerRule is a header for the addresses that match a pattern.
type headerRule struct{ pattern, name, value string }

func (r headerRule) matches(address string) bool {
	if r.pattern == "/*" {
		return true
	}

	ok, err := path.Match(r.pattern, address)

	return ok && err == nil
}

func parseHeaderRules(t *testing.T, text string) []headerRule {
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
			t.Fatalf("_headers: %q is not a header", line)
		}

		rules = append(rules, headerRule{pattern, name, value})
	}

	return rules
}
