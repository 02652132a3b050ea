package fetch

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"signpost/checks"
)

// direct uses no proxy.
var direct Client

// These tests run on this system and, through cmd/cardcheck, under Wine.

func server(t *testing.T, start func(http.Handler) *httptest.Server) string {
	t.Helper()

	end := make(chan struct{})
	s := start(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/document":
			w.Header().Set("Date", "Sun, 22 Nov 2026 09:30:00 GMT")
			_, _ = w.Write([]byte(strings.Repeat("x", 40_000)))

		case "/elsewhere":
			http.Redirect(w, r, "/document", http.StatusFound)
		case "/slow":
			<-end
		default:
			http.NotFound(w, r)
		}
	}))

	t.Cleanup(func() {
		close(end)
		s.Close()
	})

	return s.URL
}

func TestGet(t *testing.T) {
	at := server(t, httptest.NewServer)
	date := time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)

	a, err := direct.Get(t.Context(), at+"/document", 40_000)
	if err != nil || a.Status != 200 || len(a.Body) != 40_000 || !a.Date.Equal(date) {
		t.Errorf("%+v, %v", a, err)
	}

	if _, err := direct.Get(t.Context(), at+"/document", 39_999); !errors.Is(err, ErrLarge) {
		t.Errorf("too large: %v", err)
	}

	if a, err := direct.Get(t.Context(), at+"/document", 0); err != nil || a.Status != 200 || a.Body != nil {
		t.Errorf("without body: %+v, %v", a, err)
	}

	for path, status := range map[string]int{"/elsewhere": 302, "/nothing": 404} {
		if a, err := direct.Get(t.Context(), at+path, 100); err != nil || a.Status != status {
			t.Errorf("%s: %+v, %v", path, a, err)
		}
	}
}

func TestGetStatesWhichStageFailed(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}

	unused := "http://" + closed.Addr().String()
	closed.Close()
	for address, stage := range map[string]string{
		"https://no-such-name.invalid/":         checks.StageName,
		unused:                                  checks.StageConnect,
		server(t, httptest.NewTLSServer):        checks.StageSecure, // unknown authority
		server(t, httptest.NewServer) + "/slow": checks.StageAnswer,
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		_, err := direct.Get(ctx, address, 100)
		cancel()
		var f *Failure
		if runtime.GOOS == "windows" && errors.Is(err, context.DeadlineExceeded) {
			stage = checks.StageConnect // Wine reports the request as sent only with the response
		}

		if !errors.As(err, &f) || f.Stage != stage {
			t.Errorf("%s: %v at %+v, want %s", address, err, f, stage)
		}
	}
}

// A proxy that refuses to connect is distinguished from a server that responds, and from a proxy that asks for a
// password.
func TestProxyThatRefuses(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Wine begins a secure connection with a proxy that has refused one")
	}

	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.Host, "password.") {
			w.Header().Set("Proxy-Authenticate", "Basic realm=proxy")
			http.Error(w, "who are you?", http.StatusProxyAuthRequired)
			return
		}

		http.Error(w, "Blocked by proxy", http.StatusForbidden)
	}))
	defer proxy.Close()
	client := Client{Env: func(name string) string {
		if name == "HTTPS_PROXY" {
			return proxy.URL
		}

		return ""
	}}

	_, err := client.Get(t.Context(), "https://www.example.org/", 100)
	var f *Failure
	if !errors.As(err, &f) || f.Stage != checks.StageProxy || !strings.Contains(err.Error(), "403") {
		t.Errorf("refusal: %v, %+v", err, f)
	}

	a, err := client.Get(t.Context(), "https://password.example.org/", 100)
	if err != nil || a.Status != passwordRequired {
		t.Errorf("password: %+v, %v", a, err)
	}

	if got := client.Proxy("https://www.example.org/"); "http://"+got != proxy.URL {
		t.Errorf("proxy %q, want %q", got, proxy.URL)
	}
}

func TestGetRejectsAddresses(t *testing.T) {
	for _, address := range []string{
		"http://example.org/",
		"file:///etc/passwd",
		"https://user:word@example.org/",
		"nonsense",
		"https://",
	} {
		if _, err := direct.Get(t.Context(), address, 1); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", address, err)
		}
	}
}
