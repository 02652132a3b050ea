package main

import (
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/rogpeppe/go-internal/txtar"

	"signpost/internal/testkit/browser"
)

// TestSwitchLanguage switches to Welsh and searches there. The results and the texts around them must be in Welsh.
func TestSwitchLanguage(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/script/languages.txt")
	if err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(extractArchive(t, archive), "config.yaml")
	out := t.TempDir()
	address := serveFolder(t, out)
	signpost(t, "build", "--quiet", "--config", config, "--base-url", address, "--out", out)

	ctx := browser.New(t)
	browser.Do(ctx, t, chromedp.Navigate(address+"cards/resolve/"), chromedp.Click(chromedp.CSS(".languages a")))
	browser.Await(ctx, t, `location.pathname === "/cy/cards/resolve/" &&
		document.documentElement.lang === "cy" && document.readyState === "complete"`)

	browser.Do(ctx, t, chromedp.SendKeys("input[type=search]", "cerdyn"))
	browser.Await(ctx, t, `document.querySelector("form[role=search] ol a")?.pathname === "/cy/cards/resolve/"`)
	browser.Await(ctx, t, `document.querySelector("form[role=search] .status").textContent ===
		"1 canlyniad ar gyfer cerdyn"`)

	browser.Do(ctx, t, chromedp.Navigate(address+"e/id-201/"), chromedp.Click(chromedp.CSS(".languages a")))
	browser.Await(ctx, t, showsHeading(address+"cy/cards/resolve/#ods"))
	checkNoBrowserErrors(ctx, t)
}
