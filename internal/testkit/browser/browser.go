// Package browser opens pages in Chromium. It is used by tests only.
//
// The tests of a package share one browser. Each test gets a tab with its own cache, which records requests
// and errors: console errors, violations of the Content-Security-Policy, and failed requests. A test should end
// by checking [Errors].
//
// The environment variable CHROMIUM contains the path of Chromium. By default, the PATH is searched.
package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"signpost/internal/testkit/need"
)

// tabTimeout limits the life of a tab, so that a test fails before go test times out.
const tabTimeout = 60 * time.Second

// New opens a tab for a test, and closes it when the test ends.
func New(t testing.TB) context.Context {
	t.Helper()
	browser, err := start()
	if err != nil {
		need.Missing(t, fmt.Sprintf("Chromium is needed, or CHROMIUM with its path: %v", err))
	}

	tab := new(record)
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext(), chromedp.WithListener(tab.listen))
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil { // opens the tab; with the timeout below, it would close again
		t.Fatalf("chromium: %v", err)
	}

	ctx, cancel = context.WithTimeout(ctx, tabTimeout)
	t.Cleanup(cancel)

	return context.WithValue(ctx, recordKey{}, tab)
}

// NewWithoutScript is New without JavaScript in pages. The test can still evaluate expressions.
func NewWithoutScript(t testing.TB) context.Context {
	t.Helper()
	ctx := New(t)
	params := emulation.SetScriptExecutionDisabledParams{Value: true}
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, params); err != nil {
		t.Fatalf("chromium: %v", err)
	}

	return ctx
}

// Errors returns the errors in a tab so far.
func Errors(ctx context.Context) []string {
	r := recordOf(ctx)
	r.mu.Lock()
	defer r.mu.Unlock()

	return slices.Clone(r.errors)
}

// Requests returns the addresses that a tab has requested so far.
func Requests(ctx context.Context) []string {
	r := recordOf(ctx)
	r.mu.Lock()
	defer r.mu.Unlock()

	return slices.Clone(r.requests)
}

// start starts the browser once per process. chromedp ends it with the process.
var start = sync.OnceValues(func() (context.Context, error) {
	program, err := findChromium()
	if err != nil {
		return nil, err
	}

	profile, err := newProfile()
	if err != nil {
		return nil, err
	}

	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program),
		chromedp.UserDataDir(profile),
		chromedp.NoSandbox, // tests run as root in containers
		chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-background-networking", true),
	)

	allocator, _ := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ := chromedp.NewContext(allocator)

	return ctx, chromedp.Do(ctx)
})

func findChromium() (string, error) {
	if program := os.Getenv("CHROMIUM"); program != "" {
		return exec.LookPath(program)
	}

	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}

	return "", errors.New("chromium is not installed")
}

type recordKey struct{}

// record contains the events of one tab.
type record struct {
	mu       sync.Mutex
	errors   []string
	requests []string
}

func recordOf(ctx context.Context) *record {
	return ctx.Value(recordKey{}).(*record)
}

func (r *record) addTrouble(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}

func (r *record) addRequest(address string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.requests = append(r.requests, address)
}

func (r *record) listen(event any) {
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		r.addRequest(e.Request.URL)
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 {
			r.addTrouble("%d %s", e.Response.Status, e.Response.URL)
		}

	case *network.EventLoadingFailed:
		if !e.Canceled {
			r.addTrouble("request failed: %s %s", e.ErrorText, e.BlockedReason)
		}

	case *log.EventEntryAdded:
		// This includes violations of policies. The events above already report failed requests.
		if e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
			r.addTrouble("%s: %s", e.Entry.Source, e.Entry.Text)
		}

	case *runtime.EventExceptionThrown:
		r.addTrouble("exception: %s", exceptionText(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError {
			r.addTrouble("console: %s", e.Args[0].Value)
		}
	}
}

func exceptionText(d *runtime.ExceptionDetails) string {
	if d.Exception != nil && d.Exception.Description != "" {
		return d.Exception.Description
	}

	return d.Text
}
