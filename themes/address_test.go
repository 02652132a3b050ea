package themes_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"signpost/internal/testkit/browser"
)

// undecodable are queries and fragments that cannot be decoded, or name nothing.
var undecodable = []string{
	"#%", "#100%", "#%E0%A4", "#%ED%A0%80", "#\ufffd", "#%00", "#emis%", "?q=%#%zz", "?%=%&q=%E0%A4",
	"#" + strings.Repeat("%", 100_000), "?q=" + strings.Repeat("%ff", 10_000),
}

// TestScriptsSurviveAnyAddress opens an article at such addresses. Copy buttons, search and feedback work.
func TestScriptsSurviveAnyAddress(t *testing.T) {
	answers := make(chan feedbackAnswer, 1)
	address := serveSample(t, feedbackEndpoint(t, answers, http.StatusNoContent))
	for _, rest := range undecodable {
		tab := newTab(t)
		tab.open(address + "/smartcards/resolve/" + rest)
		pressFeedback(tab, "Yes")
		tab.await(`document.activeElement.matches("textarea")`)
		pressFeedback(tab, "Send")
		if a := <-answers; a.Answer != "yes" || a.Page != "/smartcards/resolve/" {
			t.Errorf("%.20s: sent %+v", rest, a)
		}

		tab.await(copyButtonsShown)
		tab.search("smartcard")
		tab.await(`document.querySelectorAll("form.search a").length > 0`)
		tab.expectNoErrors()
	}
}

// TestListsSurviveAnyAddress opens other pages at such addresses.
func TestListsSurviveAnyAddress(t *testing.T) {
	address := serveSample(t, nil)
	for path, condition := range map[string]string{
		"/search/?q=%&in=%E0%A4#%":                 statusIs("No results for %"),
		"/search/?q=%ED%A0%80+emis":                `document.querySelector(".found a") !== null`,
		"/search/?q=" + strings.Repeat("1", 1e5):   statusIs("No results for " + strings.Repeat("1", 1e5)),
		"/errors/?%#%":                             `!document.querySelector(".filter").hidden`,
		"/e/id-201/#%":                             `document.querySelector(".copy") !== null`,
		"/smartcards/resolv%25/%E0%A4/?%#%":        nearestIs("/smartcards/resolve/"),
		"/" + strings.Repeat("1", 1e5) + "é/id201": `location.pathname === "/e/id-201/"`,
	} {
		tab := newTab(t)
		tab.open(address + path)
		tab.await(condition)
		tab.expectNoErrors("404")
	}
}

// TestFragmentIsDecodedLikeTheBrowserDoes opens the details that a fragment names.
func TestFragmentIsDecodedLikeTheBrowserDoes(t *testing.T) {
	pages := buildSample(t)
	var details strings.Builder
	for _, id := range []string{"-", "100%", "a b%", "a%20b", "é%"} {
		fmt.Fprintf(&details, `<details id="%s"><summary>s</summary></details>`, id)
	}

	const name = "/smartcards/resolve/index.html"
	pages[name] = []byte(strings.Replace(string(pages[name]), "</main>", details.String()+"</main>", 1))
	address := serve(t, pages, nil) + "/smartcards/resolve/"
	for fragment, want := range map[string]string{
		"":         "-",
		"#100%":    "100%",
		"#100%25":  "100%",
		"#a%20b%":  "a b%",
		"#a%2520b": "a%20b",
		"#a%20b":   "a%20b",
		"#%C3%A9%": "é%",
	} {
		tab := newTab(t)
		tab.open(address + fragment)
		tab.await(copyButtonsShown)
		got := value[string](tab, `document.querySelector("details[open]")?.id ?? "-"`)
		if got != want {
			t.Errorf("%s opens %q, want %q", fragment, got, want)
		}

		tab.expectNoErrors()
	}
}

// failingScripts break one function of the browser each, and say what else works.
var failingScripts = map[string]struct{ script, path, works string }{
	"details, redirects": {
		`document.getElementById = fail`, "/smartcards/resolve/#emis", copyButtonsShown + " && " + formLeadsToSearch,
	},
	"search": {
		`Object.defineProperty(HTMLFormElement.prototype, "action", {set: fail, get: fail})`,
		"/smartcards/resolve/", copyButtonsShown + " && " + feedbackShown,
	},
	"copy": {
		`Element.prototype.after = fail`, "/smartcards/resolve/", feedbackShown + " && " + formLeadsToSearch,
	},
	"print": {
		`const add = addEventListener;
		window.addEventListener = (name, ...rest) => name === "beforeprint" ? fail() : add(name, ...rest)`,
		"/smartcards/resolve/", feedbackShown + " && " + copyButtonsShown,
	},
	"filter": {
		`const add = addEventListener;
		window.addEventListener = (name, ...rest) => name === "pageshow" ? fail() : add(name, ...rest)`,
		"/errors/", formLeadsToSearch,
	},
}

const (
	copyButtonsShown  = `document.querySelector("button.copy") !== null`
	feedbackShown     = `!document.querySelector(".feedback").hidden`
	formLeadsToSearch = `new URL(document.querySelector("form.search").action).pathname === "/search/"`
)

// nearestIs returns a condition: the page for unknown addresses suggests this one.
func nearestIs(path string) string {
	return `document.querySelector(".nearest a")?.pathname === ` + quoted(path)
}

// TestFailingPartOfScript expects that the browser reports an error, and that the other parts run.
func TestFailingPartOfScript(t *testing.T) {
	address := serveSample(t, feedbackEndpoint(t, nil, http.StatusNoContent))
	for name, failing := range failingScripts {
		t.Run(name, func(t *testing.T) {
			tab := newTab(t)
			tab.before(`function fail() { throw new Error("on purpose"); } ` + failing.script)
			tab.open(address + failing.path)
			tab.await(failing.works)
			if len(browser.Errors(tab.ctx)) == 0 {
				t.Error("the browser reported no error")
			}

			tab.expectNoErrors("on purpose")
		})
	}
}

// TestSearchPageWithoutResults expects that the search box shows the results if the search page cannot.
func TestSearchPageWithoutResults(t *testing.T) {
	missing := map[string]http.HandlerFunc{"/assets/lists-": http.NotFound}
	const failing = `document.querySelector = (find => selector => {
		if (selector === ".filter") throw new Error("on purpose");
		return find.call(document, selector);
	})(document.querySelector)`
	for script, address := range map[string]string{failing: serveSample(t, nil), "": serveSample(t, missing)} {
		tab := newTab(t)
		tab.before(script)
		tab.open(address + "/search/?q=emis")
		tab.search("password")
		tab.await(`document.querySelector("form.search .panel a") !== null`)
		tab.expectNoErrors("on purpose", "404", "MIME type")
	}
}

// before runs a script in each page before its own.
func (b *tab) before(script string) {
	b.t.Helper()
	params := page.AddScriptToEvaluateOnNewDocumentParams{Source: script}
	if _, err := chromedp.Call(b.ctx, page.AddScriptToEvaluateOnNewDocument, params); err != nil {
		b.t.Fatal(err)
	}
}
