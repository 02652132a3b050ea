package external

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// server answers by path and records requests.
type server struct {
	*httptest.Server
	mu       sync.Mutex
	requests []string
	slow     chan struct{} // closed when /slow may answer
}

func serve(t *testing.T) *server {
	s := &server{slow: make(chan struct{})}
	s.Server = httptest.NewServer(http.HandlerFunc(s.answer))
	t.Cleanup(s.Close)
	t.Cleanup(sync.OnceFunc(func() { close(s.slow) })) // runs first, since Close waits for /slow

	return s
}

func (s *server) answer(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.requests = append(s.requests, r.Method+" "+r.URL.RequestURI())
	s.mu.Unlock()

	switch r.URL.Path {
	case "/moved":
		http.Redirect(w, r, "/fine", http.StatusMovedPermanently)
	case "/no-heads":
		if r.Method == http.MethodHead {
			w.WriteHeader(http.StatusMethodNotAllowed)
		}

	case "/gone":
		w.WriteHeader(http.StatusGone)
	case "/missing":
		http.NotFound(w, r)
	case "/members":
		w.WriteHeader(http.StatusForbidden)
	case "/broken":
		w.WriteHeader(http.StatusInternalServerError)
	case "/busy":
		w.WriteHeader(http.StatusTooManyRequests)
	case "/slow":
		<-s.slow
	}
}

// checker returns a checker that does not pause.
func (s *server) checker() *Checker {
	return &Checker{
		Client: s.Client(),
		Now:    now,
		Pause: func(ctx context.Context, _ time.Duration) error {
			return ctx.Err()
		},
	}
}

// addresses returns the addresses of paths.
func (s *server) addresses(paths ...string) []string {
	var list []string
	for _, path := range paths {
		list = append(list, s.URL+path)
	}

	return list
}

func check(t *testing.T, c *Checker, addresses ...string) map[string]Answer {
	t.Helper()
	answers, err := c.Check(t.Context(), addresses)
	if err != nil {
		t.Fatal(err)
	}

	return answers
}

func TestVerdicts(t *testing.T) {
	s := serve(t)
	c := s.checker()
	c.Client.Timeout = 50 * time.Millisecond
	for path, want := range map[string]string{
		"/fine":      "alive: returns 200 OK",
		"/moved":     "alive: returns 200 OK",
		"/no-heads":  "alive: returns 200 OK",
		"/fine#part": "alive: returns 200 OK",
		"/gone":      "dead: returns 410 Gone",
		"/missing":   "dead: returns 404 Not Found",
		"/members":   "unknown: returns 403 Forbidden",
		"/broken":    "unknown: returns 500 Internal Server Error",
		"/busy":      "unknown: returns 429 Too Many Requests",
		"/slow":      "unknown: timed out",
	} {
		answer := check(t, c, s.URL+path)[s.URL+path]
		got := string(answer.Verdict) + ": " + answer.Detail
		if got != want || !answer.When.Equal(now) {
			t.Errorf("%s: got %q at %v, want %q at %v", path, got, answer.When, want, now)
		}
	}
}

func TestClosedPortIsUnknown(t *testing.T) {
	s := serve(t)
	s.Close()
	got := check(t, s.checker(), s.URL+"/fine")[s.URL+"/fine"]
	if got.Verdict != Unknown || !strings.HasPrefix(got.Detail, "cannot be checked: dial tcp") {
		t.Errorf("got %v", got)
	}
}

// exampleless is a network on which hosts below .example do not exist.
type exampleless struct{ http.RoundTripper }

func (e exampleless) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(r.URL.Host, ".example") {
		return e.RoundTripper.RoundTrip(r)
	}

	return nil, &net.OpError{
		Op: "dial",
		Err: &net.DNSError{
			Err:        "no such host",
			Name:       r.URL.Host,
			IsNotFound: true,
		},
	}
}

func TestHostsThatDoNotExist(t *testing.T) {
	s := serve(t)
	c := s.checker()
	c.Client.Transport = exampleless{c.Client.Transport}
	const first, second = "https://a.example/", "https://b.example/"

	if got := check(t, c, first, second, s.URL+"/fine")[first].Verdict; got != Dead {
		t.Errorf("while another host exists: got %s, want dead", got)
	}

	if got := check(t, c, first, second)[first].Verdict; got != Unknown {
		t.Errorf("while no host exists: got %s, want unknown", got)
	}
}

func TestEachPageIsRequestedOnce(t *testing.T) {
	s := serve(t)
	pauses := 0
	c := s.checker()
	c.Pause = func(context.Context, time.Duration) error { pauses++; return nil }

	check(t, c, s.addresses("/fine#a", "/fine#b", "/missing", "/fine?x")...)

	want := []string{"HEAD /fine", "HEAD /missing", "GET /missing", "HEAD /fine?x"}
	if diff := cmp.Diff(want, s.requests); diff != "" {
		t.Error(diff)
	}

	if pauses != len(want)-1 {
		t.Errorf("%d pauses between %d requests", pauses, len(want))
	}
}

func TestBusySiteGetsNoMoreRequests(t *testing.T) {
	s := serve(t)
	answers := check(t, s.checker(), s.addresses("/busy", "/fine")...)
	if diff := cmp.Diff([]string{"HEAD /busy"}, s.requests); diff != "" {
		t.Error(diff)
	}

	if got := answers[s.URL+"/fine"].Verdict; got != Unknown {
		t.Errorf("the other page is %s, want unknown", got)
	}
}

const allRequests = "HEAD /fine, HEAD /missing, GET /missing, HEAD /members, GET /members"

// requestsAt checks three pages at a time and returns the requests.
func requestsAt(t *testing.T, s *server, c *Checker, at time.Time) string {
	t.Helper()
	s.requests = nil
	c.Now = at
	answers := check(t, c, s.addresses("/fine", "/missing", "/members")...)
	if len(answers) != 3 || answers[s.URL+"/missing"].Verdict != Dead {
		t.Errorf("answers %v", answers)
	}

	return strings.Join(s.requests, ", ")
}

func TestCacheExpires(t *testing.T) {
	s := serve(t)
	c := s.checker()
	c.Cache = filepath.Join(t.TempDir(), "signpost", "external.json")
	for _, step := range []struct {
		name  string
		after time.Duration
		want  string
	}{
		{"nothing is cached", 0, allRequests},
		{"unknown pages are not cached", time.Hour, "HEAD /members, GET /members"},
		{"dead pages expire", 24 * time.Hour, "HEAD /missing, GET /missing, HEAD /members, GET /members"},
		{"live pages expire", 7 * 24 * time.Hour, allRequests},
		{"answers are from the future", -time.Hour, allRequests},
	} {
		if got := requestsAt(t, s, c, now.Add(step.after)); got != step.want {
			t.Errorf("%s: requests %s, want %s", step.name, got, step.want)
		}
	}
}

func TestDamagedCacheIsReplaced(t *testing.T) {
	s := serve(t)
	c := s.checker()
	c.Cache = filepath.Join(t.TempDir(), "external.json")
	if err := os.WriteFile(c.Cache, []byte(`{"https://`), 0o666); err != nil {
		t.Fatal(err)
	}

	if got := requestsAt(t, s, c, now); got != allRequests {
		t.Errorf("requests %s, want %s", got, allRequests)
	}

	if got := requestsAt(t, s, c, now); got == allRequests {
		t.Error("the cache was not replaced")
	}

	left, err := filepath.Glob(filepath.Join(filepath.Dir(c.Cache), "external-*"))
	if err != nil || left != nil {
		t.Errorf("temporary files: %v, %v", left, err)
	}
}

func TestCheckStopsWhenCancelled(t *testing.T) {
	s := serve(t)
	ctx, cancel := context.WithCancel(t.Context())
	c := s.checker()
	c.Pause = func(ctx context.Context, _ time.Duration) error {
		cancel()
		return ctx.Err()
	}

	answers, err := c.Check(ctx, s.addresses("/fine", "/missing", "/gone"))

	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}

	if len(answers) != 1 || len(s.requests) != 1 {
		t.Errorf("answers %v after requests %v", answers, s.requests)
	}
}

func TestPauseUsesTimer(t *testing.T) {
	c := Checker{Gap: time.Nanosecond}
	if err := c.pause(t.Context()); err != nil {
		t.Error(err)
	}

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c.Gap = time.Hour
	if err := c.pause(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}
