package browser

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// serve serves one page and returns its address.
func serve(t *testing.T, body string) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}

		const policy = "default-src 'self'; script-src 'unsafe-inline'; style-src 'self'"
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte("<!doctype html><title>as sent</title>" + body))
	}))

	t.Cleanup(server.Close)

	return server.URL + "/"
}

func navigate(t *testing.T, ctx context.Context, address string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Navigate(address)); err != nil {
		t.Fatal(err)
	}
}

func TestTroubles(t *testing.T) {
	for name, test := range map[string]struct{ body, want string }{
		"request":   {`<img src="absent.png">`, "404"},
		"exception": {`<script>throw new Error("thrown on purpose")</script>`, "thrown on purpose"},
		"console":   {`<script>console.error("logged on purpose")</script>`, "logged on purpose"},
		"policy":    {`<p style="color: red">no</p>`, "security"},
		"foreign":   {`<img src="https://example.invalid/x.png">`, "security"},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := New(t)
			navigate(t, ctx, serve(t, test.body))
			isWanted := func(s string) bool {
				return strings.Contains(s, test.want)
			}

			if got := Errors(ctx); !slices.ContainsFunc(got, isWanted) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestNoTroubles(t *testing.T) {
	ctx := New(t)
	navigate(t, ctx, serve(t, `<p>quiet</p>`))
	if got := Errors(ctx); len(got) > 0 {
		t.Errorf("got %q", got)
	}
}

func TestRequests(t *testing.T) {
	address := serve(t, `<script src="data:text/javascript,1"></script>`)
	ctx := New(t)
	navigate(t, ctx, address)
	if got := Requests(ctx); len(got) == 0 || got[0] != address {
		t.Errorf("got %q, want %q first", got, address)
	}
}

func TestNewWithoutScript(t *testing.T) {
	const page = "<!doctype html><title>as sent</title><script>document.title = 'changed'</script>"
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}

	ctx := NewWithoutScript(t)
	navigate(t, ctx, "file://"+file)

	title, err := chromedp.Run(ctx, chromedp.Title())
	if err != nil {
		t.Fatal(err)
	}

	if title != "as sent" {
		t.Errorf("the script ran: title %q", title)
	}
}
