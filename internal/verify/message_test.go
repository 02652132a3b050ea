package verify

import (
	"maps"
	"net/http"
	"strings"
	"testing"
)

// TestMessages checks what people read about a host, one mistake at a time.
func TestMessages(t *testing.T) {
	site, files := loadSite(t, 0)
	signIn := func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/login" {
			http.Redirect(w, r, "/login", http.StatusFound)
			return true
		}

		_, err := w.Write([]byte("<!doctype html><title>Sign in</title>"))
		must(t, err)
		return true
	}

	empty := func(w http.ResponseWriter, _ *http.Request) bool {
		w.WriteHeader(http.StatusOK)
		return true
	}

	home := func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == "/cards/resolve/" {
			http.Redirect(w, r, "/", http.StatusMovedPermanently)
		}

		return r.URL.Path == "/cards/resolve/"
	}

	fallback := func(w http.ResponseWriter, r *http.Request) bool {
		name := strings.TrimPrefix(r.URL.Path, "/")
		if _, isFile := files[name]; isFile {
			return false
		}

		_, err := w.Write(files["index.html"])
		must(t, err)
		return true
	}

	const same = "shows what the host shows at any address that does not exist"
	for name, c := range map[string]struct {
		before func(http.ResponseWriter, *http.Request) bool
		files  map[string]string // instead of those of the site
		want   string
		hint   string
	}{
		"an old page is still there": {
			files: map[string]string{"old/index.html": "cards/resolve/index.html"},
			want:  "/old/ does not lead to /cards/resolve/",
			hint:  "of this build; reload the server",
		},
		"a page leads to the wrong place": {
			files: map[string]string{"moved/index.html": "old/index.html"},
			want:  "/moved/ leads to /cards/resolve/, not to /cards/resolve/#one",
		},
		"a page redirects to the home page": {
			before: home,
			want:   "/cards/resolve/ redirects to / instead of showing its own page (1 other address on it)",
		},
		"the host asks to sign in": {
			before: signIn,
			want:   "/ and every other address redirects to /login instead of showing its own page",
			hint:   "whether the host asks readers to sign in",
		},
		"all pages are empty": {before: empty, want: "/cards/resolve/ is empty (1 other address on it)"},
		"an empty page is not an article": {
			before: empty,
			want:   "/signpost-verify-0000000000000001/ does not exist, and shows a page without a title",
		},
		"a fallback hides pages": {
			before: fallback,
			want:   "/cards/resolve/ " + same + " (1 other address on it)",
			hint:   "turn off the host's fallback",
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := &host{files: maps.Clone(files), before: c.before}
			for path, other := range c.files {
				h.files[path] = files[other]
			}

			o, _ := h.start(t)
			result, err := Run(t.Context(), o, site)
			must(t, err)
			var all []string
			for _, f := range result.Faults {
				if f.String() == c.want && strings.Contains(f.Hint, c.hint) {
					return
				}

				all = append(all, f.String()+"; "+f.Hint)
			}

			t.Errorf("want %q (%s), got:\n%s", c.want, c.hint, strings.Join(all, "\n"))
		})
	}
}
