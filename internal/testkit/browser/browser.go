// Package browser opens pages in real Chromium, for tests.
//
// The tests of a package share one browser; each gets a tab of its own with its own cache, and with it a list of
// everything that went wrong in it: errors in the console, broken rules of the Content-Security-Policy, requests that failed.
// A test ends with [Troubles] to hold that there was nothing. Chromium is the one that CHROMIUM names, or the first found on the
// path.
package browser

import (
	"context"
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

// patience is how long a test may use its tab. It is far more than any needs, and less than go test waits.
const patience = 60 * time.Second

// New opens a tab for a test and closes it when the test ends.
func New(t testing.TB) context.Context {
	t.Helper()
	started, err := start()
	if err != nil {
		need.Missing(t, fmt.Sprintf("Chromium is needed, or CHROMIUM with its path: %v", err))
	}
	tab := new(record)
	ctx, cancel := chromedp.NewContext(started, chromedp.WithNewBrowserContext(), chromedp.WithListener(tab.listen))
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil { // opens the tab, which would end with the timeout below
		t.Fatalf("chromium: %v", err)
	}
	ctx, cancel = context.WithTimeout(ctx, patience)
	t.Cleanup(cancel)
	return context.WithValue(ctx, recordKey{}, tab)
}

// NewWithoutScript is New with JavaScript switched off in the pages; the test itself can still look into them.
func NewWithoutScript(t testing.TB) context.Context {
	t.Helper()
	ctx := New(t)
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatalf("chromium: %v", err)
	}
	return ctx
}

// Troubles lists what went wrong in a tab so far, in the order in which it happened.
func Troubles(ctx context.Context) []string { return recordOf(ctx).copyOf(troubles) }

// Requests lists the addresses that a tab asked for so far.
func Requests(ctx context.Context) []string { return recordOf(ctx).copyOf(requests) }

// start starts the browser once for all tests of the process. It ends with the process: on Linux the kernel sees to that.
var start = sync.OnceValues(func() (context.Context, error) {
	program, err := find()
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

func find() (string, error) {
	if named := os.Getenv("CHROMIUM"); named != "" {
		return exec.LookPath(named)
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("no chromium is installed")
}

type recordKey struct{}

// record is what happened in one tab.
type record struct {
	mu    sync.Mutex
	lists [2][]string
}

const (
	troubles = iota
	requests
)

func recordOf(ctx context.Context) *record { return ctx.Value(recordKey{}).(*record) }

func (r *record) copyOf(list int) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.lists[list])
}

func (r *record) add(list int, format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lists[list] = append(r.lists[list], fmt.Sprintf(format, args...))
}

func (r *record) listen(event any) {
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		r.add(requests, "%s", e.Request.URL)
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 {
			r.add(troubles, "%d %s", e.Response.Status, e.Response.URL)
		}
	case *network.EventLoadingFailed:
		if !e.Canceled {
			r.add(troubles, "request failed: %s %s", e.ErrorText, e.BlockedReason)
		}
	case *log.EventEntryAdded:
		// Chromium tells of broken policies here; of failed requests too, but those are known from above.
		if e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
			r.add(troubles, "%s: %s", e.Entry.Source, e.Entry.Text)
		}
	case *runtime.EventExceptionThrown:
		r.add(troubles, "exception: %s", thrown(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError {
			r.add(troubles, "console: %s", e.Args[0].Value)
		}
	}
}

func thrown(d *runtime.ExceptionDetails) string {
	if d.Exception != nil && d.Exception.Description != "" {
		return d.Exception.Description
	}
	return d.Text
}
