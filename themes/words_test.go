package themes_test

import (
	"net/http"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

const (
	wordAt          = `document.querySelector("a.term")`
	explanationAt   = wordAt + `.nextElementSibling`
	explanationOpen = explanationAt + `?.textContent.startsWith("Registration Authority: ")`
	explanationGone = `!(` + explanationOpen + `)`
	pageWithWords   = "/smartcards/role-problems/"
)

// TestExplainWord expects the explanation of a word next to it, for the pointer, the keyboard and the finger.
func TestExplainWord(t *testing.T) {
	for _, scheme := range []string{"light", "dark"} {
		t.Run(scheme, func(t *testing.T) {
			tab := newTab(t)
			tab.emulate("", "prefers-color-scheme", scheme)
			tab.resize(320, 700)
			tab.open(serveOwn(t, nil) + pageWithWords)
			tab.await(copyButtonsShown)

			tab.run(wordAt + ".focus()")
			tab.await(explanationOpen)
			tab.await(`document.documentElement.scrollWidth <= innerWidth`)
			tab.expectAccessible("explained word")

			tab.press(kb.Tab)
			tab.await(`document.activeElement.textContent === "Who does what"`, explanationOpen)
			tab.press(kb.Escape)
			tab.await(explanationGone)

			tab.run(wordAt + ".click()")
			tab.await(explanationOpen, `location.hash === ""`)
			tab.click("h1")
			tab.await(explanationGone)
			tab.expectNoErrors()
		})
	}
}

// TestExplainWordWhilePointedAt expects the explanation to stay while the pointer is on it, and to close afterwards.
func TestExplainWordWhilePointedAt(t *testing.T) {
	tab := newTab(t)
	tab.resize(1280, 900)
	tab.open(serveOwn(t, nil) + pageWithWords)
	tab.await(copyButtonsShown)
	tab.run(`
		var timers = [];
		setTimeout = timer => timers.push(timer);
		clearTimeout = number => delete timers[number - 1];`)
	point := func(element string) {
		tab.run(element + `.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }))`)
	}

	point(wordAt)
	tab.await(explanationOpen)
	point(`document.body`)
	point(explanationAt)
	tab.run(`timers.forEach(timer => timer())`)
	tab.await(explanationOpen)

	point(`document.body`)
	tab.run(`timers.forEach(timer => timer())`)
	tab.await(explanationGone)
	tab.expectNoErrors()
}

// TestWordsWithoutScript expects that a word leads to its explanation below the text.
func TestWordsWithoutScript(t *testing.T) {
	inList := `document.querySelector(":target").textContent.startsWith("Registration Authority: ")`
	tab := newTabWithoutScript(t)
	tab.open(serveOwn(t, nil) + pageWithWords)
	tab.click("a.term")
	tab.await(locationIs(pageWithWords+"#sp:word-1"), inList)

	tab = newTab(t)
	tab.open(serveOwn(t, map[string]http.HandlerFunc{"/assets/later-": http.NotFound}) + pageWithWords)
	tab.await(copyButtonsShown)
	tab.run(wordAt + ".click()")
	tab.await(locationIs(pageWithWords+"#sp:word-1"), inList)
	tab.expectNoErrors("404", "MIME")
}
