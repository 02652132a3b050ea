package themes_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	cdp "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// environments are the media in which readers see a page.
var environments = []struct {
	name     string
	width    int64
	media    string
	features []string
}{
	{name: "light", width: 1280},
	{name: "dark", width: 1280, features: []string{"prefers-color-scheme", "dark"}},
	{name: "768", width: 768},
	{name: "390", width: 390},
	{name: "320", width: 320},
	{name: "forced", width: 1280, features: []string{"forced-colors", "active", "prefers-color-scheme", "dark"}},
	{name: "print", width: 794, media: "print"},
}

// TestScreenshots takes a screenshot of each type of page in each environment, for `make screenshots` and a human
// reviewer. It opens a page once on a screen, because paper has no search box to type into.
func TestScreenshots(t *testing.T) {
	dir := os.Getenv("SCREENSHOTS")
	if dir == "" {
		t.Skip("run make screenshots")
	}

	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}

	address := serveOwn(t, nil)
	for _, s := range states {
		tab := newTab(t)
		tab.resize(1280, 800)
		s.open(tab, address)
		for _, e := range environments {
			if e.media == "print" && s.keys != "" {
				continue // the results in the search box are not printed
			}

			tab.emulate(e.media, e.features...)
			tab.resize(e.width, 800)
			name := strings.NewReplacer(" ", "-", ",", "").Replace(s.name) + "-" + e.name + ".png"
			if err := os.WriteFile(filepath.Join(dir, name), screenshot(tab), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// screenshot returns a picture of the entire page.
func screenshot(b *tab) []byte {
	b.t.Helper()
	entire := true
	params := cdp.CaptureScreenshotParams{CaptureBeyondViewport: &entire}
	picture, err := chromedp.Call(b.ctx, cdp.CaptureScreenshot, params)
	if err != nil {
		b.t.Fatal(err)
	}

	return picture.Data
}
