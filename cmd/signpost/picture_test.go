package main

import (
	"bytes"
	"image/jpeg"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"signpost/internal/testkit/browser"
)

// pictureRequest is a screen, and the picture that a browser is to load for it.
type pictureRequest struct {
	width  int64
	height int64
	scale  float64 // pixels of the screen per CSS pixel
	want   string  // the end of the address, and the size on the page
}

// TestBrowserLoadsTheSmallestPicture checks that a browser loads one file of a picture, the smallest that is sharp, and
// reserves the space for it.
func TestBrowserLoadsTheSmallestPicture(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, painting(1500, 900), nil); err != nil {
		t.Fatal(err)
	}
	content := t.TempDir()
	writeFiles(t, content, map[string]string{
		"photo.jpg": photo.String(),
		"show.md":   "# Show\n\n![A photograph of a reader](photo.jpg)\n",
	})
	out := t.TempDir()
	signpost(t, "build", "--quiet", "--content", content, "--out", out)
	address := serveFolder(t, out)

	for _, request := range []pictureRequest{
		{1280, 800, 1, "-640.jpg 638x383"},
		{1280, 800, 2, "-1280.jpg 638x383"},
		{375, 700, 1, "-640.jpg 341x205"},
	} {
		t.Run(request.want, func(t *testing.T) { request.check(t, address+"show/") })
	}
}

func (r pictureRequest) check(t *testing.T, page string) {
	ctx := browser.New(t)
	viewport := chromedp.EmulateViewport(r.width, r.height, chromedp.EmulateScale(r.scale))
	browser.Do(ctx, t, viewport, chromedp.Navigate(page))
	browser.Await(ctx, t, `document.querySelector("picture img").complete`)

	const picture = `(() => {
		const img = document.querySelector("picture img");
		return img.currentSrc + " " + img.clientWidth + "x" + img.clientHeight;
	})()`
	shown, err := chromedp.Run(ctx, chromedp.Evaluate[string](picture))
	if err != nil || !strings.HasSuffix(shown, r.want) {
		t.Errorf("got %s, %v; want %s", shown, err, r.want)
	}

	isOther := func(request string) bool { return !strings.HasSuffix(request, ".jpg") }
	if requests := slices.DeleteFunc(browser.Requests(ctx), isOther); len(requests) != 1 {
		t.Errorf("the browser loads %q", requests)
	}
	checkNoBrowserErrors(ctx, t)
}
