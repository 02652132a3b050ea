package verify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/generate"
	"signpost/internal/library"
	"signpost/internal/output"
	"signpost/internal/testkit/limited"
)

// source is a small site.
var source = map[string]string{
	"config.yaml": "title: Help\nbase_url: https://help.example/\n",
	"content/cards/resolve.md": "---\ntitle: Resolve\naliases: [/old/]\n---\n## One {#one code=ID-201}\n\n" +
		"See [the form](form.pdf).\n",
	"content/cards/form.pdf": "%PDF a form",
	"anchors.lock":           "/gone/ retired Faxes ended.\n/moved/ -> /cards/resolve/#one\n",
}

// loadSite loads the site from a folder, with further articles. It returns what to verify, and the content of its files
// by path.
func loadSite(t *testing.T, articles int) (*Site, map[string][]byte) {
	t.Helper()
	dir := t.TempDir()
	files := maps.Clone(source)
	for i := range articles {
		files[fmt.Sprintf("content/more/page-%d.md", i)] = fmt.Sprintf("---\ntitle: Page %d\n---\nText %d.\n", i, i)
	}

	for name, text := range files {
		name = filepath.Join(dir, name)
		must(t, os.MkdirAll(filepath.Dir(name), 0o777))
		must(t, os.WriteFile(name, []byte(text), 0o666))
	}

	articlesOf, err := library.NewTemporary()
	must(t, err)
	t.Cleanup(func() { articlesOf.Close(context.WithoutCancel(t.Context())) })
	o := generate.Options{ConfigFile: filepath.Join(dir, "config.yaml")}
	o.Library = articlesOf
	o.Now = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	result, err := generate.Load(t.Context(), o)
	must(t, err)
	if result.Failed() {
		t.Fatal(result.Problems)
	}

	site, err := result.Output(t.Context())
	must(t, err)
	all, err := site.All(t.Context())
	must(t, err)
	contents := map[string][]byte{}
	for _, f := range all {
		contents[f.Path], err = f.Data()
		must(t, err)
	}

	return Plan(result, site.Files), contents
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// host sends the files of a site. It counts requests.
type host struct {
	mu       sync.Mutex
	files    map[string][]byte
	requests []string

	// before answers a request, if it returns true.
	before func(w http.ResponseWriter, r *http.Request) bool
}

func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	h.requests = append(h.requests, r.URL.Path)
	h.mu.Unlock()
	if h.before != nil && h.before(w, r) {
		return
	}

	name := strings.TrimPrefix(r.URL.Path, "/")
	if strings.HasSuffix(r.URL.Path, "/") {
		name += "index.html"
	}

	data, ok := h.files[name]
	if !ok {
		http.NotFound(w, r)
		return
	}

	http.ServeContent(w, r, filepath.Base(name), time.Time{}, bytes.NewReader(data))
}

// count returns the number of requests to a path.
func (h *host) count(path string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := 0
	for _, one := range h.requests {
		if one == path {
			n++
		}
	}

	return n
}

// forget sets the numbers of requests to 0.
func (h *host) forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.requests = nil
}

// clock is a time that pauses advance.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock {
	return &clock{now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
}

func (c *clock) time() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pause(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	return ctx.Err()
}

// optionsFor returns options for a host at an address.
func optionsFor(t testing.TB, address string, c *clock) Options {
	t.Helper()
	base, err := url.Parse(address + "/")
	must(t, err)

	return Options{
		URL:       base,
		BaseURLs:  []string{"https://help.example/"},
		Transport: http.DefaultTransport,
		Jobs:      1,
		Timeout:   10 * time.Second,
		Now:       c.time,
		Pause:     c.pause,
		Random:    1,
	}
}

// start starts a host and returns options for it.
func (h *host) start(t *testing.T) (Options, *clock) {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	c := newClock()

	return optionsFor(t, server.URL, c), c
}

// faultsOf runs verify and returns the kinds and addresses of the faults.
func faultsOf(t *testing.T, o Options, s *Site) []string {
	t.Helper()
	result, err := Run(t.Context(), o, s)
	must(t, err)
	var list []string
	for _, f := range result.Faults {
		list = append(list, string(f.Kind)+" "+f.Address)
	}

	return list
}

func TestEachPathIsRequestedOnce(t *testing.T) {
	site, files := loadSite(t, 3)
	h := &host{files: files}
	h.before = func(w http.ResponseWriter, r *http.Request) bool {
		w.Header().Set("Set-Cookie", "a=b")
		if r.Header.Get("Cookie") != "" || r.Header.Get("Authorization") != "" || r.Method != http.MethodGet {
			t.Errorf("%s %s has the headers %v", r.Method, r.URL, r.Header)
		}

		return false
	}

	o, _ := h.start(t)
	if got := faultsOf(t, o, site); got != nil {
		t.Error(got)
	}

	for _, path := range []string{"/", "/cards/resolve/", "/old/", "/gone/", "/cards/form.pdf", "/e/id-201/",
		"/codes.json", "/more/page-2/", "/search/index.idx"} {
		if n := h.count(path); n != 1 {
			t.Errorf("%d requests for %s", n, path)
		}
	}
}

// TestFilesOfPages checks that verify requests what pages load: not what the site itself lacks, but what a page from
// another build needs.
func TestFilesOfPages(t *testing.T) {
	site, files := loadSite(t, 0)
	lacking := []byte(`<img src="nowhere.png"><script src="nowhere.js"></script></main>`)
	page := bytes.Replace(files["cards/resolve/index.html"], []byte("</main>"), lacking, 1)
	for i := range site.Targets {
		if site.Targets[i].Path == "/cards/resolve/" {
			f := output.Static("cards/resolve/index.html", page)
			site.Targets[i].file = &f
		}
	}

	h := &host{files: maps.Clone(files)}
	h.files["cards/resolve/index.html"] = page
	o, _ := h.start(t)
	if got := faultsOf(t, o, site); got != nil {
		t.Error(got)
	}

	h.files["cards/resolve/index.html"] = bytes.Replace(page, []byte("/site-"), []byte("/older-"), 1)
	want := []string{"missing-asset /assets/older-", "stale /cards/resolve/"}
	got := faultsOf(t, o, site)
	if len(got) != 2 || !strings.HasPrefix(got[0], want[0]) || got[1] != want[1] {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestBusyHost(t *testing.T) {
	site, files := loadSite(t, 0)
	busy := map[string]int{"/cards/resolve/": 2, "/old/": 100}
	h := &host{files: files}
	h.before = func(w http.ResponseWriter, r *http.Request) bool {
		h.mu.Lock()
		defer h.mu.Unlock()
		if busy[r.URL.Path] == 0 {
			return false
		}

		busy[r.URL.Path]--
		if r.URL.Path == "/cards/resolve/" {
			w.Header().Set("Retry-After", "40")
		}

		w.WriteHeader(http.StatusServiceUnavailable)

		return true
	}

	o, c := h.start(t)
	began := c.time()
	if diff := cmp.Diff([]string{"server-error /old/"}, faultsOf(t, o, site)); diff != "" {
		t.Error(diff)
	}

	if got, want := c.time().Sub(began), 2*40*time.Second+(1+2+4)*time.Second; got != want {
		t.Errorf("waited for %v, want %v", got, want)
	}
}

func TestHostAsksToWaitTooLong(t *testing.T) {
	site, files := loadSite(t, 0)
	h := &host{files: files, before: func(w http.ResponseWriter, r *http.Request) bool {
		w.Header().Set("Retry-After", "3600")
		if r.URL.Path == "/old/" {
			w.WriteHeader(http.StatusTooManyRequests)
		}

		return r.URL.Path == "/old/"
	}}

	o, _ := h.start(t)
	if diff := cmp.Diff([]string{"rate-limited /old/"}, faultsOf(t, o, site)); diff != "" {
		t.Error(diff)
	}

	if n := h.count("/old/"); n != 1 {
		t.Errorf("%d requests", n)
	}
}

func TestRate(t *testing.T) {
	site, files := loadSite(t, 0)
	h := &host{files: files}
	o, c := h.start(t)
	o.Gap = 100 * time.Millisecond
	began := c.time()
	if got := faultsOf(t, o, site); got != nil {
		t.Error(got)
	}

	if got, want := c.time().Sub(began), time.Duration(len(h.requests)-1)*o.Gap; got != want {
		t.Errorf("%d requests in %v, want %v", len(h.requests), got, want)
	}
}

// TestInterruptedRun checks that a run whose host stops answering keeps what it verified, and that the next run
// requests only the rest.
func TestInterruptedRun(t *testing.T) {
	site, files := loadSite(t, 60)
	h := &host{files: files}
	o, _ := h.start(t)
	var answered atomic.Int64
	var isBack atomic.Bool
	h.before = func(w http.ResponseWriter, r *http.Request) bool {
		isDown := answered.Add(1) > 30 && !isBack.Load()
		if isDown {
			conn, _, err := http.NewResponseController(w).Hijack()
			must(t, err)
			must(t, conn.Close())
		}

		return isDown
	}

	result, err := Run(t.Context(), o, site)
	var unreachable *UnreachableError
	if !errors.As(err, &unreachable) || unreachable.Done != len(result.Verified) || len(result.Verified) < 20 {
		t.Fatalf("verified %d, got the error %v", len(result.Verified), err)
	}

	isBack.Store(true)
	h.forget()
	o.Verified = map[string]bool{}
	for _, path := range result.Verified {
		o.Verified[path] = true
	}

	if got := faultsOf(t, o, site); got != nil {
		t.Error(got)
	}

	for _, target := range site.Targets {
		want := 1
		if o.Verified[target.Path] {
			want = 0
		}

		if n := h.count(target.Path); n != want && target.Path != "/moved/" {
			t.Errorf("%d requests for %s, want %d", n, target.Path, want)
		}
	}

	if h.count("/search/index.idx") != 1 {
		t.Error("the files that pages load were not verified")
	}
}

func TestCancel(t *testing.T) {
	site, files := loadSite(t, 30)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	h := &host{files: files}
	h.before = func(_ http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == "/more/page-7/" {
			cancel()
		}

		return false
	}

	o, _ := h.start(t)
	result, err := Run(ctx, o, site)
	if !errors.Is(err, context.Canceled) || slices.Contains(result.Verified, "/more/page-7/") {
		t.Errorf("got %v; verified %v", err, result.Verified)
	}
}

func TestUnreachableHost(t *testing.T) {
	site, _ := loadSite(t, 0)
	o := optionsFor(t, "http://127.0.0.1:1", newClock())
	var unreachable *UnreachableError
	if _, err := Run(t.Context(), o, site); !errors.As(err, &unreachable) {
		t.Errorf("got %v", err)
	}

	if _, err := Registry(t.Context(), o); !errors.As(err, &unreachable) {
		t.Errorf("got %v", err)
	}
}

// TestEndlessAnswers checks that a part of an answer is read, whatever it is for.
func TestEndlessAnswers(t *testing.T) {
	site, files := loadSite(t, 0)
	h := &host{files: files}
	h.before = func(w http.ResponseWriter, r *http.Request) bool {
		types := map[string]string{"/old/": "text/html", "/cards/form.pdf": "application/pdf"}
		if types[r.URL.Path] == "" {
			return false
		}

		w.Header().Set("Content-Type", types[r.URL.Path])
		for {
			if _, err := w.Write(make([]byte, 1<<16)); err != nil {
				return true
			}
		}
	}

	o, _ := h.start(t)
	want := []string{"other-file /cards/form.pdf", "too-large /old/"}
	if diff := cmp.Diff(want, faultsOf(t, o, site)); diff != "" {
		t.Error(diff)
	}
}

// TestHTTP2 checks that a host with a certificate of its own authority is asked with HTTP/2, and that redirects to http
// are reported.
func TestHTTP2(t *testing.T) {
	site, files := loadSite(t, 0)
	h := &host{files: files}
	server := httptest.NewUnstartedServer(h)
	server.EnableHTTP2 = true
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	plain := "http" + strings.TrimPrefix(server.URL, "https")
	h.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.ProtoMajor != 2 {
			t.Errorf("%s uses %s", r.URL, r.Proto)
		}

		if r.URL.Path == "/old/" {
			http.Redirect(w, r, plain+"/cards/resolve/", http.StatusMovedPermanently)
		}

		return r.URL.Path == "/old/"
	}

	o := optionsFor(t, server.URL, newClock())
	o.Transport = server.Client().Transport
	if diff := cmp.Diff([]string{"downgrade /old/"}, faultsOf(t, o, site)); diff != "" {
		t.Error(diff)
	}

	o.Transport = http.DefaultTransport
	_, err := Run(t.Context(), o, site)
	if err == nil || !strings.Contains(err.Error(), "unknown authority: name its file with --ca") {
		t.Errorf("got %v", err)
	}
}

// TestRedirects lists redirects of /old/, which must lead to /cards/resolve/, and of /moved/, which must lead to
// /cards/resolve/#one.
func TestRedirects(t *testing.T) {
	site, files := loadSite(t, 0)
	for _, test := range []struct{ path, location, want string }{
		{"/old/", "/cards/resolve/", ""},
		{"/old/", "../cards/resolve/", ""},
		{"/old/", "/cards/resolve/index.html", ""},
		{"/old/", "/cards/resolve", ""},
		{"/old/", "/cards/resolve/#", ""},
		{"/old/", "/cards/resolve/#one", "lost-fragment"},
		{"/old/", "/cards/", "wrong-target"},
		{"/old/", "/nowhere/", "missing"},
		{"/old/", "", "bad-redirect"},
		{"/old/", "javascript:alert(1)", "bad-redirect"},
		{"/old/", "http://[", "bad-redirect"},
		{"/old/", "//elsewhere.example/cards/resolve/", "other-host"},
		{"/old/", "https://127.0.0.1:1/old/", "no-connection"},
		{"/old/", "/old/?again", "redirect-loop"},
		{"/moved/", "/cards/resolve/#one", ""},
		{"/moved/", "/cards/resolve/#%6fne", ""},
		{"/moved/", "/cards/resolve/#two", "lost-fragment"},
		{"/moved/", "/cards/resolve/", "lost-fragment"},
		{"/moved/", "/cards/resolve/#", "lost-fragment"},
		{"/moved/", "/twice/", ""},
		{"/cards/resolve/", "/cards/resolve/#one", "redirect-loop"},
		{"/cards/resolve/", "/Cards/Resolve/", ""},
		{"/gone/", "/", "wrong-target"},
	} {
		h := &host{files: files}
		h.before = func(w http.ResponseWriter, r *http.Request) bool {
			switch r.URL.Path {
			case "/Cards/Resolve/":
				r.URL.Path = "/cards/resolve/"
				return false
			case "/twice/":
				w.Header().Set("Location", "/cards/resolve/#one")
			case "/cards/resolve":
				w.Header().Set("Location", "/cards/resolve/")
			case test.path:
				w.Header().Set("Location", test.location)
			default:
				return false
			}

			w.WriteHeader(http.StatusFound)

			return true
		}

		o, _ := h.start(t)
		var want []string
		if test.want != "" {
			want = []string{test.want + " " + test.path}
		}
		if diff := cmp.Diff(want, faultsOf(t, o, site)); diff != "" {
			t.Errorf("%s redirects to %q (-want +got):\n%s", test.path, test.location, diff)
		}
	}
}

// TestHosts lists redirects from one URL to another, and whether the site at base may do that.
func TestHosts(t *testing.T) {
	parse := func(text string) *url.URL {
		u, err := url.Parse(text)
		must(t, err)
		return u
	}

	for _, test := range []struct {
		base, from, to string
		want           Kind
	}{
		{"http://help.example/", "http://help.example/a/", "https://help.example/a/", ""},
		{"http://help.example:8080/", "http://help.example:8080/a/", "https://help.example:8443/a/", ""},
		{"https://help.example/", "https://help.example/a/", "https://HELP.example:443/b/", ""},
		{"https://help.example/", "https://help.example/a/", "https://help.example:8443/a/", OtherHost},
		{"https://help.example/", "https://help.example/a/", "https://www.help.example/a/", ""},
		{"https://help.example/", "https://www.help.example/a/", "https://help.example/a/", ""},
		{"https://help.example/", "https://help.example/a/", "http://help.example/a/", Downgrade},
		{"http://help.example/", "https://help.example/a/", "http://help.example/a/", Downgrade},
		{"https://help.example/", "https://help.example/a/", "https://help.example.evil/a/", OtherHost},
		{"https://help.example/", "https://help.example/a/", "ftp://help.example/a/", BadRedirect},
	} {
		v := &verifier{base: parse(test.base), options: Options{Hosts: []string{"www.help.example"}}}
		_, failure := v.next(parse(test.from), test.to)
		var got Kind
		if failure != nil {
			got = failure.kind
		}

		if got != test.want {
			t.Errorf("%s redirects to %s: got %q, want %q", test.from, test.to, got, test.want)
		}
	}
}

// FuzzRedirect checks that no target of a redirect makes verify leave the host, or prints a password.
func FuzzRedirect(f *testing.F) {
	for _, location := range []string{
		"/a/", "//x/", "https://u:secret@help.example/", "\\\\x", "?#", "http:a", "http:///x",
	} {
		f.Add(location)
	}

	base := &url.URL{Scheme: "https", Host: "help.example", Path: "/help/"}
	f.Fuzz(func(t *testing.T, location string) {
		limited.Input(t)
		v := &verifier{base: base}
		to, failure := v.next(base, location)
		if failure != nil {
			return
		}

		if to.Scheme != "https" || !strings.EqualFold(to.Hostname(), "help.example") || to.User != nil {
			t.Errorf("%q leads to %s", location, to)
		}

		at := visit{url: to}
		v.locate(&at)
		if at.isInside && !strings.HasPrefix(to.Path, "/help/") {
			t.Errorf("%q is inside of the site", location)
		}
	})
}

// A file that the user names by mistake is neither replaced nor removed.
func TestCheckState(t *testing.T) {
	dir := t.TempDir()
	state := State{Build: "1", When: newClock().now}
	must(t, state.Write(filepath.Join(dir, "state")))
	for name, text := range map[string]string{
		"empty": "", "article.md": "# Title", "other.json": "{}", "settings": `{"schema": 1}`, "list": "[]",
	} {
		must(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666))
	}

	for name, want := range map[string]error{
		"state": nil, "missing": nil, "empty": nil, "article.md": ErrNotState, "other.json": ErrNotState,
		"settings": ErrNotState, "list": ErrNotState, ".": ErrNotState,
	} {
		if err := CheckState(filepath.Join(dir, name)); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", name, err, want)
		}
	}
}

func TestState(t *testing.T) {
	file := filepath.Join(t.TempDir(), "folder", "state.json")
	now := newClock().now
	state := State{URL: "https://help.example/", Build: "1", Live: "2", When: now, Verified: []string{"/a/"}}
	must(t, state.Write(file))

	for name, change := range map[string]func(*State){
		"":                 func(s *State) { s.When = now.Add(time.Hour) },
		"another host":     func(s *State) { s.URL = "https://www.help.example/" },
		"another build":    func(s *State) { s.Build = "2" },
		"an unknown build": func(s *State) { s.Build = "" },
		"other codes":      func(s *State) { s.Live = "" },
		"too old":          func(s *State) { s.When = now.Add(25 * time.Hour) },
		"from the future":  func(s *State) { s.When = now.Add(-time.Hour) },
	} {
		want := state
		change(&want)
		got, err := ReadState(file, want)
		must(t, err)
		if isRead := len(got.Verified) == 1; isRead != (name == "") {
			t.Errorf("%q: got %v", name, got)
		}
	}

	must(t, os.WriteFile(file, []byte("{"), 0o666))
	if got, err := ReadState(file, state); err != nil || got.Verified != nil {
		t.Errorf("a damaged state: got %v, %v", got, err)
	}

	if got, err := ReadState(file+"x", state); err != nil || got.Verified != nil {
		t.Errorf("a missing state: got %v, %v", got, err)
	}
}

func TestEveryKindHasHint(t *testing.T) {
	text, err := os.ReadFile("fault.go")
	must(t, err)
	manual, err := os.ReadFile("../../docs/verify.md")
	must(t, err)
	kinds := 0
	for line := range strings.Lines(string(text)) {
		_, name, ok := strings.Cut(line, " Kind = \"")
		if name, _, _ = strings.Cut(name, `"`); !ok {
			continue
		}

		kinds++
		if hints[Kind(name)] == "" {
			t.Errorf("%s has no hint", name)
		}

		if !strings.Contains(string(manual), "| `"+name+"` |") {
			t.Errorf("docs/verify.md does not explain %s", name)
		}
	}

	if kinds != len(hints) {
		t.Errorf("%d kinds, %d hints", kinds, len(hints))
	}
}
