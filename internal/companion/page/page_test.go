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

// scenario is what facts of package checks show.
func scenario(t *testing.T, names ...string) *View {
	t.Helper()
	facts := &checks.Facts{Schema: checks.FactsSchema}
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join("../../../checks/testdata", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		if facts, err = checks.ReadFacts(data); err != nil {
			t.Fatal(err)
		}
	}
	return NewView(facts, registry)
}

var registry = codes.New("https://help.example/", []codes.Entry{
	{Code: "SC-103", Title: "There is no smartcard in the reader", Steps: []string{"Take the card out.", "Put it in again, chip first.", "Three.", "Four.", "Five.", "Six.", "Seven."}},
	{Code: "EM-302", Title: "EMIS CDB did not match set up", Steps: []string{"Look at the number again."}},
})

// script is a program whose every turn the test decides.
type script struct {
	views chan *View

	mu    sync.Mutex
	did   []string // what the page asked for
	fails error
	kept  string // the copy of a set-up file that was saved over
}

func (s *script) Follow(ctx context.Context, show func(*View)) error {
	for {
		select {
		case v := <-s.views:
			show(v)
		case <-ctx.Done():
			return nil
		}
	}
}

func (s *script) note(what string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.did = append(s.did, what)
	return s.fails
}

func (s *script) done() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.did)
}

func (s *script) Again()        { _ = s.note("again") }
func (s *script) Forget() error { return s.note("forget") }

func (s *script) Answer(answers map[string]string) error {
	var list []string
	for _, id := range slices.Sorted(maps.Keys(answers)) {
		list = append(list, id+"="+answers[id])
	}
	return s.note(strings.Join(list, " "))
}

func (s *script) Save(fields map[string]string) (*Saved, error) {
	_, slips, err := practice.Read(fields)
	if err != nil || len(slips) > 0 {
		return &Saved{Slips: slips}, err
	}
	var list []string
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		list = append(list, key+"="+fields[key])
	}
	err = s.note(strings.Join(list, "|"))
	s.mu.Lock()
	defer s.mu.Unlock()
	return &Saved{File: "/desk/practice.yaml", Kept: s.kept, Slips: slips}, err
}

func (s *script) Report() (*Report, error) {
	return &Report{Name: "report.zip", Files: []ReportFile{{"report.txt", "first\n"}, {"facts.json", "{}\n"}}, Zip: []byte("zipped")}, s.note("report")
}

// serve shows a page, and tells where it is and when it has ended.
func serve(t *testing.T, limits Limits) (s *script, address string, ended <-chan error) {
	t.Helper()
	s = &script{views: make(chan *View)}
	ctx, cancel := context.WithCancel(t.Context())
	done, opened := make(chan error, 1), make(chan string, 1)
	left := make(chan struct{})
	go func() {
		defer close(left)
		done <- Serve(ctx, s, limits, func(a string) { opened <- a })
	}()
	t.Cleanup(func() { cancel(); <-left })
	return s, <-opened, done
}

var long = Limits{Opened: time.Minute, Closed: time.Minute, Idle: time.Minute}

func open(ctx context.Context, t *testing.T, address string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Navigate(address)); err != nil {
		t.Fatal(err)
	}
}

// visit serves a page and opens it.
func visit(t *testing.T) (*script, context.Context) {
	t.Helper()
	s, address, _ := serve(t, long)
	ctx := browser.New(t)
	open(ctx, t, address)
	return s, ctx
}

func do(ctx context.Context, t *testing.T, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

func quiet(ctx context.Context, t *testing.T) {
	t.Helper()
	if troubles := browser.Troubles(ctx); len(troubles) > 0 {
		t.Errorf("the browser complains: %q", troubles)
	}
}

const heading = "document.querySelector('h1').innerText"

func TestPageFollowsWhatHappens(t *testing.T) {
	s, address, _ := serve(t, long)
	ctx := browser.New(t)
	open(ctx, t, address)
	browser.Await(ctx, t, heading+" == 'Looking at this computer …'")
	s.views <- scenario(t, "card-none")
	browser.Await(ctx, t, heading+" == 'There is no smartcard in the reader'")
	browser.Await(ctx, t, "document.title == 'There is no smartcard in the reader - cardcheck'")
	browser.Await(ctx, t, "document.querySelector('[role=status]').textContent.startsWith('There is no smartcard in the reader. 1 FAIL')")
	browser.Await(ctx, t, "document.querySelector('.panel ol li').innerText == 'Take the card out.'")
	browser.Await(ctx, t, "document.querySelector('.panel ol + p').innerText == 'Go on in the article, which has 2 more.'")
	browser.Await(ctx, t, "document.querySelector('.panel .state').innerText.trim() == '✗ FAIL'")
	browser.Await(ctx, t, "document.querySelector('.panel a.button').href == 'https://help.example/e/sc-103/'")
	browser.Await(ctx, t, "document.querySelectorAll('.checks li').length == "+strconv.Itoa(len(checks.List())))
	s.views <- scenario(t, "certificates-valid")
	browser.Await(ctx, t, heading+" == 'Nothing wrong was found so far'")
	browser.Await(ctx, t, "!document.querySelector('.panel a')")
	quiet(ctx, t)
}

// The ticket leaves the address bar at once, yet the page can be loaded again; another tab sees nothing, with a ticket that was used
// already or with none.
func TestTicketLeavesTheAddress(t *testing.T) {
	s, address, _ := serve(t, long)
	ctx := browser.New(t)
	open(ctx, t, address)
	s.views <- scenario(t, "card-none")
	browser.Await(ctx, t, heading+" == 'There is no smartcard in the reader'")
	browser.Await(ctx, t, "location.href == '"+address[:strings.Index(address, "#")]+"' && history.length <= 2")
	do(ctx, t, chromedp.Reload())
	browser.Await(ctx, t, heading+" == 'There is no smartcard in the reader'")
	quiet(ctx, t)

	for _, late := range []string{address, address[:strings.Index(address, "#")]} {
		stranger := browser.New(t)
		open(stranger, t, late)
		browser.Await(stranger, t, heading+" == 'cardcheck has ended' && document.body.innerText.includes('start cardcheck again')")
	}
}

func TestQuestionsAreAForm(t *testing.T) {
	s, ctx := visit(t)
	s.views <- scenario(t, "emis-cdb-ods")
	browser.Await(ctx, t, "document.querySelector('form')")
	do(ctx, t, chromedp.Click("#remember"))
	browser.Await(ctx, t, "document.querySelector('form [role=status]').textContent == 'Nothing is answered yet.'")
	do(ctx, t, chromedp.Focus("#emis-cdb"), chromedp.KeyEvent("543"))

	// A card goes out while somebody types: the letters stay, and so does the place.
	v := scenario(t, "emis-cdb-ods")
	v.Heading = "Something else"
	s.views <- v
	browser.Await(ctx, t, heading+" == 'Something else'")
	do(ctx, t, chromedp.KeyEvent("21"), chromedp.Click("#emis-accounts-no"), chromedp.Focus("#emis-cdb"), chromedp.KeyEvent("\r"))
	browser.Await(ctx, t, "document.querySelector('form [role=status]').textContent.startsWith('Remembered.')")
	if got := s.done(); !slices.Equal(got, []string{"emis-accounts=no emis-cdb=54321"}) {
		t.Errorf("the program got %q", got)
	}
	do(ctx, t, chromedp.Click("#forget"))
	browser.Await(ctx, t, "document.querySelector('form [role=status]').textContent == 'Every answer is forgotten.'")
	do(ctx, t, chromedp.Click(".controls .plain"))
	quiet(ctx, t)

	s.mu.Lock()
	s.fails = errors.New("the disk is full")
	s.mu.Unlock()
	do(ctx, t, chromedp.Click("#remember"))
	browser.Await(ctx, t, "document.querySelector('form [role=status]').textContent == 'That did not work: the disk is full.'")
}

const saidOfPractice = "document.querySelector('.practice + [role=status]').textContent"

// Without a set-up file the page asks for what would stand in it. Each mistake stands beside its field and above the form, and what
// was typed stays.
func TestPracticeIsAForm(t *testing.T) {
	s, ctx := visit(t)
	missing := scenario(t, "card-none")
	missing.Practice = newPractice(&checks.Setup{File: "/desk/practice.yaml", Missing: true})
	s.views <- missing
	browser.Await(ctx, t, "document.querySelector('.practice').innerText.includes('/desk/practice.yaml')")
	browser.Await(ctx, t, "!document.querySelector('input[type=password], .practice [data-system]:not([hidden])')")
	do(ctx, t, chromedp.Focus("#practice-ods_code"), chromedp.KeyEvent("B81012"), chromedp.Click("#practice-clinical_system-emis"))
	browser.Await(ctx, t, "[...document.querySelectorAll('.practice [data-system]:not([hidden])')].map(p => p.dataset.key).join() == 'emis.cdb,emis.accounts'")
	do(ctx, t, chromedp.Focus("#practice-emis-cdb"), chromedp.KeyEvent("B81012"), chromedp.Focus("#practice-smartcards"), chromedp.KeyEvent("123456789"), chromedp.Click("#save-practice"))
	browser.Await(ctx, t, "document.activeElement.className == 'wrong' && document.querySelector('.wrong h3').innerText.startsWith('Nothing is saved yet') && document.querySelectorAll('.wrong li').length == 2")
	described := func(id string) string {
		return "document.getElementById('" + id + "').getAttribute('aria-describedby').split(' ').map(id => document.getElementById(id).innerText).join(' ')"
	}
	browser.Await(ctx, t, described("practice-emis-cdb")+".includes('The CDB number is digits alone')")
	browser.Await(ctx, t, described("practice-smartcards")+".includes('drops zeros at the beginning')")
	browser.Await(ctx, t, "document.querySelectorAll('[aria-invalid=true]').length == 2 && document.getElementById('practice-ods_code').value == 'B81012'")
	holdsAgainstAxe(ctx, t)
	if done := s.done(); len(done) > 0 {
		t.Errorf("saved with mistakes: %q", done)
	}

	do(ctx, t, chromedp.Click(".wrong li:first-child a"))
	browser.Await(ctx, t, "document.activeElement.id == 'practice-smartcards'")
	do(ctx, t, chromedp.SetValue("#practice-smartcards", "000123456789\n555057896106"), chromedp.SetValue("#practice-emis-cdb", "12345"), chromedp.Click("#save-practice"))
	browser.Await(ctx, t, saidOfPractice+" == 'Saved in /desk/practice.yaml. Everything is checked again.' && document.querySelector('.wrong').hidden")
	want := "clinical_system=emis|emis.accounts=|emis.cdb=12345|icb=|name=|ods_code=B81012|smartcards=000123456789\n555057896106|software="
	if got := s.done(); !slices.Equal(got, []string{want}) {
		t.Errorf("the program got %q", got)
	}
	s.views <- scenario(t, "emis-cdb-ods") // the file is there now
	browser.Await(ctx, t, "document.querySelector('#practice-details') && !document.querySelector('#practice-details').open && "+saidOfPractice+".startsWith('Saved')")
	quiet(ctx, t)
}

// A file with mistakes is filled in as far as it can be read, with what is wrong beside it. The copy that is kept of it may hold a
// password, of which the form knows nothing.
func TestPracticeShowsWhatIsWrongInTheFile(t *testing.T) {
	s, ctx := visit(t)
	s.mu.Lock()
	s.kept = "/desk/practice.yaml.old"
	s.mu.Unlock()
	v := scenario(t, "card-none")
	v.Practice = newPractice(probe.ParseSetup("practice.yaml", []byte("ods_code: B81012\nclinical_system: emis\nsmartcards: [\"12345\"]\n")))
	s.views <- v
	browser.Await(ctx, t, "document.querySelector('.wrong h3').innerText == 'This is wrong in the file'")
	browser.Await(ctx, t, "document.querySelector('.wrong li a').innerText.startsWith('Numbers of the smartcards: Smartcard 1 is not a number of 12 digits')")
	browser.Await(ctx, t, "document.getElementById('practice-ods_code').value == 'B81012' && document.getElementById('practice-clinical_system-emis').checked")
	do(ctx, t, chromedp.SetValue("#practice-smartcards", "000123456789"), chromedp.Click("#save-practice"))
	browser.Await(ctx, t, saidOfPractice+".includes('kept as /desk/practice.yaml.old, letter for letter. If a password')")
	quiet(ctx, t)
}

// Where nothing is wrong, the page leads to the form.
func TestPageLeadsToTheForm(t *testing.T) {
	s, ctx := visit(t)
	v := NewView(&checks.Facts{Schema: checks.FactsSchema, Setup: &checks.Setup{File: "practice.yaml", Missing: true}}, registry)
	s.views <- v
	browser.Await(ctx, t, heading+" == 'Nothing wrong was found so far'")
	do(ctx, t, chromedp.Click("#to-practice"))
	browser.Await(ctx, t, "document.activeElement.id == 'practice-ods_code'")
	quiet(ctx, t)
}

// What is saved is what was shown, to the last byte.
func TestReportIsShownAndSaved(t *testing.T) {
	s, address, _ := serve(t, long)
	ctx := browser.New(t)
	folder := t.TempDir()
	_, err := chromedp.Call(ctx, cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{
		Behavior: cdpbrowser.SetDownloadBehaviorBehaviorAllow, DownloadPath: folder, BrowserContextID: chromedp.FromContext(ctx).BrowserContextID,
	})
	if err != nil {
		t.Fatal(err)
	}
	open(ctx, t, address)
	s.views <- scenario(t, "card-none")
	browser.Await(ctx, t, "document.querySelector('.report button')")
	do(ctx, t, chromedp.Click(".report button"))
	browser.Await(ctx, t, "[...document.querySelectorAll('.preview pre')].map(p => p.textContent).join('|') == 'first\\n|{}\\n'")
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		t.Fatal(err)
	}
	defer watcher.Close()
	if err := watcher.Add(folder); err != nil {
		t.Fatal(err)
	}
	do(ctx, t, chromedp.Click(".preview button"))
	saved := filepath.Join(folder, "report.zip")
	for late := time.After(20 * time.Second); ; {
		if data, err := os.ReadFile(saved); err == nil && string(data) == "zipped" {
			break
		}
		select {
		case <-watcher.Events:
		case <-late:
			t.Fatal("nothing was saved")
		}
	}
	quiet(ctx, t)
}

// A screen reader hears a change once, and the time of each look not at all; focus and open lines stay where they are.
func TestChangesDisturbNobody(t *testing.T) {
	s, ctx := visit(t)
	v := scenario(t, "card-none")
	v.Time = "10:00:00"
	s.views <- v
	browser.Await(ctx, t, "document.querySelector('#how-SU-501')")
	do(ctx, t, chromedp.Focus("#how-SU-501"), chromedp.KeyEvent("\r"), chromedp.Evaluate[chromedp.Void](`
		window.spoken = [];
		new MutationObserver(() => spoken.push(document.querySelector('[role=status]').textContent))
			.observe(document.querySelector('[role=status]'), {childList: true, characterData: true, subtree: true});`))
	browser.Await(ctx, t, "document.querySelector('#unknown-SU-501').open")
	later := scenario(t, "card-none")
	later.Time = "10:00:01"
	s.views <- later
	browser.Await(ctx, t, "document.body.innerText.includes('10:00:01')")
	changed := scenario(t, "certificates-valid")
	changed.Unknown = append(changed.Unknown[:1:1], changed.Unknown...)
	changed.Unknown[0] = v.Unknown[0]
	s.views <- changed
	browser.Await(ctx, t, heading+" == 'Nothing wrong was found so far'")
	browser.Await(ctx, t, "document.querySelector('#unknown-SU-501').open && document.activeElement.id == 'how-SU-501'")
	browser.Await(ctx, t, "spoken.length == 1 && spoken[0].startsWith('Nothing wrong')")
	browser.Await(ctx, t, "document.querySelectorAll('main > [role=status]').length == 1")
	quiet(ctx, t)
}

// A page on another port of this computer, opened in the same browser, tries what pages can: it reads nothing, runs nothing, and
// nothing happens. Even the ticket does not help it, and is still good for our own page.
func TestOtherPagesAreKeptOut(t *testing.T) {
	s, address, _ := serve(t, long)
	ours, ticket, _ := strings.Cut(address, "#")
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<!doctype html><title>other</title>")
	}))
	t.Cleanup(other.Close)
	attack := `(async (ours, ticket) => {
		const tried = [];
		const fetched = async (path, init) => tried.push(await fetch(ours + path, init).then(r => r.type == "opaque" ? "refused" : "read " + r.status, () => "refused"));
		const auth = {Authorization: "Bearer " + ticket};
		await fetched("", {});
		await fetched("ticket", {method: "POST", headers: {...auth, "Content-Type": "application/json"}, body: "{}"});
		await fetched("report", {headers: auth});
		await fetched("forget", {method: "POST", headers: {...auth, "Content-Type": "application/json"}, body: "{}"});
		await fetched("practice", {method: "POST", headers: {...auth, "Content-Type": "application/json"}, body: '{"ods_code": "B81012"}'});
		await fetched("practice", {method: "POST", mode: "no-cors", body: '{"ods_code": "B81012"}'});
		await fetched("forget", {method: "POST", mode: "no-cors", body: "{}"});
		await fetched("forget", {method: "POST", mode: "no-cors", body: new Blob(["{}"], {type: "text/plain"})});
		const loaded = (name, from) => new Promise(done => {
			const e = Object.assign(document.createElement(name), from);
			e.onload = () => done(name + " loaded");
			e.onerror = () => done("refused");
			document.head.append(e);
		});
		tried.push(await loaded("script", {src: ours + "page.js"}));
		tried.push(await loaded("link", {rel: "stylesheet", href: ours + "page.css"}));
		tried.push(await loaded("img", {src: ours + "icon.svg"}));
		navigator.sendBeacon(ours + "forget", "{}");
		return [...new Set(tried)].join(", ");
	})`
	ctx := browser.New(t)
	open(ctx, t, other.URL)
	do(ctx, t, chromedp.Evaluate[chromedp.Void](attack+`("`+ours+`", "`+ticket+`").then(said => { document.title = said; }); 0`))
	browser.Await(ctx, t, "document.title != 'other'")
	browser.Await(ctx, t, "document.title == 'refused'")
	open(ctx, t, address) // our own page, in the same browser and after all that
	s.views <- scenario(t, "card-none")
	browser.Await(ctx, t, heading+" == 'There is no smartcard in the reader'")
	if done := s.done(); len(done) > 0 {
		t.Errorf("the other page had an effect: %q", done)
	}
}

func TestWithoutScript(t *testing.T) {
	_, address, _ := serve(t, long)
	ctx := browser.NewWithoutScript(t)
	open(ctx, t, address)
	browser.Await(ctx, t, heading+" == 'This page needs JavaScript' && document.body.innerText.includes('type cardcheck run')")
	quiet(ctx, t)
}

func TestPageFitsEverybody(t *testing.T) {
	for _, look := range []struct{ name, feature, value string }{
		{"light", "prefers-color-scheme", "light"}, {"dark", "prefers-color-scheme", "dark"}, {"forced colours", "forced-colors", "active"},
	} {
		t.Run(look.name, func(t *testing.T) {
			s, address, _ := serve(t, long)
			ctx := browser.New(t)
			features := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: look.feature, Value: look.value}}}
			if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, features); err != nil {
				t.Fatal(err)
			}
			do(ctx, t, chromedp.EmulateViewport(320, 256))
			open(ctx, t, address)
			v := scenario(t, "emis-cdb-ods")
			v.Bad = append(v.Bad, scenario(t, "certificates-expiring").Bad...)
			s.views <- v
			browser.Await(ctx, t, "document.querySelector('form') && document.querySelector('.problem')")
			do(ctx, t, chromedp.Click("#how-SU-502"), chromedp.Click(".report button"))
			browser.Await(ctx, t, "document.querySelector('.preview pre') && document.documentElement.scrollWidth <= 320")
			holdsAgainstAxe(ctx, t)
			quiet(ctx, t)
		})
	}
}

// holdsAgainstAxe wants no rule of accessibility broken, those of touch targets included.
func holdsAgainstAxe(ctx context.Context, t *testing.T) {
	t.Helper()
	axe, err := os.ReadFile(need.Tool(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	do(ctx, t, chromedp.Evaluate[chromedp.Void](string(axe)+`;
		axe.run({rules: {"target-size": {enabled: true}}}).then(r => { window.broken = r.violations.map(v => v.id + ": " + v.nodes.map(n => n.html + " " + n.failureSummary).join("; ")); }); 0`))
	browser.Await(ctx, t, "window.broken")
	broken, err := chromedp.Run(ctx, chromedp.Evaluate[[]string]("window.broken"))
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range broken {
		t.Error(rule)
	}
}

// Every stop of the keyboard is seen, in the order of the page.
func TestKeyboard(t *testing.T) {
	s, ctx := visit(t)
	s.views <- scenario(t, "emis-cdb-ods")
	browser.Await(ctx, t, "document.querySelector('form')")
	var stops []string
	for range 6 {
		do(ctx, t, chromedp.KeyEvent("\t"))
		stop, err := chromedp.Run(ctx, chromedp.Evaluate[string](`(() => {
			const a = document.activeElement, style = getComputedStyle(a);
			return (a.id || a.className || a.textContent) + (style.outlineStyle == 'solid' && parseFloat(style.outlineWidth) >= 3 ? '' : ' without a frame');
		})()`))
		if err != nil {
			t.Fatal(err)
		}
		stops = append(stops, stop)
	}
	if want := []string{"skip", "open-EM-302", "plain", "ods-code-yes", "emis-cdb", "emis-accounts-yes"}; !slices.Equal(stops, want) {
		t.Errorf("stops %q, want %q", stops, want)
	}
}

// A page that was opened and closed, one that was told nothing, and one that was there to the end: nothing of them goes on.
func TestNothingIsLeftRunning(t *testing.T) {
	leak.Check(t)
	s := &script{views: make(chan *View)}
	ctx, cancel := context.WithCancel(t.Context())
	opened, done := make(chan string, 1), make(chan error, 1)
	go func() { done <- Serve(ctx, s, long, func(a string) { opened <- a }) }()
	address, ticket, _ := strings.Cut(<-opened, "#")
	ask := func(method, path, bearer string) *http.Response {
		t.Helper()
		body := ""
		if method == "POST" {
			body = "{}"
		}
		request, err := http.NewRequest(method, address+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header = http.Header{"Sec-Fetch-Site": {"same-origin"}, "Content-Type": {"application/json"}, "Authorization": {"Bearer " + bearer}}
		response, err := http.DefaultClient.Do(request)
		if err != nil || response.StatusCode != 200 {
			t.Fatal(err, response)
		}
		return response
	}
	var token string
	if err := json.NewDecoder(ask("POST", "ticket", ticket).Body).Decode(&token); err != nil {
		t.Fatal(err)
	}
	ask("GET", "events", token).Body.Close()
	stays := ask("GET", "events", token)
	s.views <- scenario(t, "card-none")
	if _, err := stays.Body.Read(make([]byte, 1)); err != nil {
		t.Error(err)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	stays.Body.Close()
}

// The server ends with the page, and the page says so when it is the other way round.
func TestEnd(t *testing.T) {
	soon := 300 * time.Millisecond
	for _, end := range []struct {
		name   string
		limits Limits
		visit  bool
		leave  bool
	}{
		{"nobody opens it", Limits{Opened: soon, Closed: time.Hour, Idle: time.Hour}, false, false},
		{"it is closed", Limits{Opened: time.Hour, Closed: soon, Idle: time.Hour}, true, true},
		{"nothing happens", Limits{Opened: time.Hour, Closed: time.Hour, Idle: soon}, true, false},
	} {
		t.Run(end.name, func(t *testing.T) {
			s, address, ended := serve(t, end.limits)
			ctx := browser.New(t)
			if end.visit {
				open(ctx, t, address)
				s.views <- scenario(t, "card-none")
			}
			if end.leave {
				browser.Await(ctx, t, heading+" == 'There is no smartcard in the reader'")
				open(ctx, t, "about:blank")
			}
			select {
			case err := <-ended:
				if err != nil {
					t.Error(err)
				}
			case <-time.After(20 * time.Second):
				t.Fatal("it goes on")
			}
			if end.visit && !end.leave {
				browser.Await(ctx, t, heading+" == 'cardcheck has ended'")
			}
		})
	}
}
