package browser

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

func serve(t *testing.T, page string) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Security-Policy", "default-src 'self'; script-src 'unsafe-inline'; style-src 'self'")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte("<!doctype html><title>as sent</title>" + page))
	}))
	t.Cleanup(server.Close)
	return server.URL + "/"
}

func TestTroublesAreSeen(t *testing.T) {
	for name, test := range map[string]struct{ page, want string }{
		"nothing":   {`<p>quiet</p>`, ""},
		"request":   {`<img src="absent.png">`, "404"},
		"exception": {`<script>throw new Error("thrown on purpose")</script>`, "thrown on purpose"},
		"console":   {`<script>console.error("said on purpose")</script>`, "said on purpose"},
		"policy":    {`<p style="color: red">no</p>`, "security"},
		"foreign":   {`<img src="https://example.invalid/x.png">`, "security"},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := New(t)
			if err := chromedp.Do(ctx, chromedp.Navigate(serve(t, test.page))); err != nil {
				t.Fatal(err)
			}
			found := slices.ContainsFunc(Troubles(ctx), func(s string) bool { return strings.Contains(s, test.want) })
			if test.want == "" && len(Troubles(ctx)) > 0 || test.want != "" && !found {
				t.Errorf("troubles %q, want %q", Troubles(ctx), test.want)
			}
		})
	}
}

func TestRequestsAndScript(t *testing.T) {
	address := serve(t, `<script src="data:text/javascript,1"></script>`)
	ctx := New(t)
	if err := chromedp.Do(ctx, chromedp.Navigate(address)); err != nil {
		t.Fatal(err)
	}
	if got := Requests(ctx); len(got) == 0 || got[0] != address {
		t.Errorf("requests %q, want %q first", got, address)
	}
}

func TestWithoutScript(t *testing.T) {
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, []byte("<!doctype html><title>as sent</title><script>document.title = 'changed'</script>"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx := NewWithoutScript(t)
	if err := chromedp.Do(ctx, chromedp.Navigate("file://"+file)); err != nil {
		t.Fatal(err)
	}
	title, err := chromedp.Run(ctx, chromedp.Title())
	if err != nil {
		t.Fatal(err)
	}
	if title != "as sent" {
		t.Errorf("the script ran: %q", title)
	}
}
