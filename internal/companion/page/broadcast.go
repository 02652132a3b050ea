package page

import (
	"context"
	"encoding/json"
	"sync"
)

// broadcast sends the latest view to every open page.
type broadcast struct {
	activity *activity

	mu   sync.Mutex
	view View

	// event is the view in JSON, or nil before the first view.
	event []byte

	// changed is closed when there is a newer event.
	changed chan struct{}
}

func newBroadcast(a *activity) *broadcast {
	return &broadcast{
		activity: a,
		changed:  make(chan struct{}),
	}
}

// show replaces the view of every page.
func (b *broadcast) show(v *View) {
	event, err := json.Marshal(v)
	if err != nil {
		panic(err) // a view consists of strings, which always marshal
	}

	if b.replace(v, event) {
		b.activity.touch()
	}
}

// replace stores a view and reports whether it differs from the previous one in more than the time.
func (b *broadcast) replace(v *View, event []byte) bool {
	b.mu.Lock()
	defer b.mu.Unlock()

	different := !b.view.same(*v)
	b.view = *v
	b.event = event
	close(b.changed)
	b.changed = make(chan struct{})

	return different
}

func (b *broadcast) latest() (event []byte, changed <-chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()

	return b.event, b.changed
}

// stream sends each view to one page until the page is closed.
func (b *broadcast) stream(ctx context.Context, send func([]byte) error) {
	b.activity.add(1)
	defer b.activity.add(-1)
	for {
		event, changed := b.latest()
		if event != nil && send(event) != nil {
			return
		}

		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}
