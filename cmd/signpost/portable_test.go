package main

import (
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"

	"signpost/internal/testkit/browser"
)

// portable builds the help centre of this repository for a disk, in a folder whose name is hard on addresses.
func portable(t *testing.T) (out string) {
	t.Helper()
	out = filepath.Join(t.TempDir(), "Help #1 & more")
	signpost(t, "build", "--portable", "--quiet", "--config", "../../config.yaml", "--out", out)
	return out
}

// Every address in a portable copy, of pages, pictures, style and script, is that of a file.
func TestEveryAddressOfAPortableCopyIsAFile(t *testing.T) {
	root := os.DirFS(portable(t))
	pages := 0
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".html" {
			return err
		}
		pages++
		file, err := root.Open(name)
		if err != nil {
			return err
		}
		defer file.Close()
		doc, err := html.Parse(file)
		if err != nil {
			return err
		}
		for n := range doc.Descendants() {
			for _, a := range n.Attr {
				if a.Key == "href" || a.Key == "src" || a.Key == "action" || strings.HasPrefix(a.Key, "data-") && strings.Contains(a.Val, "/") {
					leadsToAFile(t, root, name, n, a.Val)
				}
			}
		}
		return nil
	})
	if err != nil || pages < 20 {
		t.Error(pages, err)
	}
}

func leadsToAFile(t *testing.T, root fs.FS, from string, n *html.Node, address string) {
	t.Helper()
	u, err := url.Parse(address)
	whole := (n.Data == "link" || n.Data == "html") && (u.Scheme == "https" || u.Scheme == "http") // where the page was published
	switch {
	case err != nil:
		t.Errorf("%s: %v", from, err)
	case u.Scheme != "" && n.Data != "a" && !whole:
		t.Errorf("%s: <%s> loads %s", from, n.Data, address)
	case u.Scheme == "" && u.Path != "":
		if info, err := fs.Stat(root, path.Join(path.Dir(from), u.Path)); err != nil || info.IsDir() {
			t.Errorf("%s: <%s> leads to %s, which is no file", from, n.Data, address)
		}
	}
}

// A reader opens the copy from a disk and goes from the home page to an article, to the list of codes, along a short
// link, and to what a search finds.
func TestAPortableCopyIsReadFromADisk(t *testing.T) {
	address := (&url.URL{Scheme: "file", Path: filepath.ToSlash(portable(t)) + "/"}).String()
	ctx := browser.New(t)
	do(ctx, t, chromedp.Navigate(address+"index.html"), chromedp.Click(chromedp.CSS(".cards a[href='smartcards/index.html']")))
	browser.Await(ctx, t, `location.pathname.endsWith("/smartcards/index.html") && document.readyState === "complete"`)
	do(ctx, t, chromedp.Click(chromedp.CSS(".entries a")))
	browser.Await(ctx, t, `document.querySelector("article.article h1") !== null && document.readyState === "complete"`)
	do(ctx, t, chromedp.Click(chromedp.CSS(".footer a[href$='errors/index.html']")))
	browser.Await(ctx, t, `location.pathname.endsWith("/errors/index.html") && document.readyState === "complete"`)
	do(ctx, t, chromedp.Click(chromedp.CSS("#id-201 th a")))
	browser.Await(ctx, t, `location.pathname.endsWith("/e/id-201/index.html") && document.querySelector("h1 .code")?.textContent === "ID-201"`)
	do(ctx, t, chromedp.Click(chromedp.CSS(".whole a")))
	browser.Await(ctx, t, `location.hash !== "" && document.querySelector(":target .code")?.textContent === "ID-201"`)
	do(ctx, t, chromedp.SendKeys("input[type=search]", "em 301"))
	browser.Await(ctx, t, `document.querySelector("form[role=search] ol .code")?.textContent === "EM-301"`)
	do(ctx, t, chromedp.SendKeys("input[type=search]", "\r"))
	browser.Await(ctx, t, `document.querySelector(":target .code")?.textContent === "EM-301"`)
	quiet(ctx, t)
}

// Who copies a link in a portable copy, to send it to somebody, gets that of the published page: a path on a disk helps
// nobody. Where nobody said where the site is published, there is no button.
func TestLinksCopiedInAPortableCopy(t *testing.T) {
	for base, want := range map[string][]string{
		"https://help.example/centre": {"https://help.example/centre/e/id-201/", "https://help.example/centre/smartcards/add-a-role/#add-the-role", "https://help.example/centre/e/id-201/"},
		"":                            {"", "", ""},
	} {
		out := filepath.Join(t.TempDir(), "Help #1 & more")
		signpost(t, "build", "--portable", "--quiet", "--config", withoutBase(t), "--content", "../../content", "--base-url", base, "--out", out)
		address := (&url.URL{Scheme: "file", Path: filepath.ToSlash(out) + "/"}).String()
		ctx := browser.New(t)
		for i, at := range []struct{ page, button string }{
			{"e/id-201/index.html", "h1 + .copy-row button"},
			{"smartcards/add-a-role/index.html", "#add-the-role + .copy-row button"},
			{"errors/index.html", "#id-201 button"},
		} {
			do(ctx, t, chromedp.Navigate(address+at.page))
			browser.Await(ctx, t, `document.readyState === "complete"`)
			do(ctx, t, chromedp.Evaluate[chromedp.Void](`
				window.copied = "";
				Object.defineProperty(navigator, "clipboard", {value: {writeText: async text => { window.copied = text; }}});
				document.querySelector(`+strconv.Quote(at.button)+`)?.click();`))
			browser.Await(ctx, t, fmt.Sprintf(`window.copied === %q`, want[i]))
		}
		quiet(ctx, t)
	}
}

// withoutBase is a config.yaml that does not say where the site is published.
func withoutBase(t *testing.T) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(file, []byte("title: Help\ncontact: {email: help@help.example}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// A portable copy is searched from a disk, where nothing can be fetched, in the box of every page and on the search
// page.
func TestAPortableCopyIsSearchedFromADisk(t *testing.T) {
	address := (&url.URL{Scheme: "file", Path: filepath.ToSlash(portable(t)) + "/"}).String()
	ctx := browser.New(t)
	do(ctx, t, chromedp.Navigate(address+"errors/index.html"), chromedp.SendKeys(chromedp.CSS("input[type=search]"), "ods code not presnt"))
	browser.Await(ctx, t, `document.querySelector("form.search ol a")?.hash === "#ods-code-not-present"`)
	do(ctx, t, chromedp.Navigate(address+"search/index.html?q=ID-201"))
	browser.Await(ctx, t, `document.querySelector("main ol ol a")?.pathname.endsWith("/index.html")`)
	do(ctx, t, chromedp.Click(chromedp.CSS("main ol ol a")))
	browser.Await(ctx, t, `document.querySelector(":target .code")?.textContent === "ID-201"`)
	quiet(ctx, t)
}
