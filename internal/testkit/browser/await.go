package browser

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// glance is the time between two looks at a page.
const glance = 20 * time.Millisecond

// Await waits until a JavaScript expression holds in the page, through any change to another page.
//
// It looks again and again from outside: a promise made in the page, as chromedp.Poll makes, is lost when the page goes, and never
// kept where JavaScript is off.
func Await(ctx context.Context, t testing.TB, expression string) {
	t.Helper()
	again := time.NewTicker(glance)
	defer again.Stop()
	for {
		holds, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("Boolean(document.body && ("+expression+"))"))
		if err == nil && holds {
			return
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			giveReport(ctx, t, expression, err)
		}
	}
}

func giveReport(ctx context.Context, t testing.TB, expression string, err error) {
	t.Helper()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	page, _ := chromedp.Run(last, chromedp.Evaluate[string]("location.href + '\\n' + document.body.innerText"))
	t.Fatalf("never came true: %s (%v)\n%s", expression, err, page)
}
