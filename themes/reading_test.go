package themes_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"signpost/internal/testkit/browser"
)

// Every stop of the Tab key is seen, in Windows High Contrast too: it has a real outline, and nothing lies over it.
func TestFocusIsSeen(t *testing.T) {
	address := startOwn(t, nil)
	for _, forced := range []string{"none", "active"} {
		for _, where := range []string{"/", "/smartcards/resolve/", "/e/id-201/", "/errors/"} {
			t.Run(where+" forced colours "+forced, func(t *testing.T) {
				ctx := browser.New(t)
				emulate(ctx, t, "", "forced-colors", forced)
				do(ctx, t, chromedp.EmulateViewport(1280, 800), chromedp.Navigate(address+where))
				browser.Await(ctx, t, `document.readyState === "complete"`)
				stops := value[int](ctx, t, `[...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")].filter(e => e.checkVisibility()).length`)
				if stops < 10 {
					t.Fatalf("the page has %d stops", stops)
				}
				checkStops(ctx, t, stops)
			})
		}
	}
}

// stopReached tells of the element that has the focus, and what is wrong with how it shows that.
const stopReached = `(() => {
	const e = document.activeElement, s = getComputedStyle(e), box = e.getClientRects()[0];
	const wrong = [];
	e.dataset.reached = Number(e.dataset.reached ?? 0) + 1;
	if (e.dataset.reached > 1) wrong.push("reached twice");
	if (s.outlineStyle !== "solid" || parseFloat(s.outlineWidth) < 2) wrong.push("outline " + s.outline);
	if (s.outlineColor === s.backgroundColor) wrong.push("outline of the ground's colour");
	const x = box.left + Math.min(box.width, 8) / 2, y = Math.min(box.top + box.height / 2, innerHeight - 1);
	const top = document.elementFromPoint(x, y);
	if (!top || !(e.contains(top) || top.contains(e))) wrong.push("hidden");
	return wrong.length ? e.outerHTML.slice(0, 120) + ": " + wrong.join(", ") : "";
})()`

func checkStops(ctx context.Context, t *testing.T, stops int) {
	t.Helper()
	for i := range stops {
		do(ctx, t, chromedp.KeyEvent(kb.Tab))
		if i == 0 && value[string](ctx, t, `document.activeElement.className`) != "skip" {
			t.Error("the first stop is not the skip link")
		}
		if wrong := value[string](ctx, t, stopReached); wrong != "" {
			t.Error(wrong)
		}
	}
}

func TestSkipLink(t *testing.T) {
	ctx := browser.New(t)
	do(ctx, t, chromedp.Navigate(startOwn(t, nil)+"/smartcards/resolve/"), chromedp.KeyEvent(kb.Tab+kb.Enter+kb.Tab))
	browser.Await(ctx, t, `document.querySelector("main").contains(document.activeElement) && document.activeElement.matches("a")`)
}

// Who speaks to the computer types letters without meaning to: none of them alone does anything (WCAG 2.1.4).
func TestNoKeyAloneDoesAnything(t *testing.T) {
	ctx := browser.New(t)
	do(ctx, t, chromedp.Navigate(startOwn(t, nil)+"/smartcards/resolve/"))
	browser.Await(ctx, t, `document.readyState === "complete"`)
	before := value[string](ctx, t, `location.href + document.activeElement.outerHTML.length + document.querySelectorAll("*").length`)
	do(ctx, t, chromedp.KeyEvent("/?abcdefghijklmnopqrstuvwxyz0123456789"))
	if after := value[string](ctx, t, `location.href + document.activeElement.outerHTML.length + document.querySelectorAll("*").length`); after != before {
		t.Errorf("from %s to %s", before, after)
	}
}

// spacing is what WCAG 1.4.12 lets readers set.
const spacing = `(() => {
	const sheet = new CSSStyleSheet();
	sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }");
	document.adoptedStyleSheets = [sheet];
})()`

// cut lists what is cut off, or reaches out of the screen without a way to scroll there.
const cut = `[...document.querySelectorAll("body *")].filter(e => {
	const s = getComputedStyle(e);
	if (!e.checkVisibility() || s.position === "absolute" || e.closest(".hidden, .search label, svg")) return false;
	const clips = ["hidden", "clip"].includes(s.overflowX) || ["hidden", "clip"].includes(s.overflowY);
	if (clips && (e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1)) return true;
	return e.getBoundingClientRect().right > innerWidth + 1 && !e.closest("pre, .table");
}).map(e => e.outerHTML.slice(0, 100))`

// At 400% and on a small screen every page is read by scrolling down alone, with the wider spacing that some readers need, too.
func TestReflowAndTextSpacing(t *testing.T) {
	address := startOwn(t, nil)
	ctx := browser.New(t)
	do(ctx, t, chromedp.EmulateViewport(320, 256))
	for _, s := range states {
		s.open(ctx, t, address)
		for _, how := range []string{"", spacing} {
			if how != "" {
				do(ctx, t, chromedp.Evaluate[chromedp.Void](how))
			}
			if width := value[int](ctx, t, `document.documentElement.scrollWidth`); width > 320 {
				t.Errorf("%s is %d pixels wide on a screen of 320", s.name, width)
			}
			if off := value[[]string](ctx, t, cut); len(off) > 0 {
				t.Errorf("%s: cut off: %q", s.name, off)
			}
		}
	}
}

// moved sums up what Chromium saw jump since the page began to load.
const moved = `(() => {
	const watch = new PerformanceObserver(() => {});
	watch.observe({type: "layout-shift", buffered: true});
	return watch.takeRecords().reduce((sum, shift) => sum + shift.value, 0);
})()`

// Nothing jumps while a page loads, however late its pictures come, and a link to a section below pictures lands on it and stays.
func TestNothingJumps(t *testing.T) {
	site := own(t)
	release := make(chan struct{})
	late := func(w http.ResponseWriter, r *http.Request) {
		if data := site[strings.TrimPrefix(r.URL.Path, "/")]; strings.HasSuffix(r.URL.Path, ".svg") {
			<-release
			w.Header().Set("Content-Type", "image/svg+xml")
			_, _ = w.Write(data)
		}
	}
	address := startOwn(t, map[string]http.HandlerFunc{"/smartcards/where-to-look": late})
	ctx := browser.New(t)
	do(ctx, t, chromedp.EmulateViewport(1280, 720))
	top := `document.getElementById("systmone-profile-error").getBoundingClientRect().top`
	go func() { _ = chromedp.Do(ctx, chromedp.Navigate(address+"/smartcards/resolve/#systmone-profile-error")) }() // waits for the pictures
	browser.Await(ctx, t, `location.pathname === "/smartcards/resolve/" && `+top+` >= 0 && `+top+` < 200`)
	waiting := value[int](ctx, t, `[...document.images].filter(i => !i.complete).length`)
	if waiting < 2 {
		t.Fatalf("%d pictures are late", waiting)
	}
	before := value[float64](ctx, t, top)
	close(release)
	browser.Await(ctx, t, `[...document.images].every(i => i.naturalWidth > 0)`)
	if after := value[float64](ctx, t, top); after != before {
		t.Errorf("the section stood at %.0f, and at %.0f once the pictures were there", before, after)
	}
	if sum := value[float64](ctx, t, moved); sum > 0 {
		t.Errorf("cumulative layout shift: %f", sum)
	}
}

func TestNothingJumpsOnAnyPage(t *testing.T) {
	address := startOwn(t, nil)
	ctx := browser.New(t)
	for _, width := range []int64{320, 1280} {
		do(ctx, t, chromedp.EmulateViewport(width, 720))
		for _, s := range states {
			if s.keys != "" {
				continue // what opens because somebody typed may push things down
			}
			s.open(ctx, t, address)
			if sum := value[float64](ctx, t, moved); sum > 0 {
				t.Errorf("%s, %d pixels wide: cumulative layout shift %f", s.name, width, sum)
			}
		}
	}
}
