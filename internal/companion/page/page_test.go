package page

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/fsnotify/fsnotify"

	"signpost/checks"
	"signpost/checks/probe"
	"signpost/internal/codes"
	"signpost/internal/companion/practice"
	"signpost/internal/testkit/browser"
	"signpost/internal/testkit/leak"
	"signpost/internal/testkit/need"
)

// scenario returns the view of a scenario of package checks.
func scenario(t *testing.T, name string) *View {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../../checks/testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}

	facts, err := checks.ReadFacts(data)
	if err != nil {
		t.Fatal(err)
	}

	return NewView(facts, registry)
}

var registry = codes.New("https://help.example/", []codes.Entry{
	{
		Code:  "SC-103",
		Title: "There is no smartcard in the reader",
		Steps: []string{
			"Take the card out.", "Put it in again, chip first.",
			"Three.", "Four.", "Five.", "Six.", "Seven.",
		},
	},
	{
		Code:  "EM-302",
		Title: "EMIS CDB did not match set up",
		Steps: []string{"Look at the number again."},
	},
})

// fakeProgram shows the views that the test sends, and records what the page asks for.
type fakeProgram struct {
	views chan *View

	mu       sync.Mutex
	requests []string

	// err is the error of every request.
	err error

	// backup is the name of the copy of the previous set-up file.
	backup string
}

func (p *fakeProgram) Follow(ctx context.Context, show func(*View)) error {
	for {
		select {
		case v := <-p.views:
			show(v)
		case <-ctx.Done():
			return nil
		}
	}
}

func (p *fakeProgram) record(request string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.requests = append(p.requests, request)

	return p.err
}

func (p *fakeProgram) recorded() []string {
	p.mu.Lock()
	defer p.mu.Unlock()

	return slices.Clone(p.requests)
}

func (p *fakeProgram) Recheck()             { _ = p.record("recheck") }
func (p *fakeProgram) DeleteAnswers() error { return p.record("delete answers") }

func (p *fakeProgram) Answer(answers map[string]string) error {
	return p.record(joined(answers, " "))
}

func (p *fakeProgram) SavePractice(fields map[string]string) (*Saved, error) {
	_, fieldErrors, err := practice.ParseForm(fields)
	if err != nil || len(fieldErrors) > 0 {
		return &Saved{Errors: fieldErrors}, err
	}

	err = p.record(joined(fields, "|"))
	p.mu.Lock()
	defer p.mu.Unlock()

	return &Saved{File: "/desk/practice.yaml", Backup: p.backup, Errors: fieldErrors}, err
}

func (p *fakeProgram) Report() (*Report, error) {
	report := &Report{
		Name:  "report.zip",
		Files: []ReportFile{{"report.txt", "first\n"}, {"facts.json", "{}\n"}},
		Zip:   []byte("zipped"),
	}

	return report, p.record("report")
}

// joined returns a map in the order of its keys.
func joined(values map[string]string, separator string) string {
	var list []string
	for _, key := range slices.Sorted(maps.Keys(values)) {
		list = append(list, key+"="+values[key])
	}

	return strings.Join(list, separator)
}

// served is a page that a program shows.
type served struct {
	*fakeProgram
	address string

	// ended receives the error of Serve.
	ended <-chan error
}

// base returns the address without the ticket.
func (s *served) base() string {
	base, _, _ := strings.Cut(s.address, "#")
	return base
}

func serve(t *testing.T, limits Limits) *served {
	t.Helper()
	program := &fakeProgram{views: make(chan *View)}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	address := make(chan string, 1)
	returned := make(chan struct{})
	go func() {
		defer close(returned)
		ended <- Serve(ctx, program, limits, time.Now, func(a string) { address <- a })
	}()

	t.Cleanup(func() { cancel(); <-returned })

	return &served{fakeProgram: program, address: <-address, ended: ended}
}

// longLimits are more than a test needs.
var longLimits = Limits{Opened: time.Minute, Closed: time.Minute, Idle: time.Minute}

// tab is a browser tab.
type tab struct {
	t   *testing.T
	ctx context.Context
}

func newTab(t *testing.T, address string) *tab {
	t.Helper()
	tab := &tab{t, browser.New(t)}
	tab.open(address)

	return tab
}

// visit serves a page and opens it.
func visit(t *testing.T) (*served, *tab) {
	t.Helper()
	s := serve(t, longLimits)

	return s, newTab(t, s.address)
}

func (b *tab) open(address string) {
	b.t.Helper()
	b.do(chromedp.Navigate(address))
}

func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	browser.Do(b.ctx, b.t, actions...)
}

// await waits until all conditions, in JavaScript, are true.
func (b *tab) await(conditions ...string) {
	b.t.Helper()
	for _, condition := range conditions {
		browser.Await(b.ctx, b.t, condition)
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

// awaitText waits until the first element of a selector has a text.
func (b *tab) awaitText(selector, text string) {
	b.t.Helper()
	b.await("document.querySelector(" + quote(selector) + ")?.innerText.trim() == " + quote(text))
}

// awaitContains waits until the text of the first element of a selector contains a text.
func (b *tab) awaitContains(selector, text string) {
	b.t.Helper()
	b.await("document.querySelector(" + quote(selector) + ")?.textContent.includes(" + quote(text) + ")")
}

func quote(text string) string {
	data, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}

	return string(data)
}

// click clicks the first element of each selector.
func (b *tab) click(selectors ...string) {
	b.t.Helper()
	for _, selector := range selectors {
		b.do(chromedp.Click(selector))
	}
}

// enter types keys into the first element of a selector.
func (b *tab) enter(selector, keys string) {
	b.t.Helper()
	b.do(chromedp.Focus(selector), chromedp.KeyEvent(keys))
}

// expectNoErrors fails if the browser reported an error.
func (b *tab) expectNoErrors() {
	b.t.Helper()
	if lines := browser.Errors(b.ctx); len(lines) > 0 {
		b.t.Errorf("the browser reported %q", lines)
	}
}

const (
	noCard     = "There is no smartcard in the reader"
	formStatus = "form [aria-live]"
)

func TestPageFollowsChanges(t *testing.T) {
	s, tab := visit(t)
	tab.awaitText("h1", "Checking this computer …")
	s.views <- scenario(t, "card-none")
	tab.awaitText("h1", noCard)
	tab.await("document.title == '" + noCard + " - cardcheck'")
	tab.awaitContains("[aria-live]", noCard+". 1 FAIL")
	tab.awaitText(".panel ol li", "Take the card out.")
	tab.awaitText(".panel ol + p", "The article has 2 more steps.")
	tab.awaitText(".panel .state", "✗ FAIL")
	tab.await(
		"document.querySelector('.panel a.button').href == 'https://help.example/e/sc-103/'",
		"document.querySelectorAll('.checks li').length == "+strconv.Itoa(len(checks.List())),
	)

	s.views <- scenario(t, "certificates-valid")
	tab.awaitText("h1", "Nothing wrong was found so far")
	tab.await("!document.querySelector('.panel a')")
	tab.expectNoErrors()
}

// The ticket leaves the address bar at once, but the page can be reloaded. Another tab shows nothing, either with the
// used ticket or without a ticket.
func TestTicketLeavesTheAddress(t *testing.T) {
	s, tab := visit(t)
	s.views <- scenario(t, "card-none")
	tab.awaitText("h1", noCard)
	tab.await("location.href == '" + s.base() + "' && history.length <= 2")
	tab.do(chromedp.Reload())
	tab.awaitText("h1", noCard)
	tab.expectNoErrors()

	for _, address := range []string{s.address, s.base()} {
		other := newTab(t, address)
		other.awaitText("h1", "cardcheck has ended")
		other.awaitContains("main .lead", "start cardcheck again")
	}
}

// If the browser allows no storage, the page works until it is reloaded.
func TestPageWithoutStorage(t *testing.T) {
	s := serve(t, longLimits)
	tab := &tab{t, browser.New(t)}
	tab.before(`Object.defineProperty(window, "sessionStorage", {get() { throw new DOMException("blocked"); }})`)
	tab.open(s.address)
	s.views <- scenario(t, "card-none")
	tab.awaitText("h1", noCard)
	s.views <- scenario(t, "certificates-valid")
	tab.awaitText("h1", "Nothing wrong was found so far")
	tab.expectNoErrors()
}

// A section that cannot be shown does not keep the others from being shown.
func TestOneSectionFails(t *testing.T) {
	s := serve(t, longLimits)
	tab := &tab{t, browser.New(t)}
	tab.before(`HTMLOListElement.prototype.append = () => { throw new Error("on purpose"); }`)
	tab.open(s.address)
	s.views <- scenario(t, "card-none")
	tab.await("document.querySelectorAll('.checks li').length == " + strconv.Itoa(len(checks.List())))
	lines := browser.Errors(tab.ctx)
	unexpected := func(line string) bool { return !strings.Contains(line, "on purpose") }
	if len(lines) == 0 || slices.ContainsFunc(lines, unexpected) {
		t.Errorf("the browser reported %q", lines)
	}
}

func TestQuestionForm(t *testing.T) {
	s, tab := visit(t)
	s.views <- scenario(t, "emis-cdb-ods")
	tab.await("document.querySelector('form')")
	tab.click("#save-answers")
	tab.awaitText(formStatus, "You have not answered a question yet.")
	tab.enter("#emis-cdb", "543")

	// The user removes the card while typing: the text and the focus stay.
	v := scenario(t, "emis-cdb-ods")
	v.Heading = "Another heading"
	s.views <- v
	tab.awaitText("h1", "Another heading")
	tab.do(chromedp.KeyEvent("21"))
	tab.click("#emis-accounts-no")
	tab.enter("#emis-cdb", "\r")
	tab.awaitContains(formStatus, "Saved.")
	if got := s.recorded(); !slices.Equal(got, []string{"emis-accounts=no emis-cdb=54321"}) {
		t.Errorf("the program got %q", got)
	}

	tab.click("#delete-answers")
	tab.awaitText(formStatus, "All answers are deleted.")
	tab.click(".controls .plain")
	tab.expectNoErrors()

	s.mu.Lock()
	s.err = errors.New("the disk is full")
	s.mu.Unlock()
	tab.click("#save-answers")
	tab.awaitText(formStatus, "That did not work: the disk is full.")
}

const (
	visibleFields  = ".practice [data-system]:not([hidden])"
	practiceStatus = ".practice + [aria-live]"
)

// expectDescription waits until the texts that describe an input contain a text.
func (b *tab) expectDescription(id, text string) {
	b.t.Helper()
	b.await("document.getElementById('" + id + "').getAttribute('aria-describedby').split(' ')" +
		".map(id => document.getElementById(id).innerText).join(' ').includes(" + quote(text) + ")")
}

// Without a set-up file, the page asks for its content. Each mistake is shown next to its field and above the form, and
// the input stays.
func TestPracticeForm(t *testing.T) {
	s, tab := visit(t)
	missing := scenario(t, "card-none")
	missing.Practice = newPractice(&checks.Setup{File: "/desk/practice.yaml", Missing: true})
	s.views <- missing
	tab.awaitContains(".practice", "/desk/practice.yaml")
	tab.await("!document.querySelector('input[type=password], " + visibleFields + "')")
	tab.enter("#practice-ods_code", "B81012")
	tab.click("#practice-clinical_system-emis")
	tab.await("[...document.querySelectorAll('" + visibleFields + "')]" +
		".map(p => p.dataset.key).join() == 'emis.cdb,emis.accounts'")
	tab.enter("#practice-emis-cdb", "B81012")
	tab.enter("#practice-smartcards", "123456789")
	tab.click("#save-practice")
	tab.await(
		"document.activeElement.className == 'wrong'",
		"document.title.startsWith('Error: ')",
		"document.querySelector('.wrong h3').innerText.startsWith('Nothing is saved yet')",
		"document.querySelectorAll('.wrong li').length == 2",
	)

	tab.expectDescription("practice-emis-cdb", "The CDB number consists of digits only")
	tab.expectDescription("practice-smartcards", "drop leading zeros")
	tab.await(
		"document.querySelectorAll('[aria-invalid=true]').length == 2",
		"document.getElementById('practice-ods_code').value == 'B81012'",
	)

	tab.expectAccessible()
	if got := s.recorded(); len(got) > 0 {
		t.Errorf("saved with mistakes: %q", got)
	}

	tab.click(".wrong li:first-child a")
	tab.await("document.activeElement.id == 'practice-smartcards'")
	tab.do(
		chromedp.SetValue("#practice-smartcards", "000123456789\n555057896106"),
		chromedp.SetValue("#practice-emis-cdb", "12345"),
		chromedp.Click("#save-practice"),
	)

	tab.awaitText(practiceStatus, "Saved in /desk/practice.yaml. All checks run again.")
	tab.await("document.querySelector('.wrong').hidden", "!document.title.startsWith('Error: ')")
	want := "clinical_system=emis|emis.accounts=|emis.cdb=12345|icb=|name=|ods_code=B81012|" +
		"smartcards=000123456789\n555057896106|software="
	if got := s.recorded(); !slices.Equal(got, []string{want}) {
		t.Errorf("the program got %q", got)
	}

	s.views <- scenario(t, "emis-cdb-ods") // now the file exists
	tab.await("document.querySelector('#practice-details') && !document.querySelector('#practice-details').open")
	tab.awaitContains(practiceStatus, "Saved")
	tab.expectNoErrors()
}

// The form contains what could be parsed of a file with mistakes, and shows the mistakes. The backup of the file may
// contain a password that the form does not show.
func TestPracticeFormShowsMistakesInFile(t *testing.T) {
	s, tab := visit(t)
	s.mu.Lock()
	s.backup = "/desk/practice.yaml.old"
	s.mu.Unlock()
	v := scenario(t, "card-none")
	file := "ods_code: B81012\nclinical_system: emis\nsmartcards: [\"12345\"]\n"
	v.Practice = newPractice(probe.ParseSetup("practice.yaml", []byte(file)))
	s.views <- v
	tab.awaitText(".wrong h3", "The file has these mistakes")
	tab.awaitContains(".wrong li a", "Numbers of the smartcards: Smartcard 1 is not a 12-digit number")
	tab.await(
		"document.getElementById('practice-ods_code').value == 'B81012'",
		"document.getElementById('practice-clinical_system-emis').checked",
	)

	tab.do(chromedp.SetValue("#practice-smartcards", "000123456789"))
	tab.click("#save-practice")
	tab.awaitContains(practiceStatus, "kept unchanged as /desk/practice.yaml.old. If it contains a password")
	tab.expectNoErrors()
}

func TestPageLinksToTheForm(t *testing.T) {
	s, tab := visit(t)
	s.views <- NewView(&checks.Facts{
		Schema: checks.FactsSchema,
		Setup:  &checks.Setup{File: "practice.yaml", Missing: true},
	}, registry)

	tab.awaitText("h1", "Nothing wrong was found so far")
	tab.click("#to-practice")
	tab.await("document.activeElement.id == 'practice-ods_code'")
	tab.expectNoErrors()
}

// The saved report has the bytes that the page showed.
func TestReportIsShownAndSaved(t *testing.T) {
	s := serve(t, longLimits)
	tab := &tab{t, browser.New(t)}
	folder := t.TempDir()
	_, err := chromedp.Call(tab.ctx, cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{
		Behavior:         cdpbrowser.SetDownloadBehaviorBehaviorAllow,
		DownloadPath:     folder,
		BrowserContextID: chromedp.FromContext(tab.ctx).BrowserContextID,
	})
	if err != nil {
		t.Fatal(err)
	}

	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		t.Fatal(err)
	}
	defer watcher.Close()
	if err := watcher.Add(folder); err != nil {
		t.Fatal(err)
	}

	tab.open(s.address)
	s.views <- scenario(t, "card-none")
	tab.await("document.querySelector('.report button')")
	tab.click(".report button")
	tab.await("[...document.querySelectorAll('.preview pre')].map(p => p.textContent).join('|') == 'first\\n|{}\\n'")
	tab.click(".preview button")
	awaitFile(t, watcher, filepath.Join(folder, "report.zip"), "zipped")
	tab.expectNoErrors()
}

// awaitFile waits until a file in a watched folder has a content.
func awaitFile(t *testing.T, watcher *fsnotify.Watcher, path, want string) {
	t.Helper()
	timeout := time.After(20 * time.Second)
	for {
		if data, err := os.ReadFile(path); err == nil && string(data) == want {
			return
		}

		select {
		case <-watcher.Events:
		case <-timeout:
			t.Fatalf("%s was not saved", path)
		}
	}
}

// A screen reader announces a change once, but not a new time. The focus and open details stay.
func TestChangesDoNotInterruptUser(t *testing.T) {
	s, tab := visit(t)
	v := scenario(t, "card-none")
	v.Time = "10:00:00"
	s.views <- v
	tab.await("document.querySelector('#how-SU-501')")
	tab.enter("#how-SU-501", "\r")
	tab.do(chromedp.Evaluate[chromedp.Void](`
		window.spoken = [];
		const status = document.querySelector('[aria-live]');
		new MutationObserver(() => spoken.push(status.textContent))
			.observe(status, {childList: true, characterData: true, subtree: true});`))

	tab.await("document.querySelector('#unknown-SU-501').open")

	later := scenario(t, "card-none")
	later.Time = "10:00:01"
	s.views <- later
	tab.await("document.body.innerText.includes('10:00:01')")

	changed := scenario(t, "certificates-valid")
	changed.Unknown = append(changed.Unknown[:1:1], changed.Unknown...)
	changed.Unknown[0] = v.Unknown[0]
	s.views <- changed
	tab.awaitText("h1", "Nothing wrong was found so far")
	tab.await(
		"document.querySelector('#unknown-SU-501').open",
		"document.activeElement.id == 'how-SU-501'",
		"spoken.length == 1 && spoken[0].startsWith('Nothing wrong')",
		"document.querySelectorAll('main > [aria-live]').length == 1",
	)

	tab.expectNoErrors()
}

// attack tries what a page of another origin can do, and returns a promise of the distinct results.
const attack = `(async (base, ticket) => {
	const results = [];
	const request = async (path, init) => {
		const read = (r) => r.type == "opaque" ? "refused" : "read " + r.status;
		results.push(await fetch(base + path, init).then(read, () => "refused"));
	};
	const auth = {Authorization: "Bearer " + ticket};
	const json = {...auth, "Content-Type": "application/json"};
	const code = '{"ods_code": "B81012"}';
	await request("", {});
	await request("ticket", {method: "POST", headers: json, body: "{}"});
	await request("report", {headers: auth});
	await request("answers/delete", {method: "POST", headers: json, body: "{}"});
	await request("practice", {method: "POST", headers: json, body: code});
	await request("practice", {method: "POST", mode: "no-cors", body: code});
	await request("answers/delete", {method: "POST", mode: "no-cors", body: "{}"});
	await request("answers/delete", {method: "POST", mode: "no-cors", body: new Blob(["{}"], {type: "text/plain"})});
	const load = (name, properties) => new Promise((done) => {
		const e = Object.assign(document.createElement(name), properties);
		e.onload = () => done(name + " loaded");
		e.onerror = () => done("refused");
		document.head.append(e);
	});
	results.push(await load("script", {src: base + "page.js"}));
	results.push(await load("link", {rel: "stylesheet", href: base + "page.css"}));
	results.push(await load("img", {src: base + "icon.svg"}));
	navigator.sendBeacon(base + "answers/delete", "{}");
	return [...new Set(results)].join(", ");
})`

// A page on another port of this computer, in the same browser, can read nothing, run nothing and change nothing. Even
// the ticket does not help it, and still works for our own page afterwards.
func TestOtherPagesAreRejected(t *testing.T) {
	s := serve(t, longLimits)
	base, ticket, _ := strings.Cut(s.address, "#")
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<!doctype html><title>other</title>")
	}))

	t.Cleanup(other.Close)

	tab := newTab(t, other.URL)
	call := attack + "(" + quote(base) + ", " + quote(ticket) + ")"
	tab.do(chromedp.Evaluate[chromedp.Void](call + ".then((results) => { document.title = results; }); 0"))
	tab.await("document.title != 'other'")
	tab.await("document.title == 'refused'")

	tab.open(s.address)
	s.views <- scenario(t, "card-none")
	tab.awaitText("h1", noCard)
	if got := s.recorded(); len(got) > 0 {
		t.Errorf("the other page had side effects: %q", got)
	}
}

func TestWithoutScript(t *testing.T) {
	s := serve(t, longLimits)
	tab := &tab{t, browser.NewWithoutScript(t)}
	tab.open(s.address)
	tab.awaitText("h1", "This page needs JavaScript")
	tab.await("document.body.innerText.includes('type cardcheck run')")
	tab.expectNoErrors()
}

func TestPageIsAccessible(t *testing.T) {
	for _, media := range []struct{ name, feature, value string }{
		{"light", "prefers-color-scheme", "light"},
		{"dark", "prefers-color-scheme", "dark"},
		{"forced colours", "forced-colors", "active"},
	} {
		t.Run(media.name, func(t *testing.T) {
			s := serve(t, longLimits)
			tab := &tab{t, browser.New(t)}
			params := emulation.SetEmulatedMediaParams{
				Features: []*emulation.MediaFeature{{Name: media.feature, Value: media.value}},
			}

			if _, err := chromedp.Call(tab.ctx, emulation.SetEmulatedMedia, params); err != nil {
				t.Fatal(err)
			}

			tab.do(chromedp.EmulateViewport(320, 256))
			tab.open(s.address)
			v := scenario(t, "emis-cdb-ods")
			v.Bad = append(v.Bad, scenario(t, "certificates-expiring").Bad...)
			s.views <- v
			tab.await("document.querySelector('form') && document.querySelector('.problem')")
			tab.click("#how-SU-502", ".report button")
			tab.await("document.querySelector('.preview pre') && document.documentElement.scrollWidth <= 320")
			tab.expectAccessible()
			tab.expectNoErrors()
		})
	}
}

// expectAccessible fails if axe finds a violation, including targets that are too small.
func (b *tab) expectAccessible() {
	b.t.Helper()
	axe, err := os.ReadFile(need.Tool(b.t, "axe-core/axe.min.js"))
	if err != nil {
		b.t.Fatal(err)
	}

	b.do(chromedp.Evaluate[chromedp.Void](string(axe) + `;
		axe.run({rules: {"target-size": {enabled: true}}}).then((result) => {
			const text = (node) => node.html + " " + node.failureSummary;
			window.violations = result.violations.map((v) => v.id + ": " + v.nodes.map(text).join("; "));
		}); 0`))

	b.await("window.violations")
	violations, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string]("window.violations"))
	if err != nil {
		b.t.Fatal(err)
	}

	for _, violation := range violations {
		b.t.Error(violation)
	}
}

// Every element that the tab key reaches shows that it has the focus.
func TestKeyboardOrder(t *testing.T) {
	s, tab := visit(t)
	s.views <- scenario(t, "emis-cdb-ods")
	tab.await("document.querySelector('form')")
	var stops []string
	for range 7 {
		tab.do(chromedp.KeyEvent("\t"))
		stop, err := chromedp.Run(tab.ctx, chromedp.Evaluate[string](`(() => {
			const e = document.activeElement, style = getComputedStyle(e);
			const visible = style.outlineStyle == 'solid' && parseFloat(style.outlineWidth) >= 3;
			return (e.id || e.className || e.textContent) + (visible ? '' : ' without outline');
		})()`))
		if err != nil {
			t.Fatal(err)
		}

		stops = append(stops, stop)
	}

	want := []string{
		"skip", "open-EM-302", "show-found-EM-302", "plain", "ods-code-yes", "emis-cdb", "emis-accounts-yes",
	}
	if !slices.Equal(stops, want) {
		t.Errorf("stops %q, want %q", stops, want)
	}
}

// Serve leaves nothing running after a page was opened and closed, and while another page is open.
func TestServeLeavesNothingRunning(t *testing.T) {
	leak.Check(t)
	program := &fakeProgram{views: make(chan *View)}
	ctx, cancel := context.WithCancel(t.Context())
	opened, done := make(chan string, 1), make(chan error, 1)
	go func() { done <- Serve(ctx, program, longLimits, time.Now, func(a string) { opened <- a }) }()
	address, ticket, _ := strings.Cut(<-opened, "#")
	request := func(method, path, secret string) *http.Response {
		t.Helper()
		body := ""
		if method == "POST" {
			body = "{}"
		}

		r, err := http.NewRequest(method, address+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}

		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+secret)
		response, err := http.DefaultClient.Do(r)
		if err != nil || response.StatusCode != 200 {
			t.Fatal(err, response)
		}

		return response
	}

	var token string
	if err := json.NewDecoder(request("POST", "ticket", ticket).Body).Decode(&token); err != nil {
		t.Fatal(err)
	}

	request("GET", "events", token).Body.Close()
	open := request("GET", "events", token)
	program.views <- scenario(t, "card-none")
	if _, err := open.Body.Read(make([]byte, 1)); err != nil {
		t.Error(err)
	}

	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}

	open.Body.Close()
}

// The server ends when no one needs it, and an open page then says that it has ended.
func TestServeEnds(t *testing.T) {
	short := 300 * time.Millisecond
	for _, tt := range []struct {
		name   string
		limits Limits
		open   bool
		leave  bool
	}{
		{"never opened", Limits{Opened: short, Closed: time.Hour, Idle: time.Hour}, false, false},
		{"closed", Limits{Opened: time.Hour, Closed: short, Idle: time.Hour}, true, true},
		{"idle", Limits{Opened: time.Hour, Closed: time.Hour, Idle: short}, true, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, tt.limits)
			tab := &tab{t, browser.New(t)}
			if tt.open {
				tab.open(s.address)
				s.views <- scenario(t, "card-none")
			}

			if tt.leave {
				tab.awaitText("h1", noCard)
				tab.open("about:blank")
			}

			select {
			case err := <-s.ended:
				if err != nil {
					t.Error(err)
				}

			case <-time.After(20 * time.Second):
				t.Fatal("the server continues")
			}

			if tt.open && !tt.leave {
				tab.awaitText("h1", "cardcheck has ended")
			}
		})
	}
}
