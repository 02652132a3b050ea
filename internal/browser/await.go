package browser

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"
)

// Await waits until a JavaScript expression holds in the page. It outlasts the change to another page, which ends what was
// being waited for in the old one.
func Await(ctx context.Context, t testing.TB, expression string) {
	t.Helper()
	guarded := "document.body && (" + expression + ")"
	for ctx.Err() == nil {
		if holds, err := chromedp.Run(ctx, chromedp.Poll[bool](guarded)); err == nil && holds {
			return
		}
	}
	now, _ := chromedp.Run(context.WithoutCancel(ctx), chromedp.Evaluate[string]("location.href + '\\n' + document.body.innerText"))
	t.Fatalf("never came true: %s\n%s", expression, now)
}
