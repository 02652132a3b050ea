package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/rogpeppe/go-internal/txtar"

	"signpost/internal/testkit/browser"
)

// What a help centre looks like after its articles were reworded, moved, split and deleted: see anchors.lock.
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

// Every address that was ever published lands on the right paragraph, or on one line that says where it went; with
// JavaScript it goes there by itself.
func TestOldAddressesLand(t *testing.T) {
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(rearranged)).Files {
		name := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	signpost(t, "build", "--quiet", "--config", filepath.Join(dir, "config.yaml"))
	address := host(t, filepath.Join(dir, "public"))

	tests := []struct{ name, old, with, without, says string }{
		{"a reworded heading", "cards/resolve/#reset", "cards/resolve/#reset", "cards/resolve/#reset", "Restart the card"},
		{"a moved article", "old/sign-in/", "emis/sign-in/", "emis/sign-in/", "Check the accounts."},
		{"a heading of a moved article", "cards/add/#how", "roles/add/#how", "cards/add/#how", "Ask the RA."},
		{"a moved section", "cards/resolve/#emis", "emis/sign-in/#emis", "cards/resolve/#emis", "Sign in to EMIS failed"},
		{"the short link of a moved section", "e/em-301/", "e/em-301/", "e/em-301/", "Check the accounts."},
		{"a deleted article", "cards/fax/", "cards/fax/", "cards/fax/", "Faxes ended in 2026."},
		{"a heading of a deleted article", "cards/fax/#paper", "cards/fax/#paper", "cards/fax/#paper", "Faxes ended in 2026."},
	}
	for name, tab := range map[string]func(testing.TB) context.Context{"with JavaScript": browser.New, "without JavaScript": browser.NewWithoutScript} {
		t.Run(name, func(t *testing.T) {
			ctx := tab(t)
			for _, tt := range tests {
				want := tt.with
				if name == "without JavaScript" {
					want = tt.without
				}
				do(ctx, t, chromedp.Navigate(address+tt.old))
				browser.Await(ctx, t, shows(address+want, tt.says))
			}
			quiet(ctx, t)
		})
	}
}

// shows is true at an address whose page says something; where the address has a fragment, it is on the screen.
func shows(address, text string) string {
	return fmt.Sprintf(`(() => {
		if (location.href !== %q || document.readyState !== "complete") return false;
		if (!document.querySelector("main").innerText.includes(%q)) return false;
		if (!location.hash) return true;
		const top = document.getElementById(location.hash.slice(1)).getBoundingClientRect().top;
		return top >= 0 && top < innerHeight;
	})()`, address, text)
}
