package themes_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const tabStops = `[...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")]
	.filter(e => e.checkVisibility()).length`

// Every element that the tab key reaches has a visible outline that nothing covers, in Windows High Contrast too.
func TestFocusIsVisible(t *testing.T) {
	address := serveOwn(t, nil)
	for _, forced := range []string{"none", "active"} {
		for _, page := range []string{"/", "/smartcards/resolve/", "/e/id-201/", "/errors/"} {
			t.Run(page+" forced colours "+forced, func(t *testing.T) {
				tab := newTab(t)
				tab.emulate("", "forced-colors", forced)
				tab.resize(1280, 800)
				tab.open(address + page)
				tab.awaitLoad()
				stops := value[int](tab, tabStops)
				if stops < 10 {
					t.Fatalf("the page has only %d tab stops", stops)
				}

				checkTabStops(tab, stops)
			})
		}
	}
}

// focusProblems returns what is wrong with the focused element.
const focusProblems = `(() => {
	const e = document.activeElement, s = getComputedStyle(e), box = e.getClientRects()[0];
	const problems = [];
	e.dataset.reached = Number(e.dataset.reached ?? 0) + 1;
	if (e.dataset.reached > 1) problems.push("reached twice");
	if (s.outlineStyle !== "solid" || parseFloat(s.outlineWidth) < 2) problems.push("outline " + s.outline);
	if (s.outlineColor === s.backgroundColor) problems.push("outline has the colour of the background");
	const x = box.left + Math.min(box.width, 8) / 2, y = Math.min(box.top + box.height / 2, innerHeight - 1);
	const top = document.elementFromPoint(x, y);
	if (!top || !(e.contains(top) || top.contains(e))) problems.push("covered");
	return problems.length ? e.outerHTML.slice(0, 120) + ": " + problems.join(", ") : "";
})()`

func checkTabStops(b *tab, stops int) {
	b.t.Helper()
	for i := range stops {
		b.press(kb.Tab)
		if i == 0 && value[string](b, `document.activeElement.className`) != "skip" {
			b.t.Error("the first tab stop is not the skip link")
		}

		if problems := value[string](b, focusProblems); problems != "" {
			b.t.Error(problems)
		}
	}
}

func TestSkipLink(t *testing.T) {
	tab := newTab(t)
	tab.open(serveOwn(t, nil) + "/smartcards/resolve/")
	tab.press(kb.Tab + kb.Enter + kb.Tab)
	tab.await(`document.querySelector("main").contains(document.activeElement) && document.activeElement.matches("a")`)
}

// Users of speech recognition enter single letters by accident, so letters must not be shortcuts (WCAG 2.1.4).
func TestNoSingleKeyShortcuts(t *testing.T) {
	const pageState = `location.href + document.activeElement.outerHTML.length + document.querySelectorAll("*").length`
	tab := newTab(t)
	tab.open(serveOwn(t, nil) + "/smartcards/resolve/")
	tab.awaitLoad()
	before := value[string](tab, pageState)
	tab.press("/?abcdefghijklmnopqrstuvwxyz0123456789")
	if after := value[string](tab, pageState); after != before {
		t.Errorf("keys changed the page from %s to %s", before, after)
	}
}

// wideSpacing sets the spacing that readers can choose according to WCAG 1.4.12.
const wideSpacing = `(() => {
	const sheet = new CSSStyleSheet();
	sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; " +
		"word-spacing: 0.16em !important } p { margin-bottom: 2em !important }");
	document.adoptedStyleSheets = [sheet];
})()`

// cutOff lists elements that are clipped, or outside the viewport without a way to scroll to them.
const cutOff = `[...document.querySelectorAll("body *")].filter(e => {
	const s = getComputedStyle(e);
	if (!e.checkVisibility() || s.position === "absolute" || e.closest(".hidden, .search label, svg")) return false;
	const clips = ["hidden", "clip"].includes(s.overflowX) || ["hidden", "clip"].includes(s.overflowY);
	if (clips && (e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1)) return true;
	return e.getBoundingClientRect().right > innerWidth + 1 && !e.closest("pre, .table");
}).map(e => e.outerHTML.slice(0, 100))`

// On small screens and at 400%, every page needs vertical scrolling only, also with wider spacing.
func TestReflowAndTextSpacing(t *testing.T) {
	address := serveOwn(t, nil)
	tab := newTab(t)
	tab.resize(320, 256)
	check := func(name string) {
		tab.expectWidth(name, 320)
		if elements := value[[]string](tab, cutOff); len(elements) > 0 {
			t.Errorf("%s: cut off: %q", name, elements)
		}
	}

	for _, s := range states {
		s.open(tab, address)
		check(s.name)
		tab.run(wideSpacing)
		check(s.name + " with wide spacing")
	}
}

// layoutShift returns the cumulative layout shift since the page began to load.
const layoutShift = `(() => {
	const observer = new PerformanceObserver(() => {});
	observer.observe({type: "layout-shift", buffered: true});
	return observer.takeRecords().reduce((sum, shift) => sum + shift.value, 0);
})()`

// What the contact page learns from codes.json moves nothing that readers may be about to press.
func TestLateCodesDoNotShiftContacts(t *testing.T) {
	site := ownSite(t)
	for _, width := range []int64{412, 1280} {
		release := make(chan struct{})
		tab := newTab(t)
		tab.resize(width, 823)
		tab.open(serveOwn(t, map[string]http.HandlerFunc{"/codes.json": func(w http.ResponseWriter, _ *http.Request) {
			<-release
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(site["/codes.json"])
		}}) + "/contact/?about=id-201")

		tab.await(`document.querySelector(".methods") !== null`)
		value[bool](tab, nextFrame)
		close(release)
		tab.await(`document.querySelectorAll(".tick").length > 3`)
		value[bool](tab, nextFrame)
		if shift := value[float64](tab, layoutShift); shift > 0.05 { // the footer moves
			t.Errorf("at %d px, the layout shifts by %.2f", width, shift)
		}
	}
}

// nextFrame is a promise that is kept after the page was painted.
const nextFrame = `new Promise(done => requestAnimationFrame(() => setTimeout(() => done(true))))`

// The layout does not shift while pictures load, and a link to a section below pictures scrolls to the right place.
func TestLatePicturesDoNotShiftLayout(t *testing.T) {
	site := ownSite(t)
	release := make(chan struct{})
	late := func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".svg") {
			<-release
			w.Header().Set("Content-Type", "image/svg+xml")
			_, _ = w.Write(site[r.URL.Path])
		}
	}

	address := serveOwn(t, map[string]http.HandlerFunc{"/smartcards/where-to-look": late})
	tab := newTab(t)
	tab.resize(1280, 720)
	const top = `document.getElementById("systmone-profile-error").getBoundingClientRect().top`
	opened := make(chan error, 1)
	go func() { // Navigate waits for the pictures
		opened <- chromedp.Do(tab.ctx, chromedp.Navigate(address+"/smartcards/resolve/#systmone-profile-error"))
	}()

	tab.await(`location.pathname === "/smartcards/resolve/" && ` + top + ` >= 0 && ` + top + ` < 200`)
	if late := value[int](tab, `[...document.images].filter(i => !i.complete).length`); late < 2 {
		t.Fatalf("only %d pictures are late", late)
	}

	before := value[float64](tab, top)
	close(release)
	tab.await(`[...document.images].every(i => i.naturalWidth > 0)`)
	if err := <-opened; err != nil {
		t.Error(err)
	}

	if after := value[float64](tab, top); after != before {
		t.Errorf("the section moved from %.0f to %.0f when the pictures arrived", before, after)
	}

	if shift := value[float64](tab, layoutShift); shift > 0 {
		t.Errorf("cumulative layout shift is %f", shift)
	}
}

func TestLayoutDoesNotShift(t *testing.T) {
	address := serveOwn(t, nil)
	tab := newTab(t)
	for _, width := range []int64{320, 1280} {
		tab.resize(width, 720)
		for _, s := range states {
			if s.keys != "" {
				continue // results may push the content down
			}

			s.open(tab, address)
			if shift := value[float64](tab, layoutShift); shift > 0 {
				t.Errorf("%s, %d pixels wide: cumulative layout shift is %f", s.name, width, shift)
			}
		}
	}
}
