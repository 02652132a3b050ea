package themes_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"signpost/internal/testkit/browser"
)

// Whoever comes to an address that is not there is offered what stands at addresses like it.
func TestNearestAddresses(t *testing.T) {
	address := start(t, nil)
	for asked, want := range map[string]string{
		"/e/em-303":                   "/e/em-302/",
		"/EM312/":                     "/e/em-302/",
		"/smartcards/resolv/":         "/smartcards/resolve/",
		"/old/add_a_role.html":        "/smartcards/add-a-role/",
		"/smartcards/add%20a%20role/": "/smartcards/add-a-role/",
	} {
		ctx := browser.New(t)
		do(ctx, t, chromedp.Navigate(address+asked))
		browser.Await(ctx, t, `document.querySelector(".nearest:not([hidden]) a") !== null`)
		got := value[[]string](ctx, t, `[...document.querySelectorAll(".nearest a")].map(a => a.pathname)`)
		if !strings.Contains(strings.Join(got[:min(2, len(got))], " "), want) {
			t.Errorf("%s: offered are %q, not %s", asked, got, want)
		}
		untroubled(ctx, t, "404 "+address+asked)
	}
}

// Whoever typed a code's address with capitals, or as the code was read out, is there at once, and the way back is not in between.
func TestCodeTypedInAnotherWay(t *testing.T) {
	address := start(t, nil)
	for _, asked := range []string{"/e/ID-201/", "/e/id201/", "/e/ID201", "/id-201.html", "/Id%20201"} {
		ctx := browser.New(t)
		do(ctx, t, chromedp.Navigate(address+"/a-z/"), chromedp.Navigate(address+asked))
		browser.Await(ctx, t, fmt.Sprintf(`location.href === %q && document.querySelector("h1 .code").textContent === "ID-201"`, address+"/e/id-201/"))
		do(ctx, t, chromedp.Evaluate[chromedp.Void](`history.back()`))
		browser.Await(ctx, t, fmt.Sprintf(`location.href === %q`, address+"/a-z/"))
		untroubled(ctx, t, "404 "+address+asked)
	}
}

func TestMissingWithoutScript(t *testing.T) {
	address := start(t, nil)
	ctx := browser.NewWithoutScript(t)
	do(ctx, t, chromedp.Navigate(address+"/smartcards/resolv/"))
	for _, way := range []string{"/", "/errors/", "/a-z/"} {
		if found := value[bool](ctx, t, fmt.Sprintf(`[...document.querySelectorAll("main a")].some(a => a.checkVisibility() && a.pathname === %q)`, way)); !found {
			t.Errorf("there is no way to %s", way)
		}
	}
	if shown := value[bool](ctx, t, `document.querySelector(".nearest").checkVisibility({visibilityProperty: true})`); shown {
		t.Error("there is a heading with nothing below it")
	}
}
