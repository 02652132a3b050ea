package serve

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"signpost/internal/generate"
	"signpost/internal/library"
	"signpost/internal/problem"
	"signpost/internal/site"
	"signpost/internal/testkit/browser"
	"signpost/internal/testkit/leak"
)

const page = "cards/card/"

// putArticle writes the article of the project with a title.
func putArticle(t *testing.T, dir, title string) {
	t.Helper()
	put(t, dir, "content/cards/card.md", titled(title))
}

func titled(title string) string {
	return "---\ntitle: " + title + "\n---\nText.\n"
}

// newProject writes settings and one article, and serves them. It returns the folder and the address.
func newProject(t *testing.T, article string) (dir, address string) {
	t.Helper()
	return newLoggedProject(t, article, io.Discard)
}

// newLoggedProject is newProject with a log and changed options.
func newLoggedProject(t *testing.T, text string, log io.Writer, change ...func(*Options)) (dir, address string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "site")
	put(t, dir, "config.yaml", "title: Help\n")
	put(t, dir, "content/cards/card.md", text)

	ready := make(chan string, 1)
	options := optionsFor(t, dir)
	options.Log = log
	for _, f := range change {
		f(&options)
	}

	options.Ready = func(address string, _ *generate.Result) {
		ready <- address
	}

	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- Run(ctx, options) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run: %v", err)
		}
	})

	select {
	case address = <-ready:
	case err := <-done:
		done <- nil
		t.Fatal(err)
	}

	return dir, address
}

// optionsFor returns options for the project in dir, without a log.
func optionsFor(t *testing.T, dir string) Options {
	t.Helper()
	cache := filepath.Join(t.TempDir(), "cache")
	articles, err := library.Open(cache, "this test", time.Now())
	if err != nil {
		t.Fatal(err)
	}

	t.Cleanup(func() { _ = articles.Close(t.Context()) }) // it always returns nil

	return Options{
		Build: generate.Options{
			ConfigFile: filepath.Join(dir, "config.yaml"),
			Options:    site.Options{Library: articles},
			Environ:    os.Environ(),
		},
		Addr:   "127.0.0.1:0",
		Log:    io.Discard,
		Report: func([]problem.Problem) {},
		Ready:  func(string, *generate.Result) {},
	}
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

// roundTrip sends a request without following redirects.
func roundTrip(t *testing.T, request *http.Request) (status int, header http.Header, body string) {
	t.Helper()
	response, err := http.DefaultTransport.RoundTrip(request)
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

func get(t *testing.T, address string) (status int, body string) {
	t.Helper()
	status, _, body = roundTrip(t, newRequest(t, "GET", address))

	return status, body
}

func newRequest(t *testing.T, method, address string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, nil)
	if err != nil {
		t.Fatal(err)
	}

	return r
}

// awaitStatus reads events until one matches. It calls change after the first that does not.
func awaitStatus(t *testing.T, address string, matches func(status) bool, change func()) {
	t.Helper()
	response, err := http.DefaultClient.Do(newRequest(t, "GET", address+"_signpost/events"))
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

		var s status
		if err := json.Unmarshal([]byte(data), &s); err != nil {
			t.Fatal(err)
		}

		if matches(s) {
			return
		}

		if change != nil {
			change()
			change = nil
		}
	}

	t.Fatalf("the events ended: %v", lines.Err())
}

// awaitBuild waits until a build with a number succeeds after a change.
func awaitBuild(t *testing.T, address string, build int, change func()) {
	t.Helper()
	awaitStatus(t, address, func(s status) bool { return s.Build == build }, change)
}

func checkBody(t *testing.T, address, want string) {
	t.Helper()
	if status, body := get(t, address); status != http.StatusOK || !strings.Contains(body, want) {
		t.Errorf("%s: status %d, want %q in\n%s", address, status, want, body)
	}
}

func TestChangesAreServed(t *testing.T) {
	dir, address := newProject(t, titled("First"))
	checkBody(t, address+page, "<h1>First</h1>")

	awaitBuild(t, address, 2, func() { putArticle(t, dir, "Second") })
	checkBody(t, address+page, "<h1>Second</h1>")

	awaitBuild(t, address, 3, func() {
		put(t, dir, "content/new/other.md", titled("Other"))
	})

	checkBody(t, address+"new/other/", "<h1>Other</h1>")

	awaitBuild(t, address, 4, func() { put(t, dir, "config.yaml", "title: Renamed\n") })
	checkBody(t, address+page, "Renamed</title>")
}

func TestFailedBuildKeepsThePreviousPage(t *testing.T) {
	dir, address := newProject(t, titled("First"))
	hasDeadLink := func(s status) bool {
		return s.Build == 1 && len(s.Problems) == 1 && s.Problems[0].Rule == "SP020"
	}

	awaitStatus(t, address, hasDeadLink, func() {
		put(t, dir, "content/cards/card.md", titled("Second")+"[x](y.md)\n")
	})

	checkBody(t, address+page, "<h1>First</h1>")
}

// lineLog sends each line to a channel.
type lineLog chan string

func (l lineLog) Write(text []byte) (int, error) {
	l <- strings.TrimSpace(string(text))
	return len(text), nil
}

// await waits for a line. There may be others, since one change can lead to two builds.
func (l lineLog) await(t *testing.T, want string) {
	t.Helper()
	timeout := time.After(10 * time.Second)
	for {
		select {
		case got := <-l:
			if got == want {
				return
			}

		case <-timeout:
			t.Fatalf("the log does not contain %q", want)
		}
	}
}

func TestLogReportsFailureAndSuccess(t *testing.T) {
	log := make(lineLog, 8)
	dir, _ := newLoggedProject(t, titled("First"), log)

	put(t, dir, "content/cards/card.md", "# A\n\n[Dead](missing.md)\n")
	log.await(t, "not rebuilt:")

	putArticle(t, dir, "Second")
	log.await(t, "rebuilt without errors")
}

// TestUnreadableSettings keeps the previous site, and names the file in the log only.
func TestUnreadableSettings(t *testing.T) {
	log := make(lineLog, 8)
	dir, address := newLoggedProject(t, titled("First"), log)
	hasProblem := func(s status) bool { return s.Build == 1 && len(s.Problems) == 1 }
	config := filepath.Join(dir, "config.yaml")

	awaitStatus(t, address, hasProblem, func() {
		if err := os.Rename(config, config+".old"); err != nil {
			t.Fatal(err)
		}
	})
	log.await(t, "not rebuilt:")
	log.await(t, "signpost: open "+config+": no such file or directory")
	checkBody(t, address+page, "<h1>First</h1>")

	put(t, dir, "config.yaml", "title: [")
	awaitStatus(t, address, func(s status) bool { return hasProblem(s) && s.Problems[0].File != "" }, nil)
	checkBody(t, address+page, "<h1>First</h1>")

	put(t, dir, "config.yaml", "title: Fixed\n")
	awaitPage(t, address+page, 200, "Fixed</title>")
}

func TestRequests(t *testing.T) {
	_, address := newProject(t, titled("First"))
	foreign := newRequest(t, "GET", address)
	foreign.Host = "attacker.example"
	local := newRequest(t, "GET", address)
	local.Host = "localhost:8080"
	tests := []struct {
		name    string
		request *http.Request
		status  int
	}{
		{"page", newRequest(t, "GET", address+page), 200},
		{"page without slash", newRequest(t, "GET", address+"cards/card"), 301},
		{"missing page", newRequest(t, "GET", address+"nothing"), 404},
		{"foreign host", foreign, 403},
		{"localhost", local, 200},
		{"POST", newRequest(t, "POST", address), 405},
		{"file outside of the site", newRequest(t, "GET", address+"..%2f..%2fetc/passwd"), 404},
		{"settings", newRequest(t, "GET", address+"config.yaml"), 404},
		{"missing shard", newRequest(t, "GET", address+"search/x-AAAAAAAA.idx"), 404},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			status, header, _ := roundTrip(t, tt.request)
			if status != tt.status {
				t.Errorf("status %d, want %d", status, tt.status)
			}

			if !strings.Contains(header.Get("Content-Security-Policy"), "default-src 'self'") {
				t.Error("no Content-Security-Policy")
			}

			if to := header.Get("Location"); status == 301 && to != "/cards/card/" {
				t.Errorf("redirect to %s", to)
			}
		})
	}
}

func TestSiteIsServedBelowItsPublishedPath(t *testing.T) {
	t.Setenv("SIGNPOST_BASE_URL", "https://help.example/hjälp/centre/")
	_, address := newProject(t, titled("Card"))
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
		status, header, _ := roundTrip(t, newRequest(t, "GET", address+test.path))
		to := header.Get("Location")
		if status != test.status || to != test.to {
			t.Errorf("%s: status %d, redirect %q; want %d, %q", test.path, status, to, test.status, test.to)
		}
	}
}

// openPage opens the page of the article in a browser.
func openPage(t *testing.T, address string) context.Context {
	t.Helper()
	ctx := browser.New(t)
	if err := chromedp.Do(ctx, chromedp.Navigate(address+page)); err != nil {
		t.Fatal(err)
	}

	return ctx
}

// hasTitle returns a JavaScript expression that is true on a page with a title.
func hasTitle(title string) string {
	return `document.querySelector("h1").textContent === "` + title + `"`
}

func TestPageReloads(t *testing.T) {
	dir, address := newProject(t, titled("First"))
	ctx := openPage(t, address)
	browser.Await(ctx, t, hasTitle("First"))

	putArticle(t, dir, "Second")
	browser.Await(ctx, t, hasTitle("Second"))

	put(t, dir, "content/cards/card.md", titled("Third")+"[x](y.md)\n")
	browser.Await(ctx, t, `document.getElementById("_signpost")?.textContent.includes("y.md")`)
	browser.Await(ctx, t, hasTitle("Second"))

	putArticle(t, dir, "Third")
	browser.Await(ctx, t, hasTitle("Third")+` && !document.getElementById("_signpost")`)
	if messages := browser.Errors(ctx); messages != nil {
		t.Errorf("in the browser: %q", messages)
	}
}

// A page that the author does not see is not connected. It reloads when it is shown again.
func TestHiddenPageReloadsWhenShown(t *testing.T) {
	dir, address := newProject(t, titled("First"))
	ctx := openPage(t, address)
	browser.Await(ctx, t, hasTitle("First"))
	show := func(hidden string) {
		browser.Do(ctx, t, chromedp.Evaluate[chromedp.Void](`
			Object.defineProperty(document, "hidden", {value: `+hidden+`, configurable: true});
			document.dispatchEvent(new Event("visibilitychange"));`))
	}

	show("true")
	awaitBuild(t, address, 2, func() { putArticle(t, dir, "Second") })
	browser.Await(ctx, t, hasTitle("First"))
	isOther := func(address string) bool { return !strings.HasSuffix(address, eventsPath) }
	if n := len(slices.DeleteFunc(browser.Requests(ctx), isOther)); n != 1 {
		t.Errorf("the page was connected %d times, want once", n)
	}

	show("false")
	browser.Await(ctx, t, hasTitle("Second"))
}

// `signpost new` writes placeholders for the author to replace.
func TestPlaceholdersAreServed(t *testing.T) {
	_, address := newProject(t, titled("Begun")+"\n[to do: the first step]\n")
	checkBody(t, address+page, "[to do: the first step]")
}

func TestPageAppearsAfterFirstBuildFailed(t *testing.T) {
	dir, address := newProject(t, "# A\n\n[Dead](missing.md)\n")
	status, body := get(t, address)
	if status != http.StatusServiceUnavailable || !bytes.Equal([]byte(body), problemsPage) {
		t.Errorf("status %d, body %s", status, body)
	}

	ctx := openPage(t, address)
	putArticle(t, dir, "Fixed")
	browser.Await(ctx, t, hasTitle("Fixed"))
}

func TestSearchIsServed(t *testing.T) {
	dir, address := newProject(t, titled("First"))
	ctx := openPage(t, address)
	finds := func(query string) string {
		search := `window.signpost?.search("` + query + `", 1).then(r => window.found = r)`
		return `window.found?.[0]?.title === "` + query + `" || void ` + search
	}

	browser.Await(ctx, t, finds("First"))

	putArticle(t, dir, "Second")
	browser.Await(ctx, t, hasTitle("Second"))
	browser.Await(ctx, t, finds("Second"))
}

func TestRunStopsDuringFirstBuild(t *testing.T) {
	leak.Check(t)
	dir := t.TempDir()
	put(t, dir, "config.yaml", "title: Help\n")
	putArticle(t, dir, "First")
	options := optionsFor(t, dir)
	options.Ready = func(string, *generate.Result) {
		t.Error("Ready was called")
	}

	ctx, cancel := context.WithCancel(t.Context())
	cancel()

	if err := Run(ctx, options); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}

func TestRunWaitsForItsGoroutines(t *testing.T) {
	leak.Check(t)
	dir, address := newProject(t, titled("First"))

	// The event stream is still open when the server stops.
	response, err := http.DefaultClient.Do(newRequest(t, "GET", address+"_signpost/events"))
	if err != nil {
		t.Fatal(err)
	}

	t.Cleanup(func() { response.Body.Close() })
	awaitBuild(t, address, 2, func() { putArticle(t, dir, "Second") })
}

// Attachments and static files are served, in parts too, and pages reload when one changes.
func TestFilesAreServed(t *testing.T) {
	dir, address := newProject(t, titled("First"))
	awaitBuild(t, address, 2, func() { put(t, dir, "content/cards/form.pdf", "0123456789") })
	awaitBuild(t, address, 3, func() {
		put(t, dir, "content/cards/card.md", titled("Second")+"\n[Form](form.pdf)\n")
	})

	request := newRequest(t, http.MethodGet, address+"cards/form.pdf")
	request.Header.Set("Range", "bytes=2-4")
	code, header, body := roundTrip(t, request)
	if code != http.StatusPartialContent || body != "234" || header.Get("Content-Type") != "application/pdf" {
		t.Errorf("part of the file: status %d, type %s, body %q", code, header.Get("Content-Type"), body)
	}

	awaitBuild(t, address, 4, func() { put(t, dir, "content/cards/form.pdf", "changed") })
	checkBody(t, address+"cards/form.pdf", "changed")

	isServed := func(status) bool {
		_, body := get(t, address+".well-known/proof.txt")
		return body == "proof"
	}
	awaitStatus(t, address, isServed, func() { put(t, dir, "content/_static/.well-known/proof.txt", "proof") })
}

// TestOnlyContentIsServed replaces files by links that lead out of the content folder, and removes one, after the site
// was built.
func TestOnlyContentIsServed(t *testing.T) {
	dir, address := newProject(t, titled("First"))
	put(t, dir, "secret.txt", "secret")
	put(t, dir, "content/cards/form.pdf", "0123456789")
	put(t, dir, "content/cards/gone.md", titled("Gone"))
	put(t, dir, "content/cards/card.md", titled("Second")+"\n[Form](form.pdf)\n")
	awaitPage(t, address+page, 200, "Second")
	awaitPage(t, address+"cards/gone.md", 200, "Gone")
	checkBody(t, address+"cards/form.pdf", "0123456789")

	for _, name := range []string{"cards/card.md", "cards/form.pdf", "cards/gone.md"} {
		file := filepath.Join(dir, "content", filepath.FromSlash(name))
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}

		if name != "cards/gone.md" {
			if err := os.Symlink("../../secret.txt", file); err != nil {
				t.Skip("this system allows no symbolic links")
			}
		}

		code, body := get(t, address+name)
		if code != http.StatusNotFound || strings.Contains(body, "secret") || strings.Contains(body, dir) {
			t.Errorf("%s: status %d, %s", name, code, body)
		}
	}
}

// TestOldAddresses expects the answers of a host with the configuration of the site.
func TestOldAddresses(t *testing.T) {
	_, address := newProject(t, "---\ntitle: T\n"+
		"aliases: [/old.html, /Cards/Card, /con/, '/x.php?id=1', '/hc/1-*']\n---\nText.\n")

	for path, want := range map[string]struct {
		status int
		to     string
	}{
		"old.html":           {200, ""},
		"Cards/Card":         {301, "/cards/card/"},
		"con":                {301, "/cards/card/"},
		"x.php?id=1&from=me": {301, "/cards/card/"},
		"x.php?id=12":        {301, "/x.php/?id=12"},
		"x.php/?id=12":       {200, ""},
		"hc/1-a-title":       {301, "/cards/card/"},
		"hc/2-a-title":       {404, ""},
	} {
		status, header, _ := roundTrip(t, newRequest(t, "GET", address+path))
		to := header.Get("Location")
		if status != want.status || to != want.to {
			t.Errorf("%s: status %d, redirect %q; want %d, %q", path, status, to, want.status, want.to)
		}
	}
}
