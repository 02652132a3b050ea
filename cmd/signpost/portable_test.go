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

// difficultName is the name of a folder with characters that must be escaped in addresses.
const difficultName = "Help #1 & more"

// buildPortable builds a portable copy of the help centre of this repository.
func buildPortable(t *testing.T) (out string) {
	t.Helper()
	out = filepath.Join(t.TempDir(), difficultName)
	signpost(t, "build", "--portable", "--quiet", "--config", "../../config.yaml", "--out", out)
	return out
}

// fileURL returns the address of a folder on disk.
func fileURL(dir string) string {
	u := url.URL{
		Scheme: "file",
		Path:   filepath.ToSlash(dir) + "/",
	}
	return u.String()
}

// TestAddressesInAPortableCopyAreFiles checks every address of a page, a picture, a style sheet or a script.
func TestAddressesInAPortableCopyAreFiles(t *testing.T) {
	root := os.DirFS(buildPortable(t))
	pages := 0
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".html" {
			return err
		}
		pages++
		return checkAddresses(t, root, name)
	})
	if err != nil || pages < 20 {
		t.Errorf("%d pages, %v", pages, err)
	}
}

func checkAddresses(t *testing.T, root fs.FS, name string) error {
	t.Helper()
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
			if isAddressAttribute(a) {
				checkAddress(t, root, name, n, a.Val)
			}
		}
	}
	return nil
}

func isAddressAttribute(a html.Attribute) bool {
	switch a.Key {
	case "href", "src", "action":
		return true
	}
	return strings.HasPrefix(a.Key, "data-") && strings.Contains(a.Val, "/")
}

func checkAddress(t *testing.T, root fs.FS, page string, n *html.Node, address string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Errorf("%s: %v", page, err)
		return
	}

	isWeb := u.Scheme == "https" || u.Scheme == "http"
	namesPublished := isWeb && (n.Data == "link" || n.Data == "html") // the address at which the page is published
	if u.Scheme != "" && n.Data != "a" && !namesPublished {
		t.Errorf("%s: <%s> loads %s", page, n.Data, address)
	}
	if u.Scheme != "" || u.Path == "" {
		return
	}
	if info, err := fs.Stat(root, path.Join(path.Dir(page), u.Path)); err != nil || info.IsDir() {
		t.Errorf("%s: <%s> leads to %s, which is not a file", page, n.Data, address)
	}
}

// TestReadAPortableCopy goes from the home page on disk to an article, to the list of codes, along a short link, and to
// what a search finds.
func TestReadAPortableCopy(t *testing.T) {
	address := fileURL(buildPortable(t))
	ctx := browser.New(t)
	click := func(selector string) { browser.Do(ctx, t, chromedp.Click(chromedp.CSS(selector))) }
	await := func(expression string) { browser.Await(ctx, t, expression) }

	browser.Do(ctx, t, chromedp.Navigate(address+"index.html"))
	click(".cards a[href='smartcards/index.html']")
	await(`location.pathname.endsWith("/smartcards/index.html") && document.readyState === "complete"`)
	click(".entries a")
	await(`document.querySelector("article.article h1") !== null && document.readyState === "complete"`)

	click(".footer a[href$='errors/index.html']")
	await(`location.pathname.endsWith("/errors/index.html") && document.readyState === "complete"`)
	click("#id-201 a")
	await(`location.hash !== "" && document.querySelector(":target .code")?.textContent === "ID-201"`)

	browser.Do(ctx, t, chromedp.SendKeys("input[type=search]", "em 301"))
	await(`document.querySelector("form[role=search] .answer .code")?.textContent === "EM-301"`)
	browser.Do(ctx, t, chromedp.SendKeys("input[type=search]", "\r"))
	await(`document.querySelector(":target .code")?.textContent === "EM-301"`)
	browser.Do(ctx, t, chromedp.Evaluate[chromedp.Void](`signpost.load().then(() => window.wasLoaded = true)`))
	await(`window.wasLoaded`)
	checkNoBrowserErrors(ctx, t)
}

// copyButtons are buttons that copy a link, on pages of the help centre.
var copyButtons = []struct{ page, selector string }{
	{"e/id-201/index.html", "h1 + .copy-row button"},
	{"smartcards/add-a-role/index.html", "#add-the-role + .copy-row button"},
}

// TestLinksCopiedFromAPortableCopy copies links. They must be those of the published pages, because a path on disk is
// of no use to the person who gets the link. Without a published address there are no buttons.
func TestLinksCopiedFromAPortableCopy(t *testing.T) {
	for base, want := range map[string][]string{
		"https://help.example/centre": {
			"https://help.example/centre/e/id-201/",
			"https://help.example/centre/smartcards/add-a-role/#add-the-role",
		},
		"": {"", ""},
	} {
		t.Run(base, func(t *testing.T) { checkCopiedLinks(t, base, want) })
	}
}

func checkCopiedLinks(t *testing.T, base string, want []string) {
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{
		"config.yaml": "title: Help\nlanguages: {cy: {}}\ncontact: {email: help@help.example}\n",
	})
	out := filepath.Join(dir, difficultName)
	signpost(t, "build", "--portable", "--quiet", "--base-url", base, "--out", out,
		"--config", filepath.Join(dir, "config.yaml"), "--content", "../../content")

	ctx := browser.New(t)
	for i, button := range copyButtons {
		browser.Do(ctx, t, chromedp.Navigate(fileURL(out)+button.page))
		browser.Await(ctx, t, `document.readyState === "complete"`)
		browser.Do(ctx, t, chromedp.Evaluate[chromedp.Void](`
			window.copied = "";
			const clipboard = {writeText: async text => { window.copied = text; }};
			Object.defineProperty(navigator, "clipboard", {value: clipboard});
			document.querySelector(`+strconv.Quote(button.selector)+`)?.click();`))
		browser.Await(ctx, t, fmt.Sprintf(`window.copied === %q`, want[i]))
	}
	checkNoBrowserErrors(ctx, t)
}

// TestSearchAPortableCopy searches on disk, where nothing can be fetched, in the box of a page and on the search page.
func TestSearchAPortableCopy(t *testing.T) {
	address := fileURL(buildPortable(t))
	ctx := browser.New(t)
	browser.Do(ctx, t,
		chromedp.Navigate(address+"errors/index.html"),
		chromedp.SendKeys(chromedp.CSS("input[type=search]"), "ods code not presnt"))
	browser.Await(ctx, t, `document.querySelector("form.search :is(ol, .answer) a")?.hash === "#ods-code-not-present"`)

	browser.Do(ctx, t, chromedp.Navigate(address+"search/index.html?q=ID-201"))
	browser.Await(ctx, t, `document.querySelector("main .answer a")?.pathname.endsWith("/index.html")`)
	browser.Do(ctx, t, chromedp.Click(chromedp.CSS("main .answer a")))
	browser.Await(ctx, t, `document.querySelector(":target .code")?.textContent === "ID-201"`)
	checkNoBrowserErrors(ctx, t)
}
