package themes_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"signpost/internal/search"
	"signpost/internal/site"
	"signpost/internal/testkit/browser"
	"signpost/internal/testkit/corpus"
)

const (
	page = "smartcards/resolve/"
	box  = chromedp.CSS("input[type=search]")
)

// status is true when the status line of the search says text.
func status(text string) string {
	return "document.querySelector('form [role=status], .finding > [role=status]')?.textContent === " + quoted(text)
}

// focused is true when the focus is on the link or field whose address or name is given.
func focused(what string) string {
	return fmt.Sprintf("[document.activeElement.name, document.activeElement.getAttribute('href'), document.activeElement.pathname + document.activeElement.hash].includes(%s)", quoted(what))
}

// The sections that queries must find first.
func TestRanking(t *testing.T) {
	ctx := browser.New(t)
	do(ctx, t, chromedp.Navigate(start(t, nil)+"/"))
	for query, want := range map[string]string{
		"ID-201": "#ods", "id201": "#ods", "id 201": "#ods", "ID–201": "#ods", "error id-201 again": "#ods",
		"em301": "#emis", "so 401": "#profile",
		"ODS code not present":                                       "#ods",
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
		"emsi":                                                       "#cdb", "swipe thing": "#profile",
		"weak position": "#permission",
	} {
		first(t, query, page+want, value[[]string](ctx, t, `signpost.search(`+quoted(query)+`).then(r => r.map(x => x.url))`))
	}
	for query, want := range map[string]string{
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
		"resolve smartcard issues":       page,
		"Smartcards":                     "smartcards/",
		"quagga resolve smartcard okapi": page,
	} {
		first(t, query, want, value[[]string](ctx, t, `signpost.search(`+quoted(query)+`).then(r => r.map(x => x.url))`))
	}
	for query, want := range map[string]string{
		"smartcard":  "onboarding/before/#next-steps", // it says "smart card"
		"smart card": "smartcards/add-a-role/",        // it says "smartcard"
	} {
		if got := value[[]string](ctx, t, `signpost.search(`+quoted(query)+`, 50).then(r => r.map(x => x.url))`); !slices.Contains(got, want) {
			t.Errorf("%q finds %q, without %q", query, got, want)
		}
	}
	for _, query := range []string{"", "   ", "?!", "okapi", "zz"} {
		if n := value[int](ctx, t, `signpost.search(`+quoted(query)+`).then(r => r.length)`); n != 0 {
			t.Errorf("%q finds %d sections", query, n)
		}
	}
	if n := value[int](ctx, t, `signpost.search("smartcard", 3).then(r => r.length)`); n != 3 {
		t.Errorf("a limit of 3 gives %d", n)
	}
	untroubled(ctx, t)
}

func first(t *testing.T, query, want string, got []string) {
	t.Helper()
	if len(got) == 0 || got[0] != want {
		t.Errorf("%q finds %q, want %q first", query, got, want)
	}
}

func TestResult(t *testing.T) {
	ctx := browser.New(t)
	do(ctx, t, chromedp.Navigate(start(t, nil)+"/"))
	type result struct {
		URL, Title, Heading, Code, Excerpt string
		Marks                              [][2]int
	}
	got := value[[]result](ctx, t, `signpost.search("pasword emis", 1)`)
	want := "EMIS did not accept the password. Every card needs an account of its own in EMIS."
	r := got[0]
	if r.URL != page+"#emis" || r.Title != "Resolve smartcard issues" || r.Heading != "Sign in to EMIS failed" || r.Code != "EM-301" || r.Excerpt != want {
		t.Errorf("%+v", r)
	}
	var marked []string
	for _, m := range r.Marks {
		marked = append(marked, r.Excerpt[m[0]:m[1]])
	}
	if strings.Join(marked, " ") != "EMIS password EMIS" {
		t.Errorf("marked %q", marked)
	}
}

func indexRequests(requests []string) (n int) {
	for _, r := range requests {
		if strings.Contains(r, "/search/index.idx") {
			n++
		}
	}
	return n
}

func TestIndexIsFetchedOnceAndOnlyWhenWanted(t *testing.T) {
	ctx := browser.New(t)
	do(ctx, t, chromedp.Navigate(start(t, nil)+"/"+page))
	if n := indexRequests(browser.Requests(ctx)); n != 0 {
		t.Errorf("the index was fetched %d times before anybody searched", n)
	}
	do(ctx, t, chromedp.Focus(box))
	value[int](ctx, t, `Promise.all([signpost.search("emis"), signpost.search("role")]).then(r => r.length)`)
	if n := indexRequests(browser.Requests(ctx)); n != 1 {
		t.Errorf("the index was fetched %d times", n)
	}
}

func TestSearchBoxByKeyboard(t *testing.T) {
	ctx := browser.New(t)
	do(ctx, t, chromedp.Navigate(start(t, nil)+"/onboarding/before/"), chromedp.KeyEvent(kb.Tab+kb.Tab+kb.Tab))
	browser.Await(ctx, t, focused("q"))
	do(ctx, t, chromedp.KeyEvent("emis"))
	browser.Await(ctx, t, status("2 results for emis"))
	do(ctx, t, chromedp.KeyEvent(kb.ArrowDown))
	browser.Await(ctx, t, focused("/"+page+"#cdb"))
	do(ctx, t, chromedp.KeyEvent(kb.ArrowDown))
	browser.Await(ctx, t, focused("/"+page+"#emis"))
	do(ctx, t, chromedp.KeyEvent(kb.ArrowUp+kb.ArrowUp+kb.ArrowUp))
	browser.Await(ctx, t, focused("q"))
	do(ctx, t, chromedp.KeyEvent(kb.ArrowDown+kb.Escape))
	browser.Await(ctx, t, focused("q")+` && document.querySelector("form ol") === null && document.querySelector("input").value === "emis"`)
	do(ctx, t, chromedp.KeyEvent(" password"+kb.Enter))
	browser.Await(ctx, t, `location.pathname + location.hash === "/smartcards/resolve/#emis"`)
	untroubled(ctx, t)
}

// Enter while the index is still on its way goes to the first result once it is there.
func TestEnterWaitsForTheIndex(t *testing.T) {
	files, asked, release := build(t), make(chan struct{}), make(chan struct{})
	address := start(t, map[string]http.HandlerFunc{"/search/index.idx": func(w http.ResponseWriter, r *http.Request) {
		close(asked)
		<-release
		files.ServeHTTP(w, r)
	}})
	ctx := browser.New(t)
	do(ctx, t, chromedp.Navigate(address+"/"), chromedp.SendKeys(box, "id201"))
	<-asked
	do(ctx, t, chromedp.KeyEvent(kb.Enter))
	browser.Await(ctx, t, status("Searching…"))
	close(release)
	browser.Await(ctx, t, `location.pathname + location.hash === "/smartcards/resolve/#ods"`)
}

// Enter counts for what stood in the field: whoever types on or closes the box before the answer is there is led nowhere.
func TestEnterIsForgotten(t *testing.T) {
	for name, then := range map[string]struct{ keys, status string }{
		"typed on": {"9999", "No results for id2019999"},
		"closed":   {kb.Escape, ""},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := browser.New(t)
			do(ctx, t, chromedp.Navigate(start(t, nil)+"/"+page), chromedp.Evaluate[chromedp.Void](late("id201")), chromedp.SendKeys(box, "id201"+kb.Enter+then.keys))
			browser.Await(ctx, t, status(then.status))
			if led := value[string](ctx, t, `answer().then(() => location.hash)`); led != "" {
				t.Errorf("Enter led to %s", led)
			}
			untroubled(ctx, t)
		})
	}
}

// late holds the answer to a query back until answer() is called, which hands it over, or refuse(), which fails instead.
func late(query string) string {
	return fmt.Sprintf(`{
		const search = signpost.opened.search, last = () => new Promise(done => setTimeout(done));
		signpost.opened.search = (...asked) => asked[0] !== %s ? search(...asked) : new Promise((done, fail) => {
			window.answer = () => search(...asked).then(done).then(last);
			window.refuse = () => last(fail());
		});
	}`, quoted(query))
}

// An answer that comes late, or never, must not push out the answer to what was typed after it.
func TestLateAnswer(t *testing.T) {
	for _, where := range []string{"/" + page, "/search/"} {
		for _, comes := range []string{"answer()", "refuse()"} {
			t.Run(where+" "+comes, func(t *testing.T) {
				ctx := browser.New(t)
				do(ctx, t, chromedp.Navigate(start(t, nil)+where), chromedp.Evaluate[chromedp.Void](late("rol")), chromedp.SendKeys(box, "rol"))
				browser.Await(ctx, t, status("Searching…"))
				do(ctx, t, chromedp.KeyEvent("xyzq"))
				browser.Await(ctx, t, status("No results for rolxyzq"))
				if !value[bool](ctx, t, comes+".then(() => "+status("No results for rolxyzq")+")") {
					t.Error("the late answer is shown")
				}
				untroubled(ctx, t)
			})
		}
	}
}

// While somebody types on, what was found stays in the page until the next answer is there, and an answer that takes no time comes before the page is drawn again.
func TestResultsDoNotFlicker(t *testing.T) {
	ctx := browser.New(t)
	do(ctx, t, chromedp.Navigate(start(t, nil)+"/search/?q=rol"))
	browser.Await(ctx, t, `document.querySelector(".found li") !== null`)
	do(ctx, t, chromedp.Evaluate[chromedp.Void](`new MutationObserver(() => document.querySelector(".found li") || (window.gone = true)).observe(document.querySelector(".found"), {childList: true})`),
		chromedp.SendKeys(box, "e"))
	browser.Await(ctx, t, status("8 results for role"))
	if value[bool](ctx, t, `!!window.gone`) {
		t.Error("the results went away before others came")
	}
	// One of many is enough: the machine may be busy.
	const atOnce = `(async () => {
		for (let i = 0; i < 20; i++) {
			await new Promise(done => setTimeout(done, 20)); // nobody types faster
			if (await Promise.race([signpost.search("role").then(() => true), new Promise(done => setTimeout(done))])) return true;
		}
		return false;
	})()`
	if !value[bool](ctx, t, atOnce) {
		t.Error("no answer came at once")
	}
	untroubled(ctx, t)
}

func TestNothingFound(t *testing.T) {
	ctx := browser.New(t)
	address := start(t, nil)
	do(ctx, t, chromedp.Navigate(address+"/"+page), chromedp.SendKeys(box, "okapi"+kb.Enter))
	browser.Await(ctx, t, status("No results for okapi"))
	ways := value[[]string](ctx, t, `[...document.querySelectorAll("form .ways-out a")].map(a => a.href)`)
	if want := address + "/a-z/ " + address + "/errors/ " + address + "/contact/"; !strings.HasPrefix(strings.Join(ways, " "), want) {
		t.Errorf("the ways out are %q", ways)
	}
	if where := value[string](ctx, t, `location.pathname`); where != "/"+page {
		t.Errorf("Enter led to %s", where)
	}
	untroubled(ctx, t)
}

// broken indexes say so, with a way to the list of all articles; the next query tries again.
func TestBrokenIndex(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"missing":      http.NotFound,
		"damaged":      func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("not packed")) },
		"cut short":    func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(packed(`{"format":3}`)[:9]) },
		"newer format": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(packed(`{"format":4}`)) },
		"nonsense":     func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(packed(`{"format":3,"pages":[7]}`)) },
	} {
		t.Run(name, func(t *testing.T) {
			address := start(t, map[string]http.HandlerFunc{"/search/index.idx": answer})
			for _, where := range []string{"/" + page, "/search/?q=emis"} {
				ctx := browser.New(t)
				do(ctx, t, chromedp.Navigate(address+where))
				if !strings.Contains(where, "?") {
					do(ctx, t, chromedp.SendKeys(box, "emis"+kb.Enter))
				}
				browser.Await(ctx, t, status("Search is not available at the moment. Please use one of these lists."))
				browser.Await(ctx, t, `document.querySelector("main .ways-out a, form .ways-out a").pathname === "/a-z/"`)
				untroubled(ctx, t, "404")
			}
		})
	}
}

func TestSearchPage(t *testing.T) {
	ctx := browser.New(t)
	address := start(t, nil)
	do(ctx, t, chromedp.Navigate(address+"/"+page), chromedp.SendKeys(box, "password"), chromedp.Click(chromedp.CSS("form button")))
	browser.Await(ctx, t, `location.pathname + location.search === "/search/?q=password"`)
	browser.Await(ctx, t, status("1 result for password"))
	do(ctx, t, chromedp.Evaluate[chromedp.Void](`document.querySelector("input").select()`), chromedp.KeyEvent("weak role"))
	browser.Await(ctx, t, `location.search === "?q=weak+role" && document.querySelector("main ol ol a")?.hash === "#permission"`)
	do(ctx, t, chromedp.Click(chromedp.CSS("main ol ol a")))
	browser.Await(ctx, t, `location.pathname + location.hash === "/smartcards/resolve/#permission"`)
	do(ctx, t, chromedp.Evaluate[chromedp.Void](`history.back()`)) // chromedp's own waits for a load, which a page kept in memory has not
	browser.Await(ctx, t, `document.querySelector("input").value === "weak role" && document.querySelector("main ol ol a")?.hash === "#permission"`)
	untroubled(ctx, t)
}

// A collection that is chosen stands in the address, so that the search in it can be linked and comes back.
func TestSearchInACollection(t *testing.T) {
	ctx := browser.New(t)
	address := start(t, nil)
	do(ctx, t, chromedp.Navigate(address+"/search/?q=next+steps"))
	browser.Await(ctx, t, `document.querySelector("main .results a[href*='/smartcards/']") && document.querySelector("main .results a[href*='/onboarding/']")`)
	do(ctx, t, chromedp.Focus(chromedp.CSS("label + select")), chromedp.KeyEvent("Onb"))
	browser.Await(ctx, t, `location.search === "?q=next+steps&in=onboarding"`)
	browser.Await(ctx, t, status("1 result for next steps in Onboarding")+` && document.querySelector("main .results a[href*='/smartcards/']") === null`)
	do(ctx, t, chromedp.Click(chromedp.CSS("main ol ol a")))
	browser.Await(ctx, t, `location.pathname === "/onboarding/before/"`)
	do(ctx, t, chromedp.Evaluate[chromedp.Void](`history.back()`))
	browser.Await(ctx, t, status("1 result for next steps in Onboarding")+` && document.querySelector("select").value === "onboarding"`)
	do(ctx, t, chromedp.Navigate(address+"/search/?q=id201&in=gone"))
	browser.Await(ctx, t, status("2 results for id201")+` && location.search === "?q=id201"`)
	untroubled(ctx, t)
}

// Where more is found than is shown, the status line says so and the box leads to the rest; where all is shown, it says how many there are.
func TestMoreIsFoundThanIsShown(t *testing.T) {
	ctx := browser.New(t)
	address := start(t, nil)
	do(ctx, t, chromedp.Navigate(address+"/"), chromedp.SendKeys(box, "in"))
	browser.Await(ctx, t, status("6 results for in")+` && document.querySelectorAll("form ol a").length === 6 && document.querySelector("form .all") === null`)
	do(ctx, t, chromedp.Navigate(address+"/"), chromedp.SendKeys(box, "role"))
	browser.Await(ctx, t, status("First 6 results for role")+` && document.querySelectorAll("form ol a").length === 6 && document.querySelector("form .all a") !== null`)
	do(ctx, t, chromedp.Click(chromedp.CSS("form .all a")))
	browser.Await(ctx, t, status("8 results for role"))
	do(ctx, t, chromedp.Navigate(startOwn(t, nil)+"/search/?q=smartcard"))
	browser.Await(ctx, t, status("First 30 results for smartcard"))
	untroubled(ctx, t)
}

// The search page shows the sections that were found under their page, which stands where its best section would.
func TestResultsStandUnderTheirPage(t *testing.T) {
	ctx := browser.New(t)
	do(ctx, t, chromedp.Navigate(start(t, nil)+"/search/?q=role"))
	browser.Await(ctx, t, `document.querySelector("main .results a") !== null`)
	type group struct {
		Page     string
		Sections []string
	}
	got := value[[]group](ctx, t, `[...document.querySelectorAll("main .results > li")].map(li => ({Page: li.querySelector("a").pathname, Sections: [...li.querySelectorAll(".sections a")].map(a => a.pathname + a.hash)}))`)
	flat := value[[]string](ctx, t, `signpost.search("role", 30).then(r => r.map(x => "/" + x.url))`)
	seen, sections := map[string]bool{}, 0
	for _, g := range got {
		if seen[g.Page] {
			t.Errorf("%s is shown twice", g.Page)
		}
		seen[g.Page] = true
		for _, s := range g.Sections {
			sections++
			if page, _, _ := strings.Cut(s, "#"); page != g.Page || !slices.Contains(flat, s) {
				t.Errorf("%s stands under %s", s, g.Page)
			}
		}
	}
	if len(got) < 2 || sections < 2 || !strings.HasPrefix(flat[0], got[0].Page) {
		t.Errorf("%q is shown as %v", flat, got)
	}
	untroubled(ctx, t)
}

// Text from a query stays text.
func TestQueryIsTextAndNotHTML(t *testing.T) {
	ctx := browser.New(t)
	do(ctx, t, chromedp.Navigate(start(t, nil)+"/search/?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E+emis"))
	browser.Await(ctx, t, `document.querySelector("main ol a") !== null`)
	if got := value[string](ctx, t, `document.querySelector("[role=status]").textContent`); !strings.HasSuffix(got, "for <img src=x onerror=alert(1)> emis") {
		t.Errorf("the status line says %q", got)
	}
	if n := value[int](ctx, t, `document.querySelectorAll("main img, [onerror]").length`); n != 0 {
		t.Error("the query became HTML")
	}
	untroubled(ctx, t)
}

func TestSearchWithoutScript(t *testing.T) {
	ctx := browser.NewWithoutScript(t)
	address := start(t, nil)
	do(ctx, t, chromedp.Navigate(address+"/"+page), chromedp.SendKeys(box, "emis"+kb.Enter))
	browser.Await(ctx, t, `location.pathname + location.search === "/a-z/?q=emis"`)
	do(ctx, t, chromedp.Navigate(address+"/search/"))
	if text := value[string](ctx, t, `document.querySelector("main").innerText`); !strings.Contains(text, "Search needs JavaScript") {
		t.Errorf("the search page says %q", text)
	}
	untroubled(ctx, t)
}

// After a failure the next query tries again.
func TestIndexIsTriedAgain(t *testing.T) {
	files := build(t)
	var asked atomic.Int32
	address := start(t, map[string]http.HandlerFunc{"/search/index.idx": func(w http.ResponseWriter, r *http.Request) {
		if asked.Add(1) == 1 {
			http.Error(w, "not now", http.StatusServiceUnavailable)
			return
		}
		files.ServeHTTP(w, r)
	}})
	ctx := browser.New(t)
	do(ctx, t, chromedp.Navigate(address+"/"))
	got := value[[]string](ctx, t, `signpost.search("id201").catch(() => signpost.search("id201")).then(r => r.map(x => x.url))`)
	first(t, "id201", page+"#ods", got)
}

// Of a large index a third of the files is missing, and another third damaged: whatever is asked, there is an answer from the rest, or an error.
func TestMissingAndDamagedShards(t *testing.T) {
	content, asked := corpus.Centre(6000)
	s, _, err := site.Load(t.Context(), site.Source{Content: content}, site.Options{})
	if err != nil {
		t.Fatal(err)
	}
	files := siteFiles(t, s)
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
	server := httptest.NewServer(files)
	t.Cleanup(server.Close)
	ctx := browser.New(t)
	do(ctx, t, chromedp.Navigate(server.URL+"/search/"))
	answered := 0
	for _, q := range asked[:40] {
		if value[int](ctx, t, `signpost.search(`+quoted(q.Text)+`).then(r => r.length, () => 0)`) > 0 {
			answered++
		}
	}
	if answered < 10 { // chance has a say in it: the files are named after what is in them
		t.Errorf("%d of 40 queries are answered", answered)
	}
}

// packed is a first file of an index that consists of its manifest.
func packed(manifest string) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(manifest))))
	_, _ = z.Write([]byte(manifest))
	_ = z.Close() // a buffer takes everything
	return b.Bytes()
}
