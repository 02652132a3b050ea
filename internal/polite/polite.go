// Package polite has the rules by which the program sends requests to other hosts: how many at a time, what it does
// when a host is busy, and how it describes what failed.
package polite

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"
)

// Pause waits for a duration or until the context is cancelled.
func Pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}

	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// IsBusy reports whether a host answers that there are too many requests at the moment.
func IsBusy(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable
}

// RetryAfter returns for how long a busy host asks to wait: in seconds or until a time. It returns false if the host
// does not say.
func RetryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	value := h.Get("Retry-After")
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second, true
	}

	if at, err := http.ParseTime(value); err == nil {
		return max(0, at.Sub(now)), true
	}

	return 0, false
}

// Reason returns why a request failed, without its method and address, which the caller names.
func Reason(err error) error {
	if u := new(url.Error); errors.As(err, &u) {
		return u.Err
	}

	return err
}

// Gate limits the rate of requests to a host. It may be used from any goroutine. Now and Pause are required.
type Gate struct {
	// Gap is the time between two requests.
	Gap   time.Duration
	Now   func() time.Time
	Pause func(context.Context, time.Duration) error

	mu   sync.Mutex
	next time.Time // when the next request may be sent
}

// Wait waits until a request may be sent, or returns ctx.Err().
func (g *Gate) Wait(ctx context.Context) error {
	for {
		wait := g.reserve()
		if wait <= 0 {
			return ctx.Err()
		}

		if err := g.Pause(ctx, wait); err != nil {
			return err
		}
	}
}

// reserve takes the turn of the next request if it has come, or returns for how long to wait.
func (g *Gate) reserve() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.Now()
	if wait := g.next.Sub(now); wait > 0 {
		return wait
	}

	g.next = now.Add(g.Gap)

	return 0
}

// Hold delays all requests that have not been sent yet.
func (g *Gate) Hold(d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if until := g.Now().Add(d); until.After(g.next) {
		g.next = until
	}
}
