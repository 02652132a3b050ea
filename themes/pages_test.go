package themes_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"signpost/internal/testkit/browser"
)

// everyType is one page of each type.
var everyType = []string{"/", "/smartcards/", "/smartcards/resolve/", "/errors/", "/search/?q=emis", "/a-z/", "/nowhere/at/all/"}

// The pages hold together on a small screen and at 400%, in the light and in the dark, and ask for nothing foreign.
func TestEveryPageType(t *testing.T) {
	address := start(t, nil)
	ctx := browser.New(t)
	for _, where := range everyType {
		do(ctx, t, chromedp.EmulateViewport(320, 256), chromedp.Navigate(address+where))
		if strings.Contains(where, "?q=") {
			browser.Await(ctx, t, `document.querySelector("main ol a") !== null`)
		}
		if width := value[int](ctx, t, `document.documentElement.scrollWidth`); width > 320 {
			t.Errorf("%s is %d pixels wide on a screen of 320", where, width)
		}
		if stuck := value[[]string](ctx, t, stuckElements); len(stuck) > 0 {
			t.Errorf("%s: on a small screen these do not scroll away: %q", where, stuck)
		}
		if small := value[[]string](ctx, t, smallTargets); len(small) > 0 {
			t.Errorf("%s: too small to hit: %q", where, small)
		}
	}
	for _, r := range browser.Requests(ctx) {
		if !strings.HasPrefix(r, address+"/") {
			t.Errorf("foreign request: %s", r)
		}
	}
	untroubled(ctx, t, "404 "+address+"/nowhere/")
}

const (
	stuckElements = `[...document.querySelectorAll("*")].filter(e => ["fixed", "sticky"].includes(getComputedStyle(e).position)).map(e => e.className)`

	// Links in a line of text may be lower than 24 pixels (WCAG 2.2, 2.5.8); buttons, fields and links that stand alone may not.
	smallTargets = `[...document.querySelectorAll("button, input, .header a, .footer a, .breadcrumb a, .contents a, .results a")]
		.filter(e => { const box = e.getBoundingClientRect(); return box.height > 1 && (box.height < 24 || box.width < 24); })
		.map(e => e.outerHTML)`
)

func TestDark(t *testing.T) {
	ctx := browser.New(t)
	address := start(t, nil)
	for scheme, want := range map[string]string{"light": "rgb(255, 255, 255) rgb(29, 42, 51)", "dark": "rgb(18, 25, 31) rgb(232, 237, 241)"} {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		if err != nil {
			t.Fatal(err)
		}
		do(ctx, t, chromedp.Navigate(address+"/smartcards/resolve/"))
		if got := value[string](ctx, t, `(s => s.backgroundColor + " " + s.color)(getComputedStyle(document.body))`); got != want {
			t.Errorf("%s: %s, want %s", scheme, got, want)
		}
	}
}

func TestReadingWidth(t *testing.T) {
	ctx := browser.New(t)
	do(ctx, t, chromedp.EmulateViewport(1280, 800), chromedp.Navigate(start(t, nil)+"/smartcards/resolve/"))
	if width := value[float64](ctx, t, `document.querySelector(".text p").getBoundingClientRect().width`); width < 560 || width > 672 {
		t.Errorf("a line of text is %.0f pixels wide", width)
	}
	if beside := value[bool](ctx, t, `document.querySelector(".contents").getBoundingClientRect().left > document.querySelector(".text").getBoundingClientRect().right`); !beside {
		t.Error("the contents do not stand beside the text")
	}
}

// budget is what a page may cost: bytes gzipped of page, style and script, files asked for, and elements.
var budget = struct{ bytes, requests, elements int }{20 << 10, 5, 600}

func TestBudgets(t *testing.T) {
	files := own(t)
	every, index := 0, 0
	for name, data := range files {
		if strings.HasPrefix(name, "assets/site-") {
			every += gzipped(t, data)
		}
	}
	small := build(t)
	for name, data := range small {
		if strings.HasSuffix(name, ".idx") || strings.HasPrefix(name, "/assets/search-") {
			index += gzipped(t, data)
		}
	}
	t.Logf("style and script are %d bytes gzipped, the search of a small site with its index %d", every, index)
	if index == 0 || index > 20<<10 {
		t.Errorf("the search with its index has %d bytes gzipped", index)
	}
	if article := every + gzipped(t, small["/smartcards/resolve/index.html"]); article > 12<<10 {
		t.Errorf("an article of five errors with style and script has %d bytes gzipped, more than 12 KB", article)
	}
	checkSizes(t, files, every)
	address := startOwn(t, nil)
	for _, s := range states {
		if s.keys != "" || s.ready != "" || s.name == "not found" {
			continue // a search asks for more files
		}
		ctx := browser.New(t)
		s.open(ctx, t, address)
		pictures := value[int](ctx, t, `document.images.length`)
		if requests := browser.Requests(ctx); len(requests)-pictures > budget.requests {
			t.Errorf("%s: %d requests: %q", s.name, len(requests), requests)
		}
		elements := value[int](ctx, t, elementsWithCodes)
		t.Logf("%s: %d elements", s.name, elements)
		if elements > budget.elements {
			t.Errorf("%s has %d elements", s.name, elements)
		}
	}
}

// checkSizes holds that nine in ten pages, with style and script, have 12 KB, and each 14 but for the list of all rules of lint, which
// somebody looks something up in.
func checkSizes(t *testing.T, files map[string][]byte, every int) {
	t.Helper()
	pages, long := 0, 0
	for name, data := range files {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		pages++
		size, most := every+gzipped(t, data), 14<<10
		if name == "support/lint-rules/index.html" {
			most = budget.bytes
		}
		if size > most {
			t.Errorf("%s has %d bytes gzipped with style and script", name, size)
		}
		if size > 12<<10 {
			long++
			t.Logf("%s has %d bytes gzipped with style and script, more than 12 KB", name, size)
		}
	}
	if long*10 > pages {
		t.Errorf("%d of %d pages have more than 12 KB", long, pages)
	}
}

// elementsWithCodes counts the elements of a page. In the list of codes it makes as if there were 80: the list grows, and has room to.
const elementsWithCodes = `(() => {
	const rows = document.querySelectorAll(".codes tbody tr");
	const missing = rows.length ? Math.max(0, 80 - rows.length) * (rows[0].querySelectorAll("*").length + 1) : 0;
	return document.querySelectorAll("*").length + missing;
})()`

// A short link shows how to mend the error at once, with and without JavaScript, and the whole article is one click away.
func TestCodePage(t *testing.T) {
	address := start(t, nil)
	for name, tab := range map[string]func(testing.TB) context.Context{"with JavaScript": browser.New, "without JavaScript": browser.NewWithoutScript} {
		t.Run(name, func(t *testing.T) {
			ctx := tab(t)
			do(ctx, t, chromedp.EmulateViewport(1280, 720), chromedp.Navigate(address+"/e/id-201/"))
			browser.Await(ctx, t, `document.readyState === "complete"`)
			for _, what := range []string{"h1", ".text li"} {
				if bottom := value[float64](ctx, t, fmt.Sprintf(`document.querySelector("main %s").getBoundingClientRect().bottom`, what)); bottom > 720 {
					t.Errorf("%s ends at %.0f, below the screen", what, bottom)
				}
			}
			if width := value[int](ctx, t, `document.querySelector(".text img").naturalWidth`); width != 640 {
				t.Errorf("the picture is %d pixels wide: was it found?", width)
			}
			do(ctx, t, chromedp.Click(chromedp.CSS(".whole a")))
			browser.Await(ctx, t, fmt.Sprintf(`location.href === %q`, address+"/smartcards/resolve/#ods"))
			untroubled(ctx, t)
		})
	}
}

func TestFilter(t *testing.T) {
	ctx := browser.New(t)
	do(ctx, t, chromedp.Navigate(start(t, nil)+"/errors/"))
	shown := func(want string) string {
		return fmt.Sprintf(`[...document.querySelectorAll("tbody tr")].filter(r => !r.hidden).map(r => r.id).join(" ") === %q`, want)
	}
	filter := chromedp.CSS(".filter input")
	do(ctx, t, chromedp.SendKeys(filter, "id20"))
	browser.Await(ctx, t, shown("id-201 id-202"))
	browser.Await(ctx, t, `document.querySelector(".filtered").textContent === "2 of 5 codes shown"`)
	do(ctx, t, chromedp.Evaluate[chromedp.Void](`document.querySelector(".filter input").select()`), chromedp.SendKeys(filter, "SYSTM"))
	browser.Await(ctx, t, shown("so-401"))
	do(ctx, t, chromedp.Evaluate[chromedp.Void](`document.querySelector(".filter input").select()`), chromedp.KeyEvent(kb.Backspace))
	browser.Await(ctx, t, shown("em-301 em-302 id-201 id-202 so-401")+` && document.querySelector(".filtered").textContent === ""`)
	untroubled(ctx, t)
}

// Support copies a link, in every browser: with the clipboard, with the older way where there is none, and by hand where both are
// refused. What is copied is the short link where there is a code.
func TestCopyLink(t *testing.T) {
	address := start(t, nil)
	without := `Object.defineProperty(navigator, "clipboard", {value: undefined});`
	remember := `window.copied = ""; `
	selected := `document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)`
	for name, test := range map[string]struct{ prepare, said, copied string }{
		"clipboard":    {remember + `navigator.clipboard.writeText = async text => { window.copied = text; };`, "Link copied", "window.copied"},
		"no clipboard": {remember + without + `document.execCommand = () => { window.copied = getSelection().toString() || document.activeElement.value; return true; };`, "Link copied", "window.copied"},
		"by hand":      {without + `document.execCommand = () => false;`, "Press Ctrl and C to copy the link.", selected},
	} {
		t.Run(name, func(t *testing.T) {
			for _, place := range []struct{ page, before, named, want string }{
				{"/errors/", "#em-302 td a", "Copy link to EM-302", "/e/em-302/"},
				{"/smartcards/resolve/", "#cdb", "Copy link to EM-302 EMIS CDB did not match set up", "/e/em-302/"},
				{"/smartcards/add-a-role/", "#next-steps", "Copy link to Next steps", "/smartcards/add-a-role/#next-steps"},
				{"/e/em-302/", "h1", "Copy link to EM-302 EMIS CDB did not match set up", "/e/em-302/"},
			} {
				ctx := browser.New(t)
				button := `document.querySelector("` + place.before + ` ~ button, ` + place.before + ` + .copy-row button")`
				do(ctx, t, chromedp.Navigate(address+place.page), chromedp.Evaluate[chromedp.Void](test.prepare+button+".focus()"))
				if got := value[string](ctx, t, button+`.ariaLabel`); got != place.named {
					t.Errorf("%s: the button is called %q", place.page, got)
				}
				do(ctx, t, chromedp.KeyEvent(kb.Enter))
				browser.Await(ctx, t, fmt.Sprintf(`document.querySelector("main > [role=status].hidden").textContent === %q`, test.said))
				if got := value[string](ctx, t, test.copied); got != address+place.want {
					t.Errorf("%s: copied %q", place.page, got)
				}
				if got := value[string](ctx, t, button+`.parentElement.innerText`); !strings.Contains(got, test.said) {
					t.Errorf("%s: beside the heading it says %q", place.page, got)
				}
				untroubled(ctx, t)
			}
		})
	}
}

func TestFeedback(t *testing.T) {
	type answer struct{ Page, Code, Answer, Text string }
	got := make(chan answer, 1)
	status := http.StatusNoContent
	address := start(t, map[string]http.HandlerFunc{"/answers": func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var a answer
		if err := json.Unmarshal(body, &a); err != nil || r.Method != http.MethodPost {
			t.Errorf("%s %s: %v", r.Method, body, err)
		}
		got <- a
		w.WriteHeader(status)
	}})
	press := func(label string) string {
		return fmt.Sprintf(`[...document.querySelectorAll(".feedback button")].find(b => b.textContent === %q).click()`, label)
	}
	says := `document.querySelector(".feedback [role=status]").textContent === `

	ctx := browser.New(t)
	do(ctx, t, chromedp.Navigate(address+"/smartcards/resolve/#emis"), chromedp.Evaluate[chromedp.Void](press("Yes")))
	if a := <-got; a != (answer{"/smartcards/resolve/", "EM-301", "yes", ""}) {
		t.Errorf("sent %+v", a)
	}
	browser.Await(ctx, t, says+quoted("Thank you for telling us."))

	status = http.StatusInternalServerError
	long := strings.Repeat("é", 1010)
	do(ctx, t, chromedp.Navigate(address+"/e/em-302/"), chromedp.Evaluate[chromedp.Void](press("No")))
	browser.Await(ctx, t, `document.activeElement.matches("textarea")`)
	do(ctx, t, chromedp.KeyEvent(long), chromedp.Evaluate[chromedp.Void](press("Send")))
	if a := <-got; a != (answer{"/e/em-302/", "EM-302", "no", long[:2000]}) {
		t.Errorf("sent %+v", a)
	}
	browser.Await(ctx, t, says+quoted("Your answer could not be sent. Please try again later."))
	ways := value[[]string](ctx, t, `[...document.querySelectorAll(".by-email a")].filter(a => a.checkVisibility()).map(a => a.href)`)
	if len(ways) != 1 || !strings.HasPrefix(ways[0], "mailto:answers@help.example?subject=No:") || !strings.Contains(ways[0], "&body=%C3%A9") {
		t.Errorf("the way round a failure is %q", ways)
	}
	if disabled := value[int](ctx, t, `document.querySelectorAll(".feedback button:disabled").length`); disabled != 0 {
		t.Error("the answer cannot be sent again")
	}
	if kept := value[int](ctx, t, `document.querySelector("textarea").value.length`); kept != 1000 {
		t.Errorf("of what was typed, %d characters are kept", kept)
	}
	untroubled(ctx, t, "500")
}
