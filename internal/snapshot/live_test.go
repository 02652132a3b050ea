package snapshot

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"signpost/internal/polite"
)

// liveHost is a host that answers from a map: a page, or a redirect if the text begins with "->".
type liveHost struct {
	pages map[string]string
	// fallback answers for all other paths.
	fallback http.HandlerFunc

	mu       sync.Mutex
	requests map[string]int
	waited   time.Duration
}

func (h *liveHost) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	h.requests[r.URL.Path]++
	h.mu.Unlock()

	text, ok := h.pages[r.URL.Path]
	to, isRedirect := strings.CutPrefix(text, "-> ")
	switch {
	case isRedirect:
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusMovedPermanently)
	case ok:
		_, _ = w.Write([]byte(text))
	case h.fallback != nil:
		h.fallback(w, r)
	default:
		http.NotFound(w, r)
	}
}

// start returns a reader of a site of the host at a path.
func (h *liveHost) start(t *testing.T, path string) *Live {
	t.Helper()
	h.requests = map[string]int{}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	base, err := url.Parse(server.URL + path)
	if err != nil {
		t.Fatal(err)
	}

	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	clock := func() time.Time {
		h.mu.Lock()
		defer h.mu.Unlock()
		return now.Add(h.waited)
	}
	pause := func(ctx context.Context, d time.Duration) error {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.waited += d
		return ctx.Err()
	}

	return &Live{
		Client: server.Client(),
		Gate:   &polite.Gate{Now: clock, Pause: pause},
		Now:    clock,
		Base:   base,
		Jobs:   4,
	}
}

func (h *liveHost) read(t *testing.T, path string) *Snapshot {
	t.Helper()
	s, err := h.start(t, path).Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	return s
}

func pagesOf(s *Snapshot) string {
	return strings.Join(slices.Sorted(maps.Keys(s.Pages)), " ")
}

func TestLiveReadsSitemap(t *testing.T) {
	h := &liveHost{pages: map[string]string{
		"/c/": "<html><h1 id=top>Home</h1><a href=unlisted/>",
		"/c/sitemap.xml": `<sitemapindex><sitemap><loc>https://published.example/x.xml</loc></sitemap>
<sitemap><loc>/c/one.xml</loc></sitemap><sitemap><loc>/c/sitemap.xml</loc></sitemap></sitemapindex>`,
		"/c/one.xml": `<urlset><url><loc>/c/a/</loc></url><url><loc>/c/b</loc></url>
<url><loc>/c/gone/</loc></url><url><loc>https://other.example/c/x/</loc></url>`,
		"/c/a/":         "<html><h1 id=a>A",
		"/c/b":          "<html><h1 id=b>B",
		"/c/b/":         "-> /c/b",
		"/c/codes.json": `{"schema": 1, "codes": [{"code": "ID-1", "title": "T", "path": "/k/", "anchor": "k"}]}`,
		"/c/k/":         "<html><h1 id=k>K",
		"/c/e/id-1/":    "-> ../../k/#k",
	}}
	s := h.read(t, "/c/")
	if got, want := pagesOf(s), "/ /a/ /b/ /e/id-1/ /k/"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}

	if got := s.Find("/e/id-1/"); got.Kind != Moved || got.To != "/k/#k" {
		t.Errorf("got %+v", got)
	}

	if got := s.Find("/b/#b"); got.Kind != Here {
		t.Errorf("got %+v", got)
	}

	for path, n := range h.requests {
		if n > 1 {
			t.Errorf("%s was requested %d times", path, n)
		}
	}
}

func TestLiveFollowsLinksWithoutSitemap(t *testing.T) {
	h := &liveHost{pages: map[string]string{
		"/":       "<html><a href=a.html>A</a><a href='//other.example/x/'>X</a><a href='mailto:a@b.example'>M</a>",
		"/a.html": "<html><h1>A</h1><a href='b/?x=1'>B</a><a href='b/#x'>B</a><a href=p.png>P</a><a href=javascript:x>",
		"/b/":     "-> /c/",
		"/c/":     "<html><h1>C</h1><a href=/>",
	}}
	if got, want := pagesOf(h.read(t, "/")), "/ /a.html /b/ /c/"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}

	if h.requests["/p.png"] > 0 {
		t.Error("a picture was requested")
	}
}

func TestLiveComplete(t *testing.T) {
	h := &liveHost{
		pages: map[string]string{
			"/":            "<html><h1>Home",
			"/old/":        "<html>" + refresh("../new/"),
			"/new/":        "<html><h1>New",
			"/f/form.pdf":  "%PDF",
			"/f/gone.pdf":  "-> /f/gone.pdf/",
			"/f/gone.pdf/": `<html><meta name=signpost content=retired><p class=lead>No form.`,
		},
		fallback: func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, "<html><h1>Nothing here</h1>") // with status 200
		},
	}
	other := readFolder(t, "index.html", "", "old/index.html", "", "lost/index.html", "",
		"f/form.pdf", "", "f/gone.pdf", "", "f/lost.pdf", "", "p.png", "")

	live := h.start(t, "/")
	s, err := live.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	if err := live.Complete(t.Context(), s, other); err != nil {
		t.Fatal(err)
	}

	for at, want := range map[string]OutcomeKind{
		"/old/": Moved, "/lost/": Lost, "/f/form.pdf/": Here, "/f/gone.pdf/": Retired, "/f/lost.pdf/": Lost,
	} {
		if got := s.Find(at); got.Kind != want {
			t.Errorf("%s: got %+v", at, got)
		}
	}
}

func TestLiveErrors(t *testing.T) {
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
	}

	page := func(text string) *liveHost { return &liveHost{pages: map[string]string{"/": text}} }
	for name, test := range map[string]struct {
		host *liveHost
		want string
	}{
		"another host":   {page("-> https://www.help.example/"), "https://www.help.example/"},
		"login":          {&liveHost{fallback: status(401)}, "returns 401 Unauthorized"},
		"busy":           {&liveHost{fallback: status(503)}, "returns 503 Service Unavailable"},
		"broken page":    {page("<html><a href=x/>"), "/x/: returns 500"},
		"empty redirect": {page("-> "), "without a valid address"},
		"redirect loop":  {page("-> /"), "no page was found"},
	} {
		if name == "broken page" {
			test.host.fallback = func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/x/" {
					w.WriteHeader(500)
					return
				}
				http.NotFound(w, r)
			}
		}

		_, err := test.host.start(t, "/").Read(t.Context())
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", name, err, test.want)
		}
	}
}

// A page that the host shows instead of a sitemap is read no further than to the depth of a sitemap.
func TestSitemapWithoutEnds(t *testing.T) {
	const start = "<urlset><url><loc>/a/</loc></url>"
	data := []byte(start + strings.Repeat("<p>x", 50_000) + "<url><loc>/b/</loc>")
	allocations := testing.AllocsPerRun(1, func() {
		if pages, _ := readSitemap(data); !slices.Equal(pages, []string{"/a/"}) {
			t.Errorf("got %q", pages)
		}
	})
	if allocations > 1000 {
		t.Errorf("got %v allocations", allocations)
	}
}

func TestLiveAnswersTooSlowly(t *testing.T) {
	wait := make(chan bool)
	h := &liveHost{fallback: func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "<html>")
		w.(http.Flusher).Flush()
		<-wait
	}}

	live := h.start(t, "/")
	defer close(wait)
	live.Client.Timeout = 50 * time.Millisecond
	_, err := live.Read(t.Context())
	if err == nil || err.Error() != "it did not answer completely within 50ms" {
		t.Errorf("got %v", err)
	}
}

func TestLiveWaitsForBusyHost(t *testing.T) {
	h := &liveHost{pages: map[string]string{"/": "<html><a href=x/>"}}
	h.fallback = func(w http.ResponseWriter, r *http.Request) {
		if h.requests[r.URL.Path] == 1 && r.URL.Path == "/x/" {
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		if r.URL.Path == "/x/" {
			fmt.Fprint(w, "<html><h1>X")
			return
		}
		http.NotFound(w, r)
	}
	if got := pagesOf(h.read(t, "/")); got != "/ /x/" || h.waited != 7*time.Second {
		t.Errorf("got %s after %v", got, h.waited)
	}
}

func TestLiveStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	h := &liveHost{pages: map[string]string{"/": "<html><a href=x/>"}}
	h.fallback = func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/x/" {
			cancel()
		}
		http.NotFound(w, r)
	}
	if _, err := h.start(t, "/").Read(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
