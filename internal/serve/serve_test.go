package serve

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"signpost/internal/article"
	"signpost/internal/generate"
	"signpost/internal/problem"
	"signpost/internal/testkit/browser"
)

const sound = "---\ntitle: %\n---\nText.\n"

// project writes settings and one article, and serves them; it returns the folder and the address.
func project(t *testing.T, article string) (dir, address string) {
	t.Helper()
	return logged(t, article, io.Discard)
}

// told is a log of which each line is received.
type told chan string

func (l told) Write(text []byte) (int, error) {
	l <- strings.TrimSpace(string(text))
	return len(text), nil
}

// await waits for a line: an editor that writes a file in two steps is told twice.
func (l told) await(t *testing.T, want string) {
	t.Helper()
	for late := time.After(10 * time.Second); ; {
		select {
		case got := <-l:
			if got == want {
				return
			}
		case <-late:
			t.Fatalf("the log never says %q", want)
		}
	}
}

// logged is a project whose log is kept.
func logged(t *testing.T, text string, log io.Writer) (dir, address string) {
	t.Helper()
	dir = t.TempDir()
	put(t, dir, "config.yaml", "title: Help\n")
	put(t, dir, "content/cards/card.md", text)
	store, err := article.OpenStore(filepath.Join(t.TempDir(), "kept"), "this test", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() }) // it always is nil
	ctx, cancel := context.WithCancel(context.Background())
	ready, done := make(chan string, 1), make(chan error, 1)
	go func() {
		done <- Run(ctx, Options{
			Build: generate.Options{Config: filepath.Join(dir, "config.yaml"), Store: store}, Addr: "127.0.0.1:0", Log: log, Tell: func([]problem.Problem) {},
			Ready: func(address string, _ *generate.Result) { ready <- address },
		})
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	select {
	case address = <-ready:
	case err := <-done:
		done <- err
		t.Fatal(err)
	}
	return dir, address
}

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func titled(title string) string { return strings.Replace(sound, "%", title, 1) }

func get(t *testing.T, request *http.Request) (status int, header http.Header, body string) {
	t.Helper()
	response, err := http.DefaultTransport.RoundTrip(request) // follows no redirects
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, response.Header, string(data)
}

func request(t *testing.T, method, address string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// listen reads the server's news until one is as wanted.
func listen(t *testing.T, address string, wanted func(news) bool, then func()) {
	t.Helper()
	response, err := http.DefaultClient.Do(request(t, "GET", address+"_signpost/events"))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok {
			continue
		}
		var n news
		if err := json.Unmarshal([]byte(data), &n); err != nil {
			t.Fatal(err)
		}
		if wanted(n) {
			return
		}
		if then != nil {
			then()
			then = nil
		}
	}
	t.Fatalf("the news ended: %v", lines.Err())
}

func TestEveryChangeIsServed(t *testing.T) {
	dir, address := project(t, titled("First"))
	page := address + "cards/card/"
	if _, _, body := get(t, request(t, "GET", page)); !strings.Contains(body, "<h1>First</h1>") {
		t.Fatalf("got %s", body)
	}
	listen(t, address, func(n news) bool { return n.Build == 2 }, func() { put(t, dir, "content/cards/card.md", titled("Second")) })
	if _, _, body := get(t, request(t, "GET", page)); !strings.Contains(body, "<h1>Second</h1>") {
		t.Errorf("got %s", body)
	}
	listen(t, address, func(n news) bool { return n.Build == 3 }, func() { put(t, dir, "content/new/other.md", titled("Other")) })
	if status, _, _ := get(t, request(t, "GET", address+"new/other/")); status != http.StatusOK {
		t.Errorf("an article in a new folder: status %d", status)
	}
	listen(t, address, func(n news) bool { return n.Build == 4 }, func() { put(t, dir, "config.yaml", "title: Renamed\n") })
	if _, _, body := get(t, request(t, "GET", page)); !strings.Contains(body, "Renamed</title>") {
		t.Errorf("got %s", body)
	}
}

func TestAMistakeKeepsTheLastGoodPage(t *testing.T) {
	dir, address := project(t, titled("First"))
	failed := func(n news) bool { return len(n.Problems) == 1 && n.Problems[0].Rule == "SP020" && n.Build == 1 }
	listen(t, address, failed, func() { put(t, dir, "content/cards/card.md", titled("First")+"[x](y.md)\n") })
	if status, _, body := get(t, request(t, "GET", address+"cards/card/")); status != http.StatusOK || !strings.Contains(body, "<h1>First</h1>") {
		t.Errorf("status %d, body %s", status, body)
	}
}

// A terminal whose last word is a mistake must not go on saying so.
func TestTheTerminalTellsThatAMistakeIsMended(t *testing.T) {
	log := make(told, 8)
	dir, _ := logged(t, titled("First"), log)
	for _, step := range []struct{ text, want string }{
		{"no title\n", "not rebuilt:"},
		{titled("Second"), "rebuilt: what was wrong is mended"},
	} {
		put(t, dir, "content/cards/card.md", step.text)
		log.await(t, step.want)
	}
}

func TestRequests(t *testing.T) {
	_, address := project(t, titled("First"))
	foreign := request(t, "GET", address)
	foreign.Host = "attacker.example"
	local := request(t, "GET", address)
	local.Host = "localhost:8080"
	tests := []struct {
		name    string
		request *http.Request
		status  int
	}{
		{"page", request(t, "GET", address+"cards/card/"), 200},
		{"page without its slash", request(t, "GET", address+"cards/card"), 301},
		{"no page", request(t, "GET", address+"nothing"), 404},
		{"another host's name", foreign, 403},
		{"localhost", local, 200},
		{"POST", request(t, "POST", address), 405},
		{"out of the site", request(t, "GET", address+"..%2f..%2fetc/passwd"), 404},
		{"settings", request(t, "GET", address+"config.yaml"), 404},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			status, header, _ := get(t, tt.request)
			if status != tt.status {
				t.Errorf("status %d, want %d", status, tt.status)
			}
			if !strings.Contains(header.Get("Content-Security-Policy"), "default-src 'self'") {
				t.Error("no Content-Security-Policy")
			}
			if to := header.Get("Location"); status == 301 && to != "/cards/card/" {
				t.Errorf("leads to %s", to)
			}
		})
	}
}

// An open page reloads, shows what is wrong without going away, and recovers.
func TestTheSiteIsFoundBelowItsPathToo(t *testing.T) {
	t.Setenv("SIGNPOST_BASE_URL", "https://help.example/hjälp/centre/")
	_, address := project(t, titled("Card"))
	for _, test := range []struct {
		path   string
		status int
		to     string
	}{
		{"cards/card/", 200, ""},
		{"hj%C3%A4lp/centre/", 200, ""},
		{"hj%C3%A4lp/centre/cards/card/", 200, ""},
		{"hj%C3%A4lp/centre/search/index.idx", 200, ""},
		{"hj%C3%A4lp/centre?q=a", 301, "/hj%C3%A4lp/centre/?q=a"},
		{"hj%C3%A4lp/centre/cards/card", 301, "/hj%C3%A4lp/centre/cards/card/"},
		{"hj%C3%A4lp/centrecards/card/", 404, ""},
		{"hj%C3%A4lp/centre/nowhere/", 404, ""},
		{"hj%C3%A4lp/", 404, ""},
	} {
		request, _ := http.NewRequest(http.MethodGet, address+test.path, nil)
		status, header, _ := get(t, request)
		if status != test.status || header.Get("Location") != test.to {
			t.Errorf("%s: %d, leads to %q", test.path, status, header.Get("Location"))
		}
	}
}

func TestThePageReloads(t *testing.T) {
	dir, address := project(t, titled("First"))
	ctx := browser.New(t)
	if err := chromedp.Do(ctx, chromedp.Navigate(address+"cards/card/")); err != nil {
		t.Fatal(err)
	}
	browser.Await(ctx, t, `document.querySelector("h1").textContent === "First"`)
	put(t, dir, "content/cards/card.md", titled("Second"))
	browser.Await(ctx, t, `document.querySelector("h1").textContent === "Second"`)
	put(t, dir, "content/cards/card.md", "---\ntitle: Third\n---\n[x](y.md)\n")
	browser.Await(ctx, t, `document.getElementById("_signpost")?.textContent.includes("y.md") && document.querySelector("h1").textContent === "Second"`)
	put(t, dir, "content/cards/card.md", titled("Third"))
	browser.Await(ctx, t, `document.querySelector("h1").textContent === "Third" && !document.getElementById("_signpost")`)
	if troubles := browser.Troubles(ctx); troubles != nil {
		t.Errorf("in the browser: %q", troubles)
	}
}

// When the first build fails there is no page yet: the address says so, and the page appears once the mistake is mended.
// What `signpost new` leaves to write stands on the page while it is written.
func TestNotesAreShown(t *testing.T) {
	_, address := project(t, titled("Begun")+"\n[to do: the first step]\n")
	if status, _, body := get(t, request(t, "GET", address+"cards/card/")); status != http.StatusOK || !strings.Contains(body, "[to do: the first step]") {
		t.Errorf("status %d, body %s", status, body)
	}
}

func TestThePageAppearsWhenItsProblemsAreMended(t *testing.T) {
	dir, address := project(t, "no title")
	status, _, body := get(t, request(t, "GET", address))
	if status != http.StatusServiceUnavailable || !bytes.Equal([]byte(body), problemsPage) {
		t.Errorf("status %d, body %s", status, body)
	}
	ctx := browser.New(t)
	if err := chromedp.Do(ctx, chromedp.Navigate(address+"cards/card/")); err != nil {
		t.Fatal(err)
	}
	put(t, dir, "content/cards/card.md", titled("Mended"))
	browser.Await(ctx, t, `document.querySelector("h1").textContent === "Mended"`)
}

// The search finds what was written a moment ago.
func TestSearchIsServed(t *testing.T) {
	dir, address := project(t, titled("First"))
	ctx := browser.New(t)
	finds := func(query string) string {
		return `window.found?.[0]?.title === "` + query + `" || void window.signpost?.search("` + query + `", 1).then(r => window.found = r)`
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(address+"cards/card/")); err != nil {
		t.Fatal(err)
	}
	browser.Await(ctx, t, finds("First"))
	put(t, dir, "content/cards/card.md", titled("Second"))
	browser.Await(ctx, t, `document.querySelector("h1").textContent === "Second"`)
	browser.Await(ctx, t, finds("Second"))
	if status, _, _ := get(t, request(t, "GET", address+"search/x-AAAAAAAA.idx")); status != http.StatusNotFound {
		t.Errorf("a shard that does not exist: status %d", status)
	}
}
