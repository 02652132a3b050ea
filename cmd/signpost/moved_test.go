package main

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/rogpeppe/go-internal/txtar"

	"signpost/internal/testkit/browser"
)

// rearranged is a help centre after its articles were reworded, moved, split and deleted: see anchors.lock.
const rearranged = `
-- config.yaml --
title: Help
-- anchors.lock --
/cards/add/ -> /roles/add/
/cards/add/#how -> /roles/add/#how
/cards/fax/ retired Faxes ended in 2026.
/cards/fax/#paper retired Faxes ended in 2026.
/cards/resolve/
/cards/resolve/#emis EM-301 -> /emis/sign-in/#emis
/cards/resolve/#reset -> /cards/resolve/#restart
-- content/cards/resolve.md --
---
title: Resolve card issues
---
Text that is long enough.

## First

1. a
2. b
3. c

## Restart the card {#restart}

Pull it out.
-- content/emis/sign-in.md --
---
title: Sign in
aliases: [/old/sign-in/]
---
## Another heading

Text.

## Sign in to EMIS failed {#emis code=EM-301}

Check the accounts.
-- content/roles/add.md --
---
title: Add a role
---
Text.

## How {#how}

Ask the RA.
`

// movedAddress is a published address, and where it leads with and without JavaScript.
type movedAddress struct {
	name    string
	old     string
	with    string
	without string
	shows   string // a text on the page
}

var movedAddresses = []movedAddress{
	{
		name:    "a reworded heading",
		old:     "cards/resolve/#reset",
		with:    "cards/resolve/#reset",
		without: "cards/resolve/#reset",
		shows:   "Restart the card",
	},
	{
		name:    "a moved article",
		old:     "old/sign-in/",
		with:    "emis/sign-in/",
		without: "emis/sign-in/",
		shows:   "Check the accounts.",
	},
	{
		name:    "a heading of a moved article",
		old:     "cards/add/#how",
		with:    "roles/add/#how",
		without: "cards/add/#how",
		shows:   "Ask the RA.",
	},
	{
		name:    "a moved section",
		old:     "cards/resolve/#emis",
		with:    "emis/sign-in/#emis",
		without: "cards/resolve/#emis",
		shows:   "Sign in to EMIS failed",
	},
	{
		name:    "the short link of a moved section",
		old:     "e/em-301/",
		with:    "e/em-301/",
		without: "e/em-301/",
		shows:   "Check the accounts.",
	},
	{
		name:    "a deleted article",
		old:     "cards/fax/",
		with:    "cards/fax/",
		without: "cards/fax/",
		shows:   "Faxes ended in 2026.",
	},
	{
		name:    "a heading of a deleted article",
		old:     "cards/fax/#paper",
		with:    "cards/fax/#paper",
		without: "cards/fax/#paper",
		shows:   "Faxes ended in 2026.",
	},
}

// TestPublishedAddresses opens addresses that were published before the articles changed. Each must show the right
// paragraph, or one line that says where it is now; with JavaScript the browser goes there automatically.
func TestPublishedAddresses(t *testing.T) {
	dir := extractArchive(t, txtar.Parse([]byte(rearranged)))
	signpost(t, "build", "--quiet", "--config", filepath.Join(dir, "config.yaml"))
	address := serveFolder(t, filepath.Join(dir, "public"))

	for name, newTab := range tabs {
		t.Run(name, func(t *testing.T) {
			ctx := newTab(t)
			for _, m := range movedAddresses {
				want := m.with
				if name == "without JavaScript" {
					want = m.without
				}
				browser.Do(ctx, t, chromedp.Navigate(address+m.old))
				browser.Await(ctx, t, showsText(address+want, m.shows))
			}
			checkNoBrowserErrors(ctx, t)
		})
	}
}

// showsText returns an expression that is true at an address if its page contains a text. If the address has a
// fragment, that element must be on the screen.
func showsText(address, text string) string {
	return fmt.Sprintf(`(() => {
		if (location.href !== %q || document.readyState !== "complete") return false;
		if (!document.querySelector("main").innerText.includes(%q)) return false;
		if (!location.hash) return true;
		const top = document.getElementById(location.hash.slice(1)).getBoundingClientRect().top;
		return top >= 0 && top < innerHeight;
	})()`, address, text)
}
