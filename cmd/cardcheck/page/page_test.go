package page

import (
	"context"
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
	"signpost/internal/browser"
	"signpost/internal/codes"
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
	{Code: "SC-103", Title: "There is no smartcard in the reader", Steps: []string{"Take the card out.", "Put it in again, chip first."}},
	{Code: "EM-302", Title: "EMIS CDB did not match set up", Steps: []string{"Look at the number again."}},
})

// script is a program whose every turn the test decides.
type script struct {
	views chan *View

	mu    sync.Mutex
	did   []string // what the page asked for
	fails error
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
	browser.Await(ctx, t, "document.querySelector('.panel .state').innerText.trim() == '✗ FAIL'")
	browser.Await(ctx, t, "document.querySelector('.panel a.button').href == 'https://help.example/e/sc-103/'")
	browser.Await(ctx, t, "document.querySelectorAll('.checks li').length == "+strconv.Itoa(len(checks.List())))
	s.views <- scenario(t, "certificates-valid")
	browser.Await(ctx, t, heading+" == 'Nothing wrong was found so far'")
	browser.Await(ctx, t, "!document.querySelector('.panel a')")
	quiet(ctx, t)
}

// The token leaves the address bar at once, yet the page can be loaded again; another tab without it sees nothing.
func TestTokenLeavesTheAddress(t *testing.T) {
	s, address, _ := serve(t, long)
	ctx := browser.New(t)
	open(ctx, t, address)
	s.views <- scenario(t, "card-none")
	browser.Await(ctx, t, heading+" == 'There is no smartcard in the reader'")
	browser.Await(ctx, t, "location.href == '"+address[:strings.Index(address, "#")]+"' && history.length <= 2")
	do(ctx, t, chromedp.Reload())
	browser.Await(ctx, t, heading+" == 'There is no smartcard in the reader'")
	quiet(ctx, t)

	stranger := browser.New(t)
	open(stranger, t, address[:strings.Index(address, "#")])
	browser.Await(stranger, t, heading+" == 'cardcheck has ended' && document.body.innerText.includes('start cardcheck again')")
}

func TestQuestionsAreAForm(t *testing.T) {
	s, address, _ := serve(t, long)
	ctx := browser.New(t)
	open(ctx, t, address)
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
	s, address, _ := serve(t, long)
	ctx := browser.New(t)
	open(ctx, t, address)
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
// nothing happens. Even the token would not help it.
func TestOtherPagesAreKeptOut(t *testing.T) {
	s, address, _ := serve(t, long)
	ours, token, _ := strings.Cut(address, "#")
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<!doctype html><title>other</title>")
	}))
	t.Cleanup(other.Close)
	attack := `(async (ours, token) => {
		const tried = [];
		const fetched = async (path, init) => tried.push(await fetch(ours + path, init).then(r => r.type == "opaque" ? "refused" : "read " + r.status, () => "refused"));
		const auth = {Authorization: "Bearer " + token};
		await fetched("", {});
		await fetched("report", {headers: auth});
		await fetched("forget", {method: "POST", headers: {...auth, "Content-Type": "application/json"}, body: "{}"});
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
	do(ctx, t, chromedp.Evaluate[chromedp.Void](attack+`("`+ours+`", "`+token+`").then(said => { document.title = said; }); 0`))
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
	axe, err := os.ReadFile("../../../themes/testdata/tools/node_modules/axe-core/axe.min.js")
	if err != nil {
		lacking(t, "run .ci/need npm: "+err.Error())
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
	s, address, _ := serve(t, long)
	ctx := browser.New(t)
	open(ctx, t, address)
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
