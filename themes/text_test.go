package themes_test

import (
	"testing"
	"testing/fstest"

	"signpost/internal/problem"
	"signpost/internal/site"
)

// A link to details opens them.
func TestLinksToDetails(t *testing.T) {
	const text = "# A\n\n[x](#the-second)\n\n> [!DETAILS] The first\n> Text.\n\n> [!DETAILS] The second\n> Text.\n"
	content := fstest.MapFS{"a.md": {Data: []byte(text)}}
	s, problems, err := site.Load(t.Context(), site.Source{Content: content}, site.Options{})
	if err != nil || problem.Failing(problems) {
		t.Fatal(err, problems)
	}

	tab := newTab(t)
	const isOpen = `[...document.querySelectorAll("details")].map(d => d.open).join(" ") === `
	tab.open(serve(t, build(t, s), nil) + "/a/#the-first")
	tab.await(isOpen + `"true false"`)
	tab.click("main a[href='#the-second']")
	tab.await(isOpen + `"true true"`)
	tab.expectNoErrors()
}

const articleWithTabs = `---
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

// Tabs and details open and close without a script, and are all printed.
func TestTabsAndDetails(t *testing.T) {
	content := fstest.MapFS{"a.md": {Data: []byte(articleWithTabs)}}
	s, problems, err := site.Load(t.Context(), site.Source{Content: content}, site.Options{})
	if err != nil || problem.Failing(problems) {
		t.Fatal(err, problems)
	}

	tab := newTabWithoutScript(t)
	tab.resize(320, 600)
	tab.open(serve(t, build(t, s), nil) + "/a/")
	expect := func(want string) {
		t.Helper()
		got := value[string](tab, `[...document.querySelectorAll("details")]
			.map(d => d.lastElementChild.checkVisibility() ? "shown" : "-").join(" ")`)
		if got != want {
			t.Errorf("details are %s, want %s", got, want)
		}
	}

	expect("shown - -")
	tab.click("details:nth-child(2) summary")
	expect("- shown -")

	height := value[float64](tab, `Math.min(...[...document.querySelectorAll("summary")]
		.map(s => s.getBoundingClientRect().height))`)
	if height < 40 {
		t.Errorf("a summary is only %.0f pixels high", height)
	}

	tab.expectWidth("/a/", 320)

	tab.emulate("print")
	expect("shown shown shown")
	tab.expectNoErrors()
}
