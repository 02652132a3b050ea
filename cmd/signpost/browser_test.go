package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"signpost/internal/cli"
	"signpost/internal/codes"
	"signpost/internal/testkit/browser"
)

// helpCentre builds the help centre of this repository and serves it as a careful host would.
func helpCentre(t *testing.T) (address string, registry *codes.Registry) {
	t.Helper()
	out := t.TempDir()
	address = host(t, out)
	signpost(t, "build", "--quiet", "--config", "../../config.yaml", "--base-url", address, "--out", out)
	data, err := os.ReadFile(filepath.Join(out, "codes.json"))
	if err != nil {
		t.Fatal(err)
	}
	registry, err = codes.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return address, registry
}

// host serves a folder under the policy that its _headers ask for.
func host(t *testing.T, dir string) (address string) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		headers, err := os.ReadFile(filepath.Join(dir, "_headers"))
		if err != nil {
			t.Error(err)
		}
		_, policy, _ := strings.Cut(string(headers), "Content-Security-Policy: ")
		policy, _, _ = strings.Cut(policy, "\n")
		w.Header().Set("Content-Security-Policy", policy)
		http.FileServer(http.Dir(dir)).ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/"
}

// signpost runs a command that must succeed.
func signpost(t *testing.T, args ...string) {
	t.Helper()
	var stderr bytes.Buffer
	if code := runArgs(t.Context(), io.Discard, &stderr, args...); code != cli.ExitOK {
		t.Fatalf("signpost %s: exit code %d\n%s", args, code, &stderr)
	}
}

func do(ctx context.Context, t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// landed is true when the address is want and the heading that its fragment names is on the screen.
func landed(want string) string {
	_, fragment, _ := strings.Cut(want, "#")
	return fmt.Sprintf(`(() => {
		const heading = document.getElementById(%q);
		if (location.href !== %q || document.readyState !== "complete" || !heading) return false;
		const top = heading.getBoundingClientRect().top;
		return top >= 0 && top < innerHeight;
	})()`, fragment, want)
}

// explains is true when the page is about a code, has the steps that mend it and links to the section.
func explains(e codes.Entry) string {
	return fmt.Sprintf(`(() => {
		const heading = document.querySelector("h1"), whole = document.querySelector(".whole a");
		if (document.readyState !== "complete" || !whole || whole.href !== %q) return false;
		return heading.innerText.replace(/\s+/g, " ").startsWith(%q) && document.querySelector(".text ol li").checkVisibility();
	})()`, e.URL, string(e.Code)+" "+e.Title)
}

func quiet(ctx context.Context, t *testing.T) {
	t.Helper()
	for _, trouble := range browser.Troubles(ctx) {
		t.Errorf("in the browser: %s", trouble)
	}
}

// asTyped is how people type the five messages of onboarding, and what they paste with them.
var asTyped = map[codes.Code][]string{
	"ID-201": {"ODS code not present", "ods code not presnt"},
	"ID-202": {"insufficent permission"},
	"EM-301": {"sign in to emsi failed", "sign in to emis fai", "ERROR: Sign in to EMIS failed"},
	"EM-302": {"emis cdb did not match setup"},
	"SO-401": {"systmone profile eror", "system one profile error"},
	"SC-102": {"no smart card reader"},
}

// Each code in three spellings, each message word for word: the right section is first.
func TestSearchFindsEveryCode(t *testing.T) {
	address, registry := helpCentre(t)
	ctx := browser.New(t)
	do(ctx, t, chromedp.Navigate(address))
	for _, e := range registry.Codes {
		letters, digits, _ := strings.Cut(strings.ToLower(string(e.Code)), "-")
		for _, query := range []string{string(e.Code), letters + digits, letters + " " + digits, e.Title} {
			if got := found(ctx, t, query); len(got) == 0 || address+got[0] != e.URL {
				t.Errorf("%q finds %q, want %s first", query, got, e.URL)
			}
		}
	}
	quiet(ctx, t)
}

// What people type: the right section is first, and Enter lands on it.
func TestSearchLandsOnTheSection(t *testing.T) {
	address, registry := helpCentre(t)
	ctx := browser.New(t)
	for code, queries := range asTyped {
		e, ok := registry.Lookup(code)
		if !ok {
			t.Fatalf("no article explains %s", code)
		}
		for _, query := range append([]string{string(code), e.Title}, queries...) {
			do(ctx, t, chromedp.Navigate(address), chromedp.SendKeys("input[type=search]", query))
			browser.Await(ctx, t, `document.querySelector("form[role=search] ol a") !== null`)
			do(ctx, t, chromedp.SendKeys("input[type=search]", "\r"))
			browser.Await(ctx, t, landed(e.URL))
		}
	}
	quiet(ctx, t)
}

// The page of a short link shows the section itself, its steps first of all, and links to the article that it is part
// of.
func TestShortLinksShowTheSection(t *testing.T) {
	address, registry := helpCentre(t)
	if len(registry.Codes) < 12 {
		t.Fatalf("the help centre has %d codes", len(registry.Codes))
	}
	for name, tab := range map[string]func(testing.TB) context.Context{"with JavaScript": browser.New, "without JavaScript": browser.NewWithoutScript} {
		t.Run(name, func(t *testing.T) {
			ctx := tab(t)
			for _, e := range registry.Codes {
				do(ctx, t, chromedp.Navigate(codes.URL(address, e.Code)))
				browser.Await(ctx, t, explains(e))
			}
			quiet(ctx, t)
		})
	}
}

// Without JavaScript the search box leads to the list of all articles.
func TestSearchWithoutScriptLeadsToTheList(t *testing.T) {
	address, _ := helpCentre(t)
	ctx := browser.NewWithoutScript(t)
	do(ctx, t, chromedp.Navigate(address), chromedp.SendKeys("input[type=search]", "emis\r"))
	browser.Await(ctx, t, `location.pathname === "/a-z/" && [...document.querySelectorAll("main a")].some(a => a.href.endsWith("/smartcards/resolve/"))`)
	quiet(ctx, t)
}
