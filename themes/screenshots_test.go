package themes_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	cdp "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"signpost/internal/testkit/browser"
)

// looks are the ways in which people see a page.
var looks = []struct {
	name     string
	width    int64
	media    string
	features []string
}{
	{"light", 1280, "", nil},
	{"dark", 1280, "", []string{"prefers-color-scheme", "dark"}},
	{"320", 320, "", nil},
	{"forced", 1280, "", []string{"forced-colors", "active", "prefers-color-scheme", "dark"}},
	{"print", 794, "print", nil},
}

// TestScreenshots takes a picture of each type of page in each look, for `make screenshots`: somebody has to look at them. A page is
// opened once, on a screen, and then looked at: on paper there is no search box to type into.
func TestScreenshots(t *testing.T) {
	dir := os.Getenv("SCREENSHOTS")
	if dir == "" {
		t.Skip("make screenshots runs this")
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	address := startOwn(t, nil)
	for _, s := range states {
		ctx := browser.New(t)
		do(ctx, t, chromedp.EmulateViewport(1280, 800))
		s.open(ctx, t, address)
		for _, look := range looks {
			if look.media == "print" && s.keys != "" {
				continue // what opens below the search box is not printed
			}
			emulate(ctx, t, look.media, look.features...)
			do(ctx, t, chromedp.EmulateViewport(look.width, 800))
			name := strings.NewReplacer(" ", "-", ",", "").Replace(s.name) + "-" + look.name + ".png"
			if err := os.WriteFile(filepath.Join(dir, name), shoot(ctx, t), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// shoot takes a picture of the page from its first line to its last.
func shoot(ctx context.Context, t *testing.T) []byte {
	t.Helper()
	whole := true
	picture, err := chromedp.Call(ctx, cdp.CaptureScreenshot, cdp.CaptureScreenshotParams{CaptureBeyondViewport: &whole})
	if err != nil {
		t.Fatal(err)
	}
	return picture.Data
}
