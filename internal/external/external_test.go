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

// server answers by path, as sites do, and notes what it was asked.
type server struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string
	slow  chan struct{} // closed when /slow may answer
}

func serve(t *testing.T) *server {
	s := &server{slow: make(chan struct{})}
	s.Server = httptest.NewServer(http.HandlerFunc(s.answer))
	t.Cleanup(s.Close)
	t.Cleanup(sync.OnceFunc(func() { close(s.slow) })) // runs first: Close waits for /slow
	return s
}

func (s *server) answer(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked = append(s.asked, r.Method+" "+r.URL.RequestURI())
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

func (s *server) checker() *Checker {
	return &Checker{Client: s.Client(), Now: now, Pause: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }}
}

func TestVerdicts(t *testing.T) {
	s := serve(t)
	c := s.checker()
	c.Client.Timeout = 50 * time.Millisecond
	tests := map[string]string{
		"/fine": "alive answers 200 OK", "/moved": "alive answers 200 OK", "/no-heads": "alive answers 200 OK", "/fine#part": "alive answers 200 OK",
		"/gone": "dead answers 410 Gone", "/missing": "dead answers 404 Not Found",
		"/members": "unknown answers 403 Forbidden", "/broken": "unknown answers 500 Internal Server Error", "/busy": "unknown answers 429 Too Many Requests",
		"/slow": "unknown did not answer in time",
	}
	for path, want := range tests {
		answers, err := c.Check(t.Context(), []string{s.URL + path})
		if err != nil {
			t.Fatal(err)
		}
		if got := answers[s.URL+path]; string(got.Verdict)+" "+got.Detail != want || !got.When.Equal(now) {
			t.Errorf("%s: got %v, want %s", path, got, want)
		}
	}
}

func TestSiteThatDoesNotListen(t *testing.T) {
	s := serve(t)
	s.Close()
	answers, err := s.checker().Check(t.Context(), []string{s.URL + "/fine"})
	if got := answers[s.URL+"/fine"]; err != nil || got.Verdict != Unknown || !strings.HasPrefix(got.Detail, "could not be asked for: dial tcp") {
		t.Errorf("a closed port: %v, %v", got, err)
	}
}

// finder is a network on which the sites named example do not exist.
type finder struct{ http.RoundTripper }

func (f finder) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Host, ".example") {
		return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: r.URL.Host, IsNotFound: true}}
	}
	return f.RoundTripper.RoundTrip(r)
}

func TestSitesThatAreNotFound(t *testing.T) {
	s := serve(t)
	c := s.checker()
	c.Client.Transport = finder{c.Client.Transport}
	lost := []string{"https://a.example/", "https://b.example/"}
	verdict := func(addresses ...string) string {
		t.Helper()
		answers, err := c.Check(t.Context(), addresses)
		if err != nil {
			t.Fatal(err)
		}
		return string(answers[lost[0]].Verdict)
	}
	if got := verdict(append(lost, s.URL+"/fine")...); got != "dead" {
		t.Errorf("a site that was not found while another was is %s", got)
	}
	if got := verdict(lost...); got != "unknown" {
		t.Errorf("without a network, sites are %s", got)
	}
}

func TestEachPageIsAskedForOnce(t *testing.T) {
	s := serve(t)
	pauses := 0
	c := s.checker()
	c.Pause = func(context.Context, time.Duration) error { pauses++; return nil }
	if _, err := c.Check(t.Context(), []string{s.URL + "/fine#a", s.URL + "/fine#b", s.URL + "/missing", s.URL + "/fine?x"}); err != nil {
		t.Fatal(err)
	}
	want := []string{"HEAD /fine", "HEAD /missing", "GET /missing", "HEAD /fine?x"}
	if diff := cmp.Diff(want, s.asked); diff != "" {
		t.Error(diff)
	}
	if pauses != len(want)-1 {
		t.Errorf("%d pauses between %d questions to one site", pauses, len(want))
	}
}

func TestBusySiteIsLeftAlone(t *testing.T) {
	s := serve(t)
	answers, err := s.checker().Check(t.Context(), []string{s.URL + "/busy", s.URL + "/fine"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"HEAD /busy"}, s.asked); diff != "" {
		t.Error(diff)
	}
	if got := answers[s.URL+"/fine"].Verdict; got != Unknown {
		t.Errorf("a page that was not asked for is %s", got)
	}
}

func TestCache(t *testing.T) {
	s := serve(t)
	c := s.checker()
	c.Cache = filepath.Join(t.TempDir(), "signpost", "external.json")
	addresses := []string{s.URL + "/fine", s.URL + "/missing", s.URL + "/members"}
	ask := func() string {
		t.Helper()
		s.asked = nil
		answers, err := c.Check(t.Context(), addresses)
		if err != nil || len(answers) != 3 || answers[addresses[1]].Verdict != Dead {
			t.Fatalf("got %v, %v", answers, err)
		}
		return strings.Join(s.asked, ", ")
	}
	const all = "HEAD /fine, HEAD /missing, GET /missing, HEAD /members, GET /members"
	stages := []struct {
		name  string
		after time.Duration
		want  string
	}{
		{"nothing is kept", 0, all},
		{"what is unknown is asked for again", time.Hour, "HEAD /members, GET /members"},
		{"what was dead may be mended", 24 * time.Hour, "HEAD /missing, GET /missing, HEAD /members, GET /members"},
		{"what lived may have died", 7 * 24 * time.Hour, all},
		{"a clock that was wrong", -time.Hour, all},
	}
	for _, stage := range stages {
		c.Now = now.Add(stage.after)
		if got := ask(); got != stage.want {
			t.Errorf("%s: got %s, want %s", stage.name, got, stage.want)
		}
	}
	if err := os.WriteFile(c.Cache, []byte(`{"https://`), 0o666); err != nil {
		t.Fatal(err)
	}
	if got := ask(); got != all {
		t.Errorf("a damaged cache: got %s", got)
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(c.Cache), "external-*")); err != nil || left != nil {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestStopping(t *testing.T) {
	s := serve(t)
	ctx, stop := context.WithCancel(t.Context())
	c := s.checker()
	c.Pause = func(ctx context.Context, _ time.Duration) error { stop(); return ctx.Err() }
	answers, err := c.Check(ctx, []string{s.URL + "/fine", s.URL + "/missing", s.URL + "/gone"})
	if !errors.Is(err, context.Canceled) || len(answers) != 1 || len(s.asked) != 1 {
		t.Errorf("got %v, %v after %v", answers, err, s.asked)
	}
}

func TestPauseByTheClock(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	c := Checker{Gap: time.Hour}
	if err := c.pause(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("a pause that was called off: %v", err)
	}
	c.Gap = time.Nanosecond
	if err := c.pause(t.Context()); err != nil {
		t.Error(err)
	}
}
