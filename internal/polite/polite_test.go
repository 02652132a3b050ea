package polite

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"testing"
	"time"
)

var start = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func TestRetryAfter(t *testing.T) {
	for value, want := range map[string]time.Duration{
		"120":                           2 * time.Minute,
		"0":                             0,
		"Sun, 22 Nov 2026 12:00:30 GMT": 30 * time.Second,
		"Sun, 22 Nov 2026 11:00:00 GMT": 0,
		"":                              -1,
		"-5":                            -1,
		"soon":                          -1,
		"99999999999999999999":          -1,
	} {
		got, ok := RetryAfter(http.Header{"Retry-After": {value}}, start)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("%q: got %v, want %v", value, got, want)
		}
	}
}

func TestReason(t *testing.T) {
	refused := errors.New("connection refused")
	if got := Reason(&url.Error{Op: "Get", URL: "https://u:p@help.example/", Err: refused}); got != refused {
		t.Errorf("got %v", got)
	}

	if got := Reason(refused); got != refused {
		t.Errorf("got %v", got)
	}
}

// clock is a time that only pauses advance.
type clock struct{ now time.Time }

func (c *clock) pause(ctx context.Context, d time.Duration) error {
	c.now = c.now.Add(d)
	return ctx.Err()
}

func TestGate(t *testing.T) {
	c := clock{start}
	g := Gate{Gap: time.Second, Now: func() time.Time { return c.now }, Pause: c.pause}
	at := func() time.Duration {
		t.Helper()
		if err := g.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}

		return c.now.Sub(start)
	}

	if first, second := at(), at(); first != 0 || second != time.Second {
		t.Errorf("requests at %v and %v", first, second)
	}

	g.Hold(time.Minute)
	g.Hold(time.Second)
	if got := at(); got != 61*time.Second {
		t.Errorf("the request that was held was sent at %v", got)
	}

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := g.Wait(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v after the context was cancelled", err)
	}
}

func TestPauseEndsWithContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Pause(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}

	if err := Pause(t.Context(), 0); err != nil {
		t.Errorf("got %v", err)
	}
}
