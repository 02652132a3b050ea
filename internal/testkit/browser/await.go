package browser

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

const pollInterval = 20 * time.Millisecond

// Await waits until a JavaScript expression is true in the page, even if another page replaces it meanwhile.
//
// It polls from outside of the page. A promise, as used by chromedp.Poll, would be lost with its page, and
// would never resolve without JavaScript.
func Await(ctx context.Context, t testing.TB, expression string) {
	t.Helper()
	retry := time.NewTicker(pollInterval)
	defer retry.Stop()

	script := isTrueScript + "(document.body && (" + expression + "))"
	for {
		isTrue, err := chromedp.Run(ctx, chromedp.Evaluate[bool](script))
		if err == nil && isTrue {
			return
		}

		select {
		case <-retry.C:
		case <-ctx.Done():
			t.Fatalf("never true: %s (%v)\n%s", expression, err, pageText(ctx))
		}
	}
}

// isTrueScript is a function that fails for a promise, which would be true at once.
const isTrueScript = `(value => {
	if (value instanceof Promise) throw new Error("a promise is always true");
	return Boolean(value);
})`

// pageText returns the address and text of the page, although ctx has ended.
func pageText(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	text, _ := chromedp.Run(ctx, chromedp.Evaluate[string]("location.href + '\\n' + document.body.innerText"))

	return text
}
