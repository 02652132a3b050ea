package themes_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// pageTypes contains one page of each type.
var pageTypes = []string{
	"/",
	"/smartcards/",
	"/smartcards/print-all/",
	"/smartcards/resolve/",
	"/errors/",
	"/search/?q=emis",
	"/a-z/",
	"/nowhere/at/all/",
}

const (
	fixedElements = `[...document.querySelectorAll("*")]
		.filter(e => ["fixed", "sticky"].includes(getComputedStyle(e).position)).map(e => e.className)`

	// smallTargets lists targets below 24 pixels (WCAG 2.2, 2.5.8), which is allowed only for links in a line of text.
	smallTargets = `[...document.querySelectorAll(
			"button, input, .header a, .footer a, .breadcrumb a, .contents a, .results a")]
		.filter(e => {
			const box = e.getBoundingClientRect();
			return box.height > 1 && (box.height < 24 || box.width < 24);
		})
		.map(e => e.outerHTML)`
)

// Pages fit a small screen, also at 400%, and request nothing from other sites.
func TestSmallScreen(t *testing.T) {
	address := serveSample(t, nil)
	tab := newTab(t)
	tab.resize(320, 256)
	for _, page := range pageTypes {
		tab.open(address + page)
		if strings.Contains(page, "?q=") {
			tab.await(pageResults)
		}

		tab.expectWidth(page, 320)
		if fixed := value[[]string](tab, fixedElements); len(fixed) > 0 {
			t.Errorf("%s: elements do not scroll away on a small screen: %q", page, fixed)
		}

		if small := value[[]string](tab, smallTargets); len(small) > 0 {
			t.Errorf("%s: targets are too small: %q", page, small)
		}
	}

	for _, request := range tab.requests() {
		if !strings.HasPrefix(request, address+"/") {
			t.Errorf("request to another site: %s", request)
		}
	}

	tab.expectNoErrors("404 " + address + "/nowhere/")
}

func TestColourSchemes(t *testing.T) {
	tab := newTab(t)
	address := serveSample(t, nil)
	for scheme, want := range map[string]string{
		"light": "rgb(255, 255, 255) rgb(20, 33, 45)",
		"dark":  "rgb(15, 22, 29) rgb(232, 238, 243)",
	} {
		tab.emulate("", "prefers-color-scheme", scheme)
		tab.open(address + "/smartcards/resolve/")
		got := value[string](tab, `(s => s.backgroundColor + " " + s.color)(getComputedStyle(document.body))`)
		if got != want {
			t.Errorf("%s: colours are %s, want %s", scheme, got, want)
		}
	}
}

func TestReadingWidth(t *testing.T) {
	tab := newTab(t)
	tab.resize(1280, 800)
	tab.open(serveSample(t, nil) + "/smartcards/resolve/")
	width := value[float64](tab, `document.querySelector(".text p").getBoundingClientRect().width`)
	if width < 560 || width > 672 {
		t.Errorf("a line of text is %.0f pixels wide", width)
	}

	const gap = `document.querySelector(".contents").getBoundingClientRect().left -
		document.querySelector(".text").getBoundingClientRect().right`
	if value[float64](tab, gap) <= 0 {
		t.Error("the contents are not next to the text")
	}
}

// Limits of a page: bytes of the page with its styles and script, compressed; requests; elements.
const (
	maxPageBytes     = 14 << 10
	usualPageBytes   = 12 << 10
	maxRuleListBytes = 24 << 10
	maxSearchBytes   = 20 << 10
	maxRequests      = 5
	maxElements      = 600
)

// In a small site, an article with five errors and the search are small.
func TestSampleSizes(t *testing.T) {
	searchSize, assetsSize := 0, 0
	sample := buildSample(t)
	for name, data := range sample {
		switch {
		case strings.HasSuffix(name, ".idx") || strings.HasPrefix(name, "/assets/search-"):
			searchSize += gzippedSize(t, data)
		case strings.HasPrefix(name, "/assets/site-"):
			assetsSize += gzippedSize(t, data)
		}
	}

	t.Logf("styles and script have %d bytes, the search with its index %d", assetsSize, searchSize)
	if searchSize == 0 || searchSize > maxSearchBytes {
		t.Errorf("the search with its index has %d bytes, want at most %d", searchSize, maxSearchBytes)
	}

	article := assetsSize + gzippedSize(t, sample["/smartcards/resolve/index.html"])
	if article > usualPageBytes {
		t.Errorf("an article with styles and script has %d bytes, want at most %d", article, usualPageBytes)
	}
}

// Nine in ten pages of the help centre of this repository are below the usual size. Only the reference of lint rules
// may be larger than the maximum.
func TestPageSizes(t *testing.T) {
	files := ownSite(t)
	assets := map[string]int{} // each page loads the style sheet, and the script in its language
	for name, data := range files {
		if strings.HasPrefix(name, "/assets/site-") {
			assets[path.Base(name)] = gzippedSize(t, data)
		}
	}

	pages, large := 0, 0
	for name, data := range files {
		isBooklet := strings.HasSuffix(name, "/print-all/index.html") // as large as its articles
		if !strings.HasSuffix(name, ".html") || isBooklet {
			continue
		}

		pages++
		size, limit := gzippedSize(t, data), maxPageBytes
		for asset, bytes := range assets {
			if strings.Contains(string(data), asset) {
				size += bytes
			}
		}

		if name == "/support/lint-rules/index.html" {
			limit = maxRuleListBytes
		}

		if size > limit {
			t.Errorf("%s with styles and script has %d bytes, want at most %d", name, size, limit)
		}

		if size > usualPageBytes {
			large++
			t.Logf("%s with styles and script has %d bytes", name, size)
		}
	}

	if large*10 > pages {
		t.Errorf("%d of %d pages have more than %d bytes", large, pages, usualPageBytes)
	}
}

// elementCount counts the elements of a page. A list of codes is counted as if it had 80 codes, because it will grow.
const elementCount = `(() => {
	const rows = document.querySelectorAll(".codes li");
	const missing = rows.length ? Math.max(0, 80 - rows.length) * (rows[0].querySelectorAll("*").length + 1) : 0;
	return document.querySelectorAll("*").length + missing;
})()`

func TestRequestsAndElements(t *testing.T) {
	address := serveOwn(t, nil)
	for _, s := range states {
		if s.keys != "" || s.ready != "" || s.name == "not found" || s.name == "booklet" {
			continue // a search requests more files
		}

		tab := newTab(t)
		s.open(tab, address)
		pictures := value[int](tab, `document.images.length`)
		if requests := tab.requests(); len(requests)-pictures > maxRequests {
			t.Errorf("%s: %d requests: %q", s.name, len(requests), requests)
		}

		elements := value[int](tab, elementCount)
		t.Logf("%s: %d elements", s.name, elements)
		if elements > maxElements {
			t.Errorf("%s has %d elements, want at most %d", s.name, elements, maxElements)
		}
	}
}

// A short link shows the first steps without scrolling, and links to the article.
func TestCodePage(t *testing.T) {
	address := serveSample(t, nil)
	for name, open := range map[string]func(*testing.T) *tab{
		"with JavaScript":    newTab,
		"without JavaScript": newTabWithoutScript,
	} {
		t.Run(name, func(t *testing.T) {
			tab := open(t)
			tab.resize(1280, 720)
			tab.open(address + "/e/id-201/")
			tab.awaitLoad()
			for _, selector := range []string{"h1", ".text li"} {
				element := `document.querySelector(` + quoted("main "+selector) + `)`
				if bottom := value[float64](tab, element+`.getBoundingClientRect().bottom`); bottom > 720 {
					t.Errorf("%s ends at %.0f, below the screen", selector, bottom)
				}
			}

			if width := value[int](tab, `document.querySelector(".text img").naturalWidth`); width != 640 {
				t.Errorf("the picture is %d pixels wide, want 640", width)
			}

			tab.click(".whole a")
			tab.await(`location.href === ` + quoted(address+"/smartcards/resolve/#ods"))
			tab.expectNoErrors()
		})
	}
}

func TestCodeFilter(t *testing.T) {
	tab := newTab(t)
	tab.open(serveSample(t, nil) + "/errors/")
	filter := chromedp.CSS(".filter input")
	const selectFilter = `document.querySelector(".filter input").select()`
	awaitRows := func(want, status string) {
		t.Helper()
		const rows = `[...document.querySelectorAll(".codes li")].filter(r => !r.hidden).map(r => r.id).join(" ")`
		tab.await(
			rows+` === `+quoted(want),
			`document.querySelector(".filtered").textContent === `+quoted(status),
		)
	}

	tab.do(chromedp.SendKeys(filter, "id20"))
	awaitRows("id-201 id-202", "2 of 8 codes shown")
	tab.run(selectFilter)
	tab.do(chromedp.SendKeys(filter, "SYSTM"))
	awaitRows("so-401", "1 of 8 codes shown")
	tab.run(selectFilter)
	tab.press(kb.Backspace)
	awaitRows("em-301 em-302 id-201 id-202 0x80070005 err_tax_001 pay-1042 so-401", "")
	tab.expectNoErrors()
}

// copyMethod is a browser's way of copying a link.
type copyMethod struct {
	// prepare is the script that makes the browser behave so.
	prepare string

	// status is the text for the user.
	status string

	// copied is an expression for the copied text.
	copied string
}

// selected is an expression for the selected text of the focused field.
const selected = `(e => e.value.slice(e.selectionStart, e.selectionEnd))(document.activeElement)`

const withoutClipboard = `Object.defineProperty(navigator, "clipboard", {value: undefined});`

var copyMethods = map[string]copyMethod{
	"clipboard": {
		prepare: `window.copied = ""; navigator.clipboard.writeText = async text => { window.copied = text; };`,
		status:  "Link copied",
		copied:  `window.copied`,
	},
	"no clipboard": {
		prepare: withoutClipboard + `document.execCommand = () => {
			window.copied = getSelection().toString() || document.activeElement.value;
			return true;
		};`,
		status: "Link copied",
		copied: `window.copied`,
	},
	"no commands": {
		prepare: withoutClipboard + `document.execCommand = undefined;`,
		status:  "Press Ctrl and C to copy the link.",
		copied:  selected,
	},
	"by hand": {
		prepare: withoutClipboard + `document.execCommand = () => false;`,
		status:  "Press Ctrl and C to copy the link.",
		copied:  selected,
	},
}

// Users can copy a link in every browser, if necessary by hand. If the section has a code, it is the short link.
func TestCopyLink(t *testing.T) {
	address := serveSample(t, nil)
	for name, method := range copyMethods {
		t.Run(name, func(t *testing.T) {
			for _, place := range []struct{ page, before, label, want string }{
				{"/smartcards/resolve/", "#cdb", "Copy link to EM-302 EMIS CDB did not match set up", "/e/em-302/"},
				{
					"/smartcards/add-a-role/", "#next-steps", "Copy link to Next steps",
					"/smartcards/add-a-role/#next-steps",
				},
				{"/e/em-302/", "h1", "Copy link to EM-302 EMIS CDB did not match set up", "/e/em-302/"},
			} {
				tab := newTab(t)
				tab.open(address + place.page)
				method.check(tab, place.page, place.before, place.label, address+place.want)
			}
		})
	}
}

// check copies the link of the button after an element.
func (m copyMethod) check(b *tab, page, before, label, want string) {
	b.t.Helper()
	selector := before + " + .copy-row button"
	button := `document.querySelector(` + quoted(selector) + `)`
	b.run(m.prepare + button + ".focus()")
	if got := value[string](b, button+`.ariaLabel`); got != label {
		b.t.Errorf("%s: label of the button is %q, want %q", page, got, label)
	}

	b.press(kb.Enter)
	b.await(`document.querySelector("main > [aria-live].hidden").textContent === ` + quoted(m.status))
	if got := value[string](b, m.copied); got != want {
		b.t.Errorf("%s: copied %q, want %q", page, got, want)
	}

	if got := value[string](b, button+`.parentElement.innerText`); !strings.Contains(got, m.status) {
		b.t.Errorf("%s: text next to the heading is %q, without %q", page, got, m.status)
	}

	b.expectNoErrors()
}

// feedbackAnswer is what the page sends to the endpoint.
type feedbackAnswer struct{ Page, Code, Answer, Text string }

// feedbackEndpoint returns a handler that records answers and responds with a status.
func feedbackEndpoint(t *testing.T, answers chan<- feedbackAnswer, status int) map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{"/answers": func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}

		var a feedbackAnswer
		if err := json.Unmarshal(body, &a); err != nil || r.Method != http.MethodPost {
			t.Errorf("%s %s: %v", r.Method, body, err)
		}

		answers <- a
		w.WriteHeader(status)
	}}
}

// pressFeedback presses a button of the feedback form.
func pressFeedback(b *tab, label string) {
	b.t.Helper()
	b.run(fmt.Sprintf(`[...document.querySelectorAll(".feedback button")]
		.find(b => b.textContent === %q).click()`, label))
}

const feedbackStatus = `document.querySelector(".feedback [aria-live]").textContent`

func TestFeedback(t *testing.T) {
	answers := make(chan feedbackAnswer, 1)
	tab := newTab(t)
	address := serveSample(t, feedbackEndpoint(t, answers, http.StatusNoContent))
	tab.open(address + "/smartcards/resolve/#emis")
	pressFeedback(tab, "Yes")
	tab.await(`document.activeElement.matches("textarea")`)
	if len(answers) > 0 {
		t.Error("an answer was sent before the reader confirmed it")
	}

	tab.press("Thanks")
	pressFeedback(tab, "Send")
	if a := <-answers; a != (feedbackAnswer{"/smartcards/resolve/", "EM-301", "yes", "Thanks"}) {
		t.Errorf("sent %+v", a)
	}

	tab.await(feedbackStatus + ` === "Thank you for telling us."`)
	tab.expectNoErrors()
}

// If the answer cannot be sent, the reader can send it again or by email.
func TestFeedbackFails(t *testing.T) {
	answers := make(chan feedbackAnswer, 1)
	tab := newTab(t)
	address := serveSample(t, feedbackEndpoint(t, answers, http.StatusInternalServerError))
	tab.open(address + "/e/em-302/")
	pressFeedback(tab, "No")
	tab.await(`document.activeElement.matches("textarea")`)
	tab.press(strings.Repeat("é", 999) + "😀 is longer than the limit")
	pressFeedback(tab, "Send")
	if a := <-answers; a != (feedbackAnswer{"/e/em-302/", "EM-302", "no", strings.Repeat("é", 999)}) {
		t.Errorf("sent %+v", a)
	}

	tab.await(feedbackStatus + ` === "Your answer could not be sent. Please try again later."`)

	links := value[[]string](tab, `[...document.querySelectorAll(".by-email a")]
		.filter(a => a.checkVisibility()).map(a => a.href)`)
	const mailto = "mailto:answers@help.example?subject=No:"
	if len(links) != 1 || !strings.HasPrefix(links[0], mailto) || !strings.Contains(links[0], "&body=%C3%A9") {
		t.Errorf("email links %q", links)
	}

	if n := value[int](tab, `document.querySelectorAll(".feedback button:disabled").length`); n != 0 {
		t.Errorf("%d buttons are disabled", n)
	}

	if n := value[int](tab, `document.querySelector("textarea").value.length`); n != 1000 {
		t.Errorf("the text has %d characters, want 1000", n)
	}

	tab.expectNoErrors("500")
}
