package main

import (
	"bytes"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"signpost/internal/testkit/browser"
)

// A browser asks for one file of a picture: the smallest that is sharp. The picture has its place before that comes.
func TestABrowserTakesTheSmallerPicture(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	content, out := t.TempDir(), t.TempDir()
	var photograph bytes.Buffer
	if err := jpeg.Encode(&photograph, painting(1500, 900), nil); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"photo.jpg": photograph.Bytes(), "show.md": []byte("# Show\n\n![A photograph of a reader](photo.jpg)\n")} {
		if err := os.WriteFile(filepath.Join(content, name), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	signpost(t, "build", "--quiet", "--content", content, "--out", out)
	address := host(t, out)
	for _, screen := range []struct {
		width, height int64
		sharpness     float64
		want          string
	}{{1280, 800, 1, "-640.jpg 638x383"}, {1280, 800, 2, "-1280.jpg 638x383"}, {375, 700, 1, "-640.jpg 341x205"}} {
		ctx := browser.New(t)
		do(ctx, t, chromedp.EmulateViewport(screen.width, screen.height, chromedp.EmulateScale(screen.sharpness)), chromedp.Navigate(address+"show/"))
		browser.Await(ctx, t, `document.querySelector("picture img").complete`)
		shown, err := chromedp.Run(ctx, chromedp.Evaluate[string](`(i => i.currentSrc + " " + i.clientWidth + "x" + i.clientHeight)(document.querySelector("picture img"))`))
		if err != nil || !strings.HasSuffix(shown, screen.want) {
			t.Errorf("%d pixels wide, %.0f to each: %s, %v; want %s", screen.width, screen.sharpness, shown, err, screen.want)
		}
		asked := slices.DeleteFunc(browser.Requests(ctx), func(r string) bool { return !strings.HasSuffix(r, ".jpg") })
		if len(asked) != 1 {
			t.Errorf("asked for %q", asked)
		}
		quiet(ctx, t)
	}
}
