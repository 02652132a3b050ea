package themes_test

import (
	"net/http"
	"os"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"signpost/internal/testkit/need"
)

// state is a page in a state that a reader can bring it into.
type state struct {
	name string
	page string

	// keys are typed into the search box.
	keys string

	// ready is true, in JavaScript, when the state is reached. Empty means when the page is loaded.
	ready string
}

const (
	boxResults  = `document.querySelectorAll("form ol a").length > 1`
	pageResults = `document.querySelector("main ol a") !== null`
)

// states contains a page of each type, and the results of the search in the header and on the search page.
var states = []state{
	{name: "home", page: "/"},
	{name: "home, search open", page: "/", keys: "role", ready: boxResults},
	{name: "collection", page: "/smartcards/"},
	{name: "booklet", page: "/smartcards/print-all/"},
	{name: "article", page: "/smartcards/resolve/"},
	{name: "article, section of a code", page: "/smartcards/resolve/#ods-code-not-present"},
	{
		name:  "article, search open",
		page:  "/smartcards/reader-and-card/",
		keys:  "role",
		ready: boxResults,
	},
	{
		name:  "article, nothing found",
		page:  "/smartcards/add-a-role/",
		keys:  "okapi",
		ready: `document.querySelector("form .ways-out a") !== null`,
	},
	{name: "code", page: "/e/id-201/"},
	{name: "error codes", page: "/errors/"},
	{name: "search", page: "/search/?q=emis", ready: pageResults},
	{
		name:  "search, nothing found",
		page:  "/search/?q=okapi",
		ready: `document.querySelector("main .ways-out a") !== null`,
	},
	{name: "all articles", page: "/a-z/"},
	{name: "still stuck", page: "/contact/"},
	{name: "accessibility statement", page: "/accessibility/"},
	{name: "not found", page: "/smartcards/resolv/"},
}

func (s state) open(b *tab, address string) {
	b.t.Helper()
	b.open(address + s.page)
	if s.keys != "" {
		b.search(s.keys)
	}

	if s.ready == "" {
		b.awaitLoad()
		return
	}

	b.await(s.ready)
}

// expectAccessible checks WCAG 2.2 A and AA and the best practices of axe.
func (b *tab) expectAccessible(where string) {
	b.t.Helper()
	source, err := os.ReadFile(need.Tool(b.t, "axe-core/axe.min.js"))
	if err != nil {
		b.t.Fatal(err)
	}

	b.run(string(source))
	type violation struct{ ID, Help, HTML string }
	violations := value[[]violation](b, `axe.run({
		runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
		rules: {"target-size": {enabled: true}, "label-content-name-mismatch": {enabled: true}},
	}).then(r => r.violations.flatMap(v => v.nodes.map(n => ({ID: v.id, Help: v.help, HTML: n.html}))))`)

	for _, v := range violations {
		b.t.Errorf("%s: %s: %s: %s", where, v.ID, v.Help, v.HTML)
	}
}

func TestPagesAreAccessible(t *testing.T) {
	address := serveOwn(t, nil)
	for _, scheme := range []string{"light", "dark"} {
		t.Run(scheme, func(t *testing.T) {
			tab := newTab(t)
			tab.emulate("", "prefers-color-scheme", scheme)
			for _, s := range states {
				s.open(tab, address)
				tab.expectAccessible(s.name)
			}

			tab.expectNoErrors("404 " + address + "/smartcards/resolv/")
		})
	}
}

func TestErrorMessagesAreAccessible(t *testing.T) {
	fail := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }
	address := serveSample(t, map[string]http.HandlerFunc{"/search/index.idx": fail, "/answers": fail})
	tab := newTab(t)
	failedSearch := state{
		page:  "/smartcards/resolve/",
		keys:  "emis",
		ready: `document.querySelector("form .ways-out a") !== null`,
	}

	failedSearch.open(tab, address)
	tab.expectAccessible("failed search")

	tab.open(address + "/smartcards/resolve/")
	tab.run(`document.querySelector("[data-asks='no']").focus()`)
	tab.press(kb.Enter)
	tab.await(`document.activeElement.matches("textarea")`)
	tab.press(kb.Tab + kb.Enter)
	tab.await(`document.querySelector(".feedback [aria-live]").textContent !== ""`)
	tab.expectAccessible("answer that was not sent")

	tab.run(`Object.defineProperty(navigator, "clipboard", {value: undefined});
		document.execCommand = () => false;
		document.querySelector(".copy").click()`)

	tab.await(`document.querySelector(".address") !== null`)
	tab.expectAccessible("link that was not copied")
	tab.expectNoErrors("500")
}
