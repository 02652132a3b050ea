package page

import (
	"context"
	"time"
)

// Limits are the times after which the server ends.
type Limits struct {
	// Opened is the time within which a page must be opened.
	Opened time.Duration

	// Closed is the time without an open page, long enough for reloading one.
	Closed time.Duration

	// Idle is the time without requests from an open page and without changes to show.
	Idle time.Duration
}

// DefaultLimits are the limits for interactive use.
var DefaultLimits = Limits{
	Opened: 2 * time.Minute,
	Closed: 10 * time.Second,
	Idle:   time.Hour,
}

// activity counts open pages and decides when no one needs the server any more.
type activity struct {
	// changes receives 1 for an opened page, -1 for a closed one, and 0 for any other activity.
	changes chan int

	// ended is closed when no one receives from changes any more.
	ended chan struct{}
}

func newActivity() *activity {
	return &activity{
		changes: make(chan int, 16),
		ended:   make(chan struct{}),
	}
}

// add changes the number of open pages.
func (a *activity) add(pages int) {
	select {
	case a.changes <- pages:
	case <-a.ended:
	}
}

// touch restarts the timer, unless a waiting change does so already.
func (a *activity) touch() {
	select {
	case a.changes <- 0:
	default:
	}
}

// wait returns when a limit is reached or ctx ends. It must be called once.
func (a *activity) wait(ctx context.Context, limits Limits) {
	defer close(a.ended)
	timer := time.NewTimer(limits.Opened)
	defer timer.Stop()

	pages := 0
	for {
		select {
		case change := <-a.changes:
			pages += change
			if pages > 0 {
				timer.Reset(limits.Idle)
			} else if change < 0 {
				timer.Reset(limits.Closed)
			}

		case <-timer.C:
			return
		case <-ctx.Done():
			return
		}
	}
}
