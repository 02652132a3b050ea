package themes_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"signpost/internal/testkit/browser"
)

// tab is a browser tab.
type tab struct {
	t   *testing.T
	ctx context.Context
}

func newTab(t *testing.T) *tab {
	t.Helper()
	return &tab{t, browser.New(t)}
}

func newTabWithoutScript(t *testing.T) *tab {
	t.Helper()
	return &tab{t, browser.NewWithoutScript(t)}
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	browser.Do(b.ctx, b.t, steps...)
}

func (b *tab) open(address string) {
	b.t.Helper()
	b.do(chromedp.Navigate(address))
}

// resize sets the size of the viewport in pixels.
func (b *tab) resize(width, height int64) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(width, height))
}

func (b *tab) press(keys string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(keys))
}

func (b *tab) click(selector string) {
	b.t.Helper()
	b.do(chromedp.Click(chromedp.CSS(selector)))
}

// search types keys into the search box.
func (b *tab) search(keys string) {
	b.t.Helper()
	b.do(chromedp.SendKeys(searchBox, keys))
}

// run runs a script.
func (b *tab) run(script string) {
	b.t.Helper()
	b.do(chromedp.Evaluate[chromedp.Void](script))
}

// back goes one page back. The back of chromedp waits for a load event, which a cached page does not have.
func (b *tab) back() {
	b.t.Helper()
	b.run("history.back()")
}

// await waits until all conditions, in JavaScript, are true.
func (b *tab) await(conditions ...string) {
	b.t.Helper()
	for _, condition := range conditions {
		browser.Await(b.ctx, b.t, condition)
	}
}

// awaitLoad waits until the page is loaded.
func (b *tab) awaitLoad() {
	b.t.Helper()
	b.await(`document.readyState === "complete"`)
}

// value returns the value of an expression, or of its promise.
func value[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}

	return v
}

func (b *tab) requests() []string { return browser.Requests(b.ctx) }

// emulate sets the CSS media type and features, such as "prefers-color-scheme", "dark".
func (b *tab) emulate(media string, namesAndValues ...string) {
	b.t.Helper()
	params := emulation.SetEmulatedMediaParams{Media: media}
	for pair := range slices.Chunk(namesAndValues, 2) {
		params.Features = append(params.Features, &emulation.MediaFeature{Name: pair[0], Value: pair[1]})
	}

	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, params); err != nil {
		b.t.Fatal(err)
	}
}

// expectNoErrors fails if the browser reported an error, except those that contain an expected text.
func (b *tab) expectNoErrors(expected ...string) {
	b.t.Helper()
	for _, message := range browser.Errors(b.ctx) {
		known := slices.ContainsFunc(expected, func(e string) bool { return strings.Contains(message, e) })
		if !known {
			b.t.Errorf("the browser reported %s", message)
		}
	}
}

// expectWidth fails if the page is wider than the viewport.
func (b *tab) expectWidth(page string, viewport int) {
	b.t.Helper()
	if width := value[int](b, `document.documentElement.scrollWidth`); width > viewport {
		b.t.Errorf("%s is %d pixels wide in a viewport of %d", page, width, viewport)
	}
}

// quoted returns a text as a JavaScript string.
func quoted(s string) string {
	data, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always marshals
	}

	return string(data)
}
