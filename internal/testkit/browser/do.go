package browser

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Do performs actions in a tab, one after the other.
//
// An action finds its element and then uses it. If another page, or another rendering of the same page, replaces the
// element in between, Chromium no longer knows it, and Do performs the action again.
func Do(ctx context.Context, t testing.TB, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	retry := time.NewTicker(pollInterval)
	defer retry.Stop()

	for _, action := range actions {
		err := chromedp.Do(ctx, action)
		for err != nil && isReplaced(err) && ctx.Err() == nil {
			<-retry.C
			err = chromedp.Do(ctx, action)
		}

		if err != nil {
			t.Fatal(err)
		}
	}
}

// isReplaced reports whether an action failed because its element is no longer part of the page. The texts are those of
// the Chrome DevTools Protocol, which has no codes for them.
func isReplaced(err error) bool {
	text := err.Error()
	return strings.Contains(text, "Could not find node with given id") ||
		strings.Contains(text, "No node with given id found") ||
		strings.Contains(text, "Node is detached from document")
}
