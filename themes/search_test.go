package themes_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"signpost/internal/search"
	"signpost/internal/site"
	"signpost/internal/testkit/corpus"
)

const (
	resolvePage = "smartcards/resolve/"
	searchBox   = chromedp.CSS("input[type=search]")
)

// statusIs returns a condition: the status line of the search has this text.
func statusIs(text string) string {
	return `document.querySelector("form .status, .finding > .status")?.textContent === ` + quoted(text)
}

// focusIsOn returns a condition: the focused element has this name or address.
func focusIsOn(target string) string {
	return `(e => [e.name, e.getAttribute("href"), e.pathname + e.hash].includes(` + quoted(target) +
		`))(document.activeElement)`
}

// locationIs returns a condition: the page has this address, without its origin.
func locationIs(address string) string {
	return `location.pathname + location.search + location.hash === ` + quoted(address)
}

// searchURLs returns the addresses of at most n results.
func searchURLs(b *tab, query string, n int) []string {
	b.t.Helper()
	return value[[]string](b, fmt.Sprintf(`signpost.search(%s, %d).then(r => r.map(x => x.url))`, quoted(query), n))
}

func expectFirst(t *testing.T, query, want string, results []string) {
	t.Helper()
	if len(results) == 0 || results[0] != want {
		t.Errorf("results of %q are %q, want %q first", query, results, want)
	}
}

// sectionQueries are queries with their first result, a section of resolvePage.
var sectionQueries = map[string]string{
	"ID-201":               "#ods",
	"id201":                "#ods",
	"id 201":               "#ods",
	"ID–201":               "#ods",
	"error id-201 again":   "#ods",
	"em301":                "#emis",
	"so 401":               "#profile",
	"ODS code not present": "#ods",
	"ods code not present on smartcard identity agent":           "#ods",
	"oh no: ODS code not present on smart card Identity Agent!!": "#ods",
	"sign in to emsi failed":                                     "#emis",
	"sign in to EMIS failed":                                     "#emis",
	"Error: Sign in to EMIS failed. Please try again.":           "#emis",
	"cannot log in to emis":                                      "#emis",
	"log in to emis failed":                                      "#emis",
	"practice code missing":                                      "#ods",
	"insufficent permision":                                      "#permission",
	"insuf":                                                      "#permission",
	"insufficient permission to perform regis":                   "#permission",
	"systmone porfile":                                           "#profile",
	"cdb":                                                        "#cdb",
	"organisation id":                                            "#cdb",
	"zebra crossing password":                                    "#emis",
	"emsi":                                                       "#cdb",
	"swipe thing":                                                "#profile",
	"weak position":                                              "#permission",
}

// pageQueries are queries with their first result.
var pageQueries = map[string]string{
	"add a role to a smartcard":      "smartcards/add-a-role/",
	"Add a role to a smart card":     "smartcards/add-a-role/",
	"before you start":               "onboarding/before/",
	"before you start next steps":    "onboarding/before/#next-steps",
	"add a role next steps":          "smartcards/add-a-role/#next-steps",
	"fobs":                           "smartcards/add-a-role/#fobs",
	"zoe okapi":                      "smartcards/add-a-role/#next-steps",
	"cafe":                           "smartcards/add-a-role/#next-steps",
	"łukasz":                         "smartcards/add-a-role/#next-steps",
	"CAFÉ":                           "smartcards/add-a-role/#next-steps",
	"signed in first time":           "onboarding/before/#signing-in-for-the-first-time",
	"smartcard reader":               "onboarding/before/#next-steps",
	"registration authority adds":    "smartcards/add-a-role/",
	"resolve smartcard issues":       resolvePage,
	"Smartcards":                     "smartcards/",
	"quagga resolve smartcard okapi": resolvePage,
}

func TestRanking(t *testing.T) {
	tab := newTab(t)
	tab.open(serveSample(t, nil) + "/")
	for query, want := range sectionQueries {
		expectFirst(t, query, resolvePage+want, searchURLs(tab, query, 10))
	}

	for query, want := range pageQueries {
		expectFirst(t, query, want, searchURLs(tab, query, 10))
	}

	for query, want := range map[string]string{
		"smartcard":  "onboarding/before/#next-steps", // contains "smart card"
		"smart card": "smartcards/add-a-role/",        // contains "smartcard"
	} {
		if got := searchURLs(tab, query, 50); !slices.Contains(got, want) {
			t.Errorf("results of %q are %q, without %q", query, got, want)
		}
	}

	for _, query := range []string{"", "   ", "?!", "okapi", "zz"} {
		if got := searchURLs(tab, query, 10); len(got) > 0 {
			t.Errorf("results of %q are %q, want none", query, got)
		}
	}

	if got := searchURLs(tab, "smartcard", 3); len(got) != 3 {
		t.Errorf("%d results with a limit of 3", len(got))
	}

	tab.expectNoErrors()
}

func TestResult(t *testing.T) {
	tab := newTab(t)
	tab.open(serveSample(t, nil) + "/")
	type result struct {
		URL, Title, Heading, Code, Excerpt string
		Marks                              [][2]int
	}

	results := value[[]result](tab, `signpost.search("pasword emis", 1)`)
	if len(results) != 1 {
		t.Fatalf("%d results, want 1", len(results))
	}

	got := results[0]
	var marked []string
	for _, m := range got.Marks {
		marked = append(marked, got.Excerpt[m[0]:m[1]])
	}

	if strings.Join(marked, " ") != "EMIS password EMIS" {
		t.Errorf("marked words are %q", marked)
	}

	for name, pair := range map[string][2]string{
		"URL":     {got.URL, resolvePage + "#emis"},
		"title":   {got.Title, "Resolve smartcard issues"},
		"heading": {got.Heading, "Sign in to EMIS failed"},
		"code":    {got.Code, "EM-301"},
		"excerpt": {got.Excerpt, "EMIS did not accept the password. Every card needs an account of its own in EMIS."},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %q, want %q", name, pair[0], pair[1])
		}
	}
}

func countIndexRequests(b *tab) (n int) {
	for _, request := range b.requests() {
		if strings.Contains(request, "/search/index.idx") {
			n++
		}
	}

	return n
}

func TestIndexIsRequestedOnceAndOnlyForSearch(t *testing.T) {
	tab := newTab(t)
	tab.open(serveSample(t, nil) + "/" + resolvePage)
	if n := countIndexRequests(tab); n != 0 {
		t.Errorf("%d requests for the index before a search", n)
	}

	tab.do(chromedp.Focus(searchBox))
	value[int](tab, `Promise.all([signpost.search("emis"), signpost.search("role")]).then(r => r.length)`)
	if n := countIndexRequests(tab); n != 1 {
		t.Errorf("%d requests for the index, want 1", n)
	}
}

func TestSearchBoxByKeyboard(t *testing.T) {
	tab := newTab(t)
	tab.open(serveSample(t, nil) + "/onboarding/before/")
	tab.press(kb.Tab + kb.Tab + kb.Tab)
	tab.await(focusIsOn("q"))
	tab.press("emis")
	tab.await(statusIs("2 results for emis"))
	tab.press(kb.ArrowDown)
	tab.await(focusIsOn("/" + resolvePage + "#cdb"))
	tab.press(kb.ArrowDown)
	tab.await(focusIsOn("/" + resolvePage + "#emis"))
	tab.press(kb.ArrowUp + kb.ArrowUp + kb.ArrowUp)
	tab.await(focusIsOn("q"))
	tab.press(kb.ArrowDown + kb.Escape)
	tab.await(
		focusIsOn("q"),
		`document.querySelector("form ol") === null`,
		`document.querySelector("input").value === "emis"`,
	)

	tab.press(" password" + kb.Enter)
	tab.await(locationIs("/search/?q=emis+password"))

	// Enter follows a link that the arrow keys have selected.
	tab.back()
	tab.await(`location.pathname === "/onboarding/before/"`)
	tab.run(`document.querySelector("input").select()`)
	tab.press("emis password")
	tab.await(statusIs("1 result for emis password"))
	tab.press(kb.ArrowDown + kb.Enter)
	tab.await(locationIs("/smartcards/resolve/#emis"))
	tab.expectNoErrors()
}

// Enter opens the section of an exact code, and the search page for anything else, even before there are results.
func TestEnter(t *testing.T) {
	address := serveSample(t, nil)
	for query, want := range map[string]string{
		"id 201":   "/smartcards/resolve/#ods",
		"EM-301":   "/smartcards/resolve/#emis",
		"em301 hm": "/search/?q=em301+hm",
		"id999":    "/search/?q=id999",
		"emis":     "/search/?q=emis",
		"okapi":    "/search/?q=okapi",
	} {
		tab := newTab(t)
		tab.open(address + "/onboarding/before/")
		tab.search(query + kb.Enter)
		tab.await(locationIs(want))
		tab.expectNoErrors()
	}
}

// A result on the page that is open closes the box, which would cover it, and its words are marked.
func TestResultOnTheSamePage(t *testing.T) {
	const closed = `document.querySelector("form .panel.open") === null`
	tab := newTab(t)
	tab.open(serveSample(t, nil) + "/" + resolvePage)
	tab.search("em301" + kb.Enter)
	tab.await(locationIs("/smartcards/resolve/#emis"), closed)
	tab.run(`document.querySelector("input").value = ""`)
	tab.search("weak role")
	tab.await(`document.querySelector("form .results a") !== null`)
	tab.press(kb.ArrowDown + kb.Enter)
	tab.await(
		locationIs("/smartcards/resolve/#permission"),
		closed,
		`[...CSS.highlights.get("found")].some(r => r.toString() === "weak")`,
	)

	tab.expectNoErrors()
}

// Tab closes the box.
func TestTabClosesTheBox(t *testing.T) {
	const closed = `document.querySelector("form .panel.open") === null`
	tab := newTab(t)
	tab.open(serveSample(t, nil) + "/" + resolvePage)
	tab.search("cdb")
	tab.await(`document.querySelector("form .results a, form .answer a") !== null`)
	tab.press(kb.Tab)
	if value[bool](tab, closed) {
		t.Error("Tab to the button closed the box")
	}

	for range value[int](tab, `document.querySelectorAll("form .panel a").length`) {
		tab.press(kb.Tab)
	}

	tab.press(kb.Tab)
	tab.await(closed, `!document.activeElement.closest("form")`)
	tab.expectNoErrors()
}

// A click on a link below the box follows that link, which does not move away first.
func TestClickBelowTheBox(t *testing.T) {
	tab := newTab(t)
	tab.resize(390, 844)
	tab.open(serveOwn(t, nil) + "/")
	tab.search("locked")
	tab.await(`document.querySelector("form .results") !== null`)
	tab.click(".messages a")
	tab.await(locationIs("/smartcards/resolve/#ods-code-not-present"))
	tab.expectNoErrors()
}

// Ctrl and K open the search, unless the reader types into another field.
func TestShortcut(t *testing.T) {
	const press = `dispatchEvent(new KeyboardEvent("keydown", {key: "k", ctrlKey: true, bubbles: true}))`
	tab := newTab(t)
	tab.open(serveSample(t, nil) + "/" + resolvePage)
	tab.run(`document.querySelector("main a").` + press)
	tab.await(focusIsOn("q"))
	tab.run(`{
		const field = document.createElement("textarea");
		field.name = "mine";
		document.querySelector("main").append(field);
		field.focus();
		field.` + press + `;
	}`)
	tab.await(focusIsOn("mine"))

	// Other shortcuts of the browser and events of its autofill are not ours.
	tab.run(`{
		const link = document.querySelector("main a");
		link.focus();
		const event = (type, keys) => link.dispatchEvent(new type("keydown", {bubbles: true, ctrlKey: true, ...keys}));
		event(KeyboardEvent, {key: "K", shiftKey: true});
		event(Event);
	}`)
	tab.await(`document.activeElement === document.querySelector("main a")`)
	tab.expectNoErrors()
}

// A query with a code or a message has one answer, in the box and on the search page: what it means and the first step.
func TestAnswer(t *testing.T) {
	const answer = `(card => card && [...card.querySelectorAll("p")].map(p => p.textContent).join("|") + " " +
		card.querySelector("a").hash)(document.querySelector("form .answer, .found .answer"))`
	const others = `[...document.querySelectorAll(".results > li")]
		.filter(li => !li.textContent.includes("ID-201")).length`
	address := serveOwn(t, nil)
	for query, want := range map[string]string{
		"id-201": "Best answer|ID-201 ODS code not present on smartcard Identity Agent|",
		"Warning: sign in to EMIS failed. Try again or call us": "Best answer|EM-301 Sign in to EMIS failed|",
		"sign in to emsi failed":                                "Best answer|EM-301 Sign in to EMIS failed|",
	} {
		for _, page := range []string{"/smartcards/renew/", "/search/"} {
			tab := newTab(t)
			tab.open(address + page)
			tab.search(query)
			tab.await(`document.querySelector(".answer") !== null`)
			if got := value[string](tab, answer); !strings.HasPrefix(got, want) || !strings.Contains(got, "|First: ") {
				t.Errorf("%s: the answer to %q is %q, want %q first, with a step", page, query, got, want)
			}

			if n := value[int](tab, others); query == "id-201" && n > 0 {
				t.Errorf("%s: %d results beside the answer to %q do not mention it", page, n, query)
			}

			tab.expectAccessible(query)
			tab.expectNoErrors()
		}
	}

	tab := newTab(t)
	tab.open(address + "/search/?q=smartcard+role")
	tab.await(`document.querySelector(".results") !== null`)
	if value[bool](tab, `document.querySelector(".answer") !== null`) {
		t.Error("a query for no error has an answer")
	}
}

// The page of a result marks the words that were found, once, and its address stays as it is.
func TestFoundWordsAreMarked(t *testing.T) {
	const marked = `[...(CSS.highlights.get("found") ?? [])].map(r => r.toString().toLowerCase())`
	tab := newTab(t)
	tab.open(serveSample(t, nil) + "/onboarding/before/")
	tab.search("emis password")
	tab.await(statusIs("1 result for emis password"))
	tab.press(kb.ArrowDown + kb.Enter)
	tab.await(locationIs("/smartcards/resolve/#emis"), marked+`.includes("password")`)
	if words := value[[]string](tab, marked); !slices.Contains(words, "emis") {
		t.Errorf("%q are marked, without emis", words)
	}

	tab.run(`location.reload()`)
	tab.awaitLoad()
	if words := value[[]string](tab, marked); len(words) > 0 {
		t.Errorf("%q are still marked", words)
	}

	tab.expectNoErrors()
}

// The empty box offers earlier searches, which the reader can clear. Numbers of patients are not among them.
func TestRecentSearches(t *testing.T) {
	const recent = `[...document.querySelectorAll("form .panel.open li")].map(li => li.textContent).join()`
	tab := newTab(t)
	address := serveSample(t, nil)
	for _, query := range []string{"role", "943 476 5919", "01/02/1980 emis", "me@role.example", "emis"} {
		tab.open(address + "/search/?q=" + strings.ReplaceAll(query, " ", "+"))
		tab.await(`document.querySelector(".status").textContent.includes("result")`)
	}

	tab.open(address + "/" + resolvePage)
	tab.do(chromedp.Focus(searchBox))
	tab.await(recent + ` === "emis,role"`)
	tab.expectAccessible("recent searches")
	tab.press(kb.ArrowDown + kb.Escape)
	tab.await(recent+` === ""`, focusIsOn("q"))
	tab.run(`document.activeElement.blur()`)
	tab.do(chromedp.Focus(searchBox))
	tab.await(recent + ` === "emis,role"`)
	tab.press(kb.ArrowDown + kb.Enter)
	tab.await(locationIs("/search/?q=emis"))
	tab.open(address + "/" + resolvePage)
	tab.do(chromedp.Focus(searchBox))
	tab.await(recent + ` === "emis,role"`)
	tab.click("form .clear")
	tab.await(recent+` === ""`, focusIsOn("q"))
	tab.open(address + "/onboarding/before/")
	tab.do(chromedp.Focus(searchBox))
	tab.search("rol")
	tab.await(`document.querySelector("form .panel.open") !== null`)
	if value[bool](tab, `localStorage.length > 0`) {
		t.Error("searches are stored after they were cleared")
	}

	tab.expectNoErrors()
}

// A screen reader hears the number of results when the reader pauses, and nothing before. It finds no empty status
// line.
func TestAnnouncements(t *testing.T) {
	const said = `document.querySelector("form > [aria-live], .finding > [aria-live]").textContent`
	for _, page := range []string{"/" + resolvePage, "/search/"} {
		tab := newTab(t)
		tab.open(serveSample(t, nil) + page)
		tab.do(chromedp.Focus(searchBox))
		tab.await(`document.querySelector("form > [aria-live], .finding > [aria-live]") !== null`)
		tab.run(`{
			window.said = [];
			const line = document.querySelector("form > [aria-live], .finding > [aria-live]");
			const record = () => line.textContent && said.push(line.textContent);
			new MutationObserver(record).observe(line, {childList: true});
		}`)
		tab.press("role")
		tab.await(said + ` === "` + map[string]string{
			"/" + resolvePage: "First 6 results for role",
			"/search/":        "8 results for role",
		}[page] + `"`)
		if said := value[[]string](tab, `said`); len(said) != 1 {
			t.Errorf("%s: announced %q while the reader typed", page, said)
		}

		if value[bool](tab, `document.querySelector("[role=status]") !== null`) {
			t.Errorf("%s: a status line is mentioned even if it is empty", page)
		}
	}
}

// Enter opens the section of a code even if the index arrives later.
func TestEnterWaitsForTheIndex(t *testing.T) {
	files := buildSample(t)
	requested, release := make(chan struct{}), make(chan struct{})
	handler := func(w http.ResponseWriter, r *http.Request) {
		close(requested)
		<-release
		files.ServeHTTP(w, r)
	}

	tab := newTab(t)
	tab.open(serve(t, files, map[string]http.HandlerFunc{"/search/index.idx": handler}) + "/")
	tab.search("id201")
	<-requested
	tab.press(kb.Enter)
	tab.await(statusIs("Searching…"))
	close(release)
	tab.await(locationIs("/smartcards/resolve/#ods"))
}

// delayQuery is a script that delays the results of a query until answer() is called, or makes it fail with refuse().
func delayQuery(query string) string {
	return fmt.Sprintf(`{
		const search = signpost.opened.search, last = () => new Promise(done => setTimeout(done));
		signpost.opened.search = (...args) => args[0] !== %s ? search(...args) : new Promise((done, fail) => {
			window.answer = () => search(...args).then(done).then(last);
			window.refuse = () => last(fail());
		});
	}`, quoted(query))
}

// Enter applies to the query at that time, so it does nothing if the reader types more or closes the box before the
// results arrive.
func TestEnterIsCancelled(t *testing.T) {
	for name, then := range map[string]struct{ keys, status string }{
		"typed more": {"9999", "No results for id2019999"},
		"closed":     {kb.Escape, ""},
	} {
		t.Run(name, func(t *testing.T) {
			tab := newTab(t)
			tab.open(serveSample(t, nil) + "/" + resolvePage)
			tab.do(chromedp.Focus(searchBox))
			tab.await(`document.querySelector("form .panel") !== null`)
			tab.run(delayQuery("id201"))
			tab.search("id201" + kb.Enter + then.keys)
			tab.await(statusIs(then.status))
			if hash := value[string](tab, `answer().then(() => location.hash)`); hash != "" {
				t.Errorf("Enter opened %s", hash)
			}

			tab.expectNoErrors()
		})
	}
}

// Late results, or a late failure, must not replace the results of a newer query.
func TestLateResultsAreIgnored(t *testing.T) {
	for _, page := range []string{"/" + resolvePage, "/search/"} {
		for _, outcome := range []string{"answer()", "refuse()"} {
			t.Run(page+" "+outcome, func(t *testing.T) {
				tab := newTab(t)
				tab.open(serveSample(t, nil) + page)
				tab.run(delayQuery("rol"))
				tab.search("rol")
				tab.await(statusIs("Searching…"))
				tab.press("xyzq")
				tab.await(statusIs("No results for rolxyzq"))
				if !value[bool](tab, outcome+".then(() => "+statusIs("No results for rolxyzq")+")") {
					t.Error("the late results are shown")
				}

				tab.expectNoErrors()
			})
		}
	}
}

// Results stay in the page until new ones replace them, and immediate results arrive before the page is drawn again.
func TestResultsDoNotFlicker(t *testing.T) {
	tab := newTab(t)
	tab.open(serveSample(t, nil) + "/search/?q=rol")
	tab.await(`document.querySelector(".found li") !== null`)
	tab.run(`new MutationObserver(() => document.querySelector(".found li") || (window.empty = true))
		.observe(document.querySelector(".found"), {childList: true})`)
	tab.search("e")
	tab.await(statusIs("8 results for role"))
	if value[bool](tab, `!!window.empty`) {
		t.Error("the results disappeared before new ones arrived")
	}

	// One immediate result in many searches is enough, since the computer may be busy.
	const immediate = `(async () => {
		for (let i = 0; i < 20; i++) {
			await new Promise(done => setTimeout(done, 20)); // no one types faster
			const timeout = new Promise(done => setTimeout(done));
			if (await Promise.race([signpost.search("role").then(() => true), timeout])) return true;
		}
		return false;
	})()`

	if !value[bool](tab, immediate) {
		t.Error("no results were immediate")
	}

	tab.expectNoErrors()
}

func TestNothingFound(t *testing.T) {
	tab := newTab(t)
	address := serveSample(t, nil)
	tab.open(address + "/" + resolvePage)
	tab.search("okapi")
	tab.await(statusIs("No results for okapi"))
	links := value[[]string](tab, `[...document.querySelectorAll("form .ways-out a")].map(a => a.href)`)
	want := []string{address + "/a-z/", address + "/errors/", address + "/contact/"}
	if len(links) < len(want) || !slices.Equal(links[:len(want)], want) {
		t.Errorf("links are %q, want %q first", links, want)
	}

	tab.expectNoErrors()
}

// A broken index results in a message and a link to the list of all articles.
func TestBrokenIndex(t *testing.T) {
	respond := func(data []byte) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(data) }
	}

	const index, script = "/search/index.idx", "/assets/search-"
	for name, broken := range map[string]struct {
		prefix  string
		handler http.HandlerFunc
	}{
		"missing":        {index, http.NotFound},
		"damaged":        {index, respond([]byte("not packed"))},
		"truncated":      {index, respond(packManifest(`{"format":3}`)[:9])},
		"cut off":        {index, endEarly},
		"newer format":   {index, respond(packManifest(`{"format":99}`))},
		"wrong types":    {index, respond(packManifest(`{"format":3,"pages":[7]}`))},
		"missing script": {script, http.NotFound},
		"cut off script": {script, endEarly},
		"damaged script": {script, asScript([]byte("(() => {"))},
		"other script":   {script, asScript([]byte("// nothing"))},
	} {
		t.Run(name, func(t *testing.T) {
			address := serveSample(t, map[string]http.HandlerFunc{broken.prefix: broken.handler})
			for _, page := range []string{"/" + resolvePage, "/search/?q=emis"} {
				tab := newTab(t)
				tab.open(address + page)
				if !strings.Contains(page, "?") {
					tab.search("emis" + kb.Enter)
				}

				tab.await(
					statusIs("Search is not available at the moment. Please use one of these lists."),
					`document.querySelector("main .ways-out a, form .ways-out a").pathname === "/a-z/"`,
				)

				tab.expectNoErrors("404", "MIME type", "CONTENT_LENGTH_MISMATCH", "Unexpected end of input")
			}
		})
	}
}

// asScript returns a handler that responds with a script.
func asScript(data []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = w.Write(data)
	}
}

// endEarly ends the connection before the whole file is sent.
func endEarly(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "100")
	asScript([]byte("// x"))(w, nil)
}

// packManifest returns the first file of an index that consists of a manifest.
func packManifest(manifest string) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(manifest))))
	_, _ = z.Write([]byte(manifest))
	_ = z.Close() // writing to a buffer does not fail

	return b.Bytes()
}

func TestSearchPage(t *testing.T) {
	const permissionFound = `document.querySelector("main ol ol a")?.hash === "#permission"`
	tab := newTab(t)
	tab.open(serveSample(t, nil) + "/" + resolvePage)
	tab.search("password")
	tab.click("form button")
	tab.await(locationIs("/search/?q=password"), statusIs("1 result for password"))
	tab.run(`document.querySelector("input").select()`)
	tab.press("weak role")
	tab.await(`location.search === "?q=weak+role" && ` + permissionFound)
	tab.click("main ol ol a")
	tab.await(locationIs("/smartcards/resolve/#permission"))
	tab.back()
	tab.await(`document.querySelector("input").value === "weak role" && ` + permissionFound)
	tab.expectNoErrors()
}

// The back button leads to the results where the reader left them.
func TestBackRestoresTheScrollPosition(t *testing.T) {
	tab := newTab(t)
	address := serveOwn(t, nil)
	tab.open(address + "/search/?q=smartcard")
	tab.await(`document.querySelectorAll(".found li").length > 9`)
	tab.run(`scrollTo(0, 700)`)
	tab.await(`scrollY === 700`)
	tab.open(address + "/smartcards/renew/")
	tab.back()
	tab.await(locationIs("/search/?q=smartcard"), `scrollY === 700`)
	tab.expectNoErrors()
}

// The chosen collection is part of the address, so that the search can be linked to, and the back button restores it.
func TestSearchInCollection(t *testing.T) {
	resultIn := func(collection string) string {
		return `document.querySelector("main .results a[href*='/` + collection + `/']") !== null`
	}

	tab := newTab(t)
	address := serveSample(t, nil)
	tab.open(address + "/search/?q=next+steps")
	tab.await(resultIn("smartcards") + " && " + resultIn("onboarding"))
	tab.do(chromedp.Focus(chromedp.CSS("label + select")))
	tab.press("Onb")
	tab.await(locationIs("/search/?q=next+steps&in=onboarding"))
	tab.await(statusIs("1 result for next steps in Onboarding") + " && !(" + resultIn("smartcards") + ")")
	tab.click("main ol ol a")
	tab.await(`location.pathname === "/onboarding/before/"`)
	tab.back()
	tab.await(
		statusIs("1 result for next steps in Onboarding"),
		`document.querySelector("select").value === "onboarding"`,
	)

	tab.open(address + "/search/?q=id201&in=gone")
	tab.await(statusIs("2 results for id201"), locationIs("/search/?q=id201"))
	tab.expectNoErrors()
}

// If there are more results than the box shows, the status line says so and the box links to all of them.
func TestMoreResults(t *testing.T) {
	const (
		six = `document.querySelectorAll("form ol a").length === 6`
		all = `document.querySelector("form .all a")`
	)

	tab := newTab(t)
	address := serveSample(t, nil)
	tab.open(address + "/")
	tab.search("in")
	tab.await(statusIs("6 results for in") + " && " + six + " && " + all + " === null")
	tab.open(address + "/")
	tab.search("role")
	tab.await(statusIs("First 6 results for role") + " && " + six + " && " + all + " !== null")
	tab.click("form .all a")
	tab.await(statusIs("8 results for role"))

	tab.open(serveOwn(t, nil) + "/search/?q=smartcard")
	tab.await(statusIs("First 30 results for smartcard"))
	tab.expectNoErrors()
}

// The search page lists sections below their page, which has the position of its best section.
func TestResultsAreGroupedByPage(t *testing.T) {
	tab := newTab(t)
	tab.open(serveSample(t, nil) + "/search/?q=role")
	tab.await(`document.querySelector("main .results a") !== null`)
	type group struct {
		Page     string
		Sections []string
	}

	groups := value[[]group](tab, `[...document.querySelectorAll("main .results > li")].map(li => ({
		Page: li.querySelector("a").pathname,
		Sections: [...li.querySelectorAll(".sections a")].map(a => a.pathname + a.hash),
	}))`)

	results := value[[]string](tab, `signpost.search("role", 30).then(r => r.map(x => "/" + x.url))`)

	seen, sections := map[string]bool{}, 0
	for _, g := range groups {
		if seen[g.Page] {
			t.Errorf("%s is listed twice", g.Page)
		}

		seen[g.Page] = true
		for _, s := range g.Sections {
			sections++
			if page, _, _ := strings.Cut(s, "#"); page != g.Page || !slices.Contains(results, s) {
				t.Errorf("%s is listed below %s", s, g.Page)
			}
		}
	}

	if len(groups) < 2 || sections < 2 || !strings.HasPrefix(results[0], groups[0].Page) {
		t.Errorf("results %q are listed as %v", results, groups)
	}

	tab.expectNoErrors()
}

func TestQueryIsNotHTML(t *testing.T) {
	tab := newTab(t)
	tab.open(serveSample(t, nil) + "/search/?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E+emis")
	tab.await(pageResults)
	status := value[string](tab, `document.querySelector(".finding > .status").textContent`)
	if !strings.HasSuffix(status, "for <img src=x onerror=alert(1)> emis") {
		t.Errorf("status line is %q", status)
	}

	if n := value[int](tab, `document.querySelectorAll("main img, [onerror]").length`); n != 0 {
		t.Error("the query was parsed as HTML")
	}

	tab.expectNoErrors()
}

func TestSearchWithoutScript(t *testing.T) {
	tab := newTabWithoutScript(t)
	address := serveSample(t, nil)
	tab.open(address + "/" + resolvePage)
	tab.search("emis" + kb.Enter)
	tab.await(locationIs("/a-z/?q=emis"))
	tab.open(address + "/search/")
	text := value[string](tab, `document.querySelector("main").innerText`)
	if !strings.Contains(text, "Search needs JavaScript") {
		t.Errorf("text of the search page is %q", text)
	}

	tab.expectNoErrors()
}

// After a failed request for the index, the next query requests it again.
func TestIndexIsRequestedAgain(t *testing.T) {
	files := buildSample(t)
	var requests atomic.Int32
	handler := func(w http.ResponseWriter, r *http.Request) {
		if requests.Add(1) == 1 {
			http.Error(w, "not now", http.StatusServiceUnavailable)
			return
		}

		files.ServeHTTP(w, r)
	}

	tab := newTab(t)
	tab.open(serve(t, files, map[string]http.HandlerFunc{"/search/index.idx": handler}) + "/")
	results := value[[]string](tab, `signpost.search("id201").catch(() => signpost.search("id201"))
		.then(r => r.map(x => x.url))`)
	expectFirst(t, "id201", resolvePage+"#ods", results)
}

// If some files of a large index are missing or damaged, queries have results from the others, or fail.
func TestMissingAndDamagedShards(t *testing.T) {
	content, queries := corpus.Centre(6000)
	s, _, err := site.Load(t.Context(), site.Source{Content: content}, site.Options{})
	if err != nil {
		t.Fatal(err)
	}

	files := build(t, s)
	for i, name := range slices.Sorted(maps.Keys(files)) {
		if !strings.HasPrefix(name, "/search/") || path.Ext(name) != ".idx" || name == "/"+search.FirstFile {
			continue
		}

		switch i % 3 {
		case 0:
			delete(files, name)
		case 1:
			files[name] = files[name][:len(files[name])/2]
		}
	}

	tab := newTab(t)
	tab.open(serve(t, files, nil) + "/search/")
	answered := 0
	for _, q := range queries[:40] {
		if value[int](tab, `signpost.search(`+quoted(q.Text)+`).then(r => r.length, () => 0)`) > 0 {
			answered++
		}
	}

	if answered < 10 { // the number depends on the hashes in the file names
		t.Errorf("only %d of 40 queries have results", answered)
	}
}
