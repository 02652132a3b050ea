package themes_test

import (
	"net/http/httptest"
	"testing"
	"testing/fstest"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"signpost/internal/problem"
	"signpost/internal/site"
	"signpost/internal/testkit/browser"
)

const folded = `---
title: Folded
---
> [!TAB] On Windows
> 1. The first text.

> [!TAB] On a Mac
> The second text.[^1]

> [!DETAILS] If the light is off
> The third text.

[^1]: A note.

` + "```ini\n[Name]\nkey=1\n```\n"

// Tabs and details open and close without a script, and all of them are on paper.
func TestFolds(t *testing.T) {
	s, problems, err := site.Load(t.Context(), site.Source{Content: fstest.MapFS{"a.md": {Data: []byte(folded)}}}, site.Options{})
	if err != nil || problem.Failing(problems) {
		t.Fatal(err, problems)
	}
	server := httptest.NewServer(siteFiles(t, s))
	t.Cleanup(server.Close)
	ctx := browser.NewWithoutScript(t)
	do(ctx, t, chromedp.EmulateViewport(320, 600), chromedp.Navigate(server.URL+"/a/"))
	seen := func(want string) {
		t.Helper()
		got := value[string](ctx, t, `[...document.querySelectorAll("details")].map(d => d.lastElementChild.checkVisibility() ? "shown" : "-").join(" ")`)
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	seen("shown - -")
	do(ctx, t, chromedp.Click(chromedp.CSS("details:nth-child(2) summary")))
	seen("- shown -")
	if height := value[float64](ctx, t, `Math.min(...[...document.querySelectorAll("summary")].map(s => s.getBoundingClientRect().height))`); height < 40 {
		t.Errorf("what opens a part is %.0f pixels high", height)
	}
	if width := value[int](ctx, t, `document.documentElement.scrollWidth`); width > 320 {
		t.Errorf("the page is %d pixels wide on a screen of 320", width)
	}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
		t.Fatal(err)
	}
	seen("shown shown shown")
	untroubled(ctx, t)
}
