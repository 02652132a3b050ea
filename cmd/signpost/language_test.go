package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/rogpeppe/go-internal/txtar"

	"signpost/internal/testkit/browser"
)

// files writes the files that a story in testdata/script ends with into a new folder.
func files(t *testing.T, story string) (dir string) {
	t.Helper()
	archive, err := txtar.ParseFile(filepath.Join("testdata", "script", story))
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	for _, f := range archive.Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// A reader goes over to Welsh, searches there and is answered in Welsh.
func TestAReaderGoesOverToAnotherLanguage(t *testing.T) {
	out := t.TempDir()
	address := host(t, out)
	signpost(t, "build", "--quiet", "--config", filepath.Join(files(t, "languages.txt"), "config.yaml"), "--base-url", address, "--out", out)
	ctx := browser.New(t)
	do(ctx, t, chromedp.Navigate(address+"cards/resolve/"), chromedp.Click(chromedp.CSS(".languages a")))
	browser.Await(ctx, t, `location.pathname === "/cy/cards/resolve/" && document.documentElement.lang === "cy" && document.readyState === "complete"`)
	do(ctx, t, chromedp.SendKeys("input[type=search]", "cerdyn"))
	browser.Await(ctx, t, `document.querySelector("form[role=search] ol a")?.pathname === "/cy/cards/resolve/"`)
	browser.Await(ctx, t, `document.querySelector("form[role=search] [role=status]").textContent === "1 canlyniad ar gyfer cerdyn"`)
	do(ctx, t, chromedp.Navigate(address+"e/id-201/"), chromedp.Click(chromedp.CSS(".languages a")))
	browser.Await(ctx, t, landed(address+"cy/cards/resolve/#ods"))
	quiet(ctx, t)
}
