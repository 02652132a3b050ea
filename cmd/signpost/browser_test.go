package main

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"signpost/internal/codes"
	"signpost/internal/testkit/browser"
)

// showsHeading returns an expression that is true at an address if the heading that its fragment names is on the
// screen.
func showsHeading(address string) string {
	_, fragment, _ := strings.Cut(address, "#")
	return fmt.Sprintf(`(() => {
		const heading = document.getElementById(%q);
		if (location.href !== %q || document.readyState !== "complete" || !heading) return false;
		const top = heading.getBoundingClientRect().top;
		return top >= 0 && top < innerHeight;
	})()`, fragment, address)
}

// explainsCode returns an expression that is true if a page is about a code, shows its first step and links to its
// section.
func explainsCode(e codes.Entry) string {
	return fmt.Sprintf(`(() => {
		const heading = document.querySelector("h1"), link = document.querySelector(".whole a");
		if (document.readyState !== "complete" || !link || link.href !== %q) return false;
		if (!heading.innerText.replace(/\s+/g, " ").startsWith(%q)) return false;
		return document.querySelector(".text ol li").checkVisibility();
	})()`, e.URL, string(e.Code)+" "+e.Title)
}

// typedQueries are ways in which people type the messages of onboarding, or paste them together with other words.
var typedQueries = map[codes.Code][]string{
	"ID-201": {"ODS code not present", "ods code not presnt"},
	"ID-202": {"insufficent permission"},
	"EM-301": {"sign in to emsi failed", "sign in to emis fai", "ERROR: Sign in to EMIS failed"},
	"EM-302": {"emis cdb did not match setup"},
	"SO-401": {"systmone profile eror", "system one profile error"},
	"SC-102": {"no smart card reader"},
}

// TestSearchFindsEveryCode searches for each code in three spellings, and for its message. Its section must be first.
func TestSearchFindsEveryCode(t *testing.T) {
	address, registry := serveOwnSite(t)
	ctx := browser.New(t)
	browser.Do(ctx, t, chromedp.Navigate(address))

	for _, e := range registry.Codes {
		letters, digits, _ := strings.Cut(strings.ToLower(string(e.Code)), "-")
		queries := []string{
			string(e.Code),
			letters + digits,
			letters + " " + digits,
			e.Title,
		}
		for _, query := range queries {
			got := searchInBrowser(ctx, t, query)
			if len(got) == 0 || address+got[0] != e.URL {
				t.Errorf("%q finds %q, want %s first", query, got, e.URL)
			}
		}
	}
	checkNoBrowserErrors(ctx, t)
}

// TestTypedQueries types queries. The right section must be first. Enter must open it for a code, and otherwise the
// search page, where it is first again.
func TestTypedQueries(t *testing.T) {
	address, registry := serveOwnSite(t)
	ctx := browser.New(t)
	for code, queries := range typedQueries {
		e, ok := registry.Lookup(code)
		if !ok {
			t.Fatalf("no article explains %s", code)
		}
		for _, query := range append([]string{string(code), e.Title}, queries...) {
			browser.Do(ctx, t, chromedp.Navigate(address), chromedp.SendKeys("input[type=search]", query))
			browser.Await(ctx, t, `document.querySelector("form[role=search] :is(ol, .answer) a") !== null`)
			browser.Do(ctx, t, chromedp.SendKeys("input[type=search]", "\r"))
			browser.Await(ctx, t, `document.querySelector(".found :is(ol, .answer) a, :target") !== null`)
			browser.Do(ctx, t, chromedp.Evaluate[chromedp.Void](`(document.querySelector(".found .answer a") ??
				document.querySelector(".found .sections a") ?? document.querySelector(".found ol a"))?.click()`))
			browser.Await(ctx, t, showsHeading(e.URL))
		}
	}
	checkNoBrowserErrors(ctx, t)
}

// TestShortLinksShowTheSection opens every short link. The page must contain the section, beginning with its steps, and
// link to the article.
func TestShortLinksShowTheSection(t *testing.T) {
	address, registry := serveOwnSite(t)
	if len(registry.Codes) < 12 {
		t.Fatalf("the help centre has %d codes", len(registry.Codes))
	}
	for name, newTab := range tabs {
		t.Run(name, func(t *testing.T) {
			ctx := newTab(t)
			for _, e := range registry.Codes {
				browser.Do(ctx, t, chromedp.Navigate(codes.URL(address, e.Code)))
				browser.Await(ctx, t, explainsCode(e))
			}
			checkNoBrowserErrors(ctx, t)
		})
	}
}

// TestSearchWithoutScriptOpensTheList checks that the search box opens the list of all articles without JavaScript.
func TestSearchWithoutScriptOpensTheList(t *testing.T) {
	address, _ := serveOwnSite(t)
	ctx := browser.NewWithoutScript(t)
	browser.Do(ctx, t, chromedp.Navigate(address), chromedp.SendKeys("input[type=search]", "emis\r"))

	browser.Await(ctx, t, `location.pathname === "/a-z/" &&
		[...document.querySelectorAll("main a")].some(a => a.href.endsWith("/smartcards/resolve/"))`)
	checkNoBrowserErrors(ctx, t)
}

// searchInBrowser returns the addresses that a query finds, the best first.
func searchInBrowser(ctx context.Context, t *testing.T, query string) []string {
	t.Helper()
	expression := fmt.Sprintf("signpost.search(%q).then(results => results.map(r => r.url))", query)
	list, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return list
}
