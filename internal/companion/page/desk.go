package page

import (
	"context"
	"encoding/json"
	"sync"
	"time"
)

// desk is where program and pages meet: it keeps what is shown, and knows how many look at it.
type desk struct {
	program Program
	moves   chan int      // 1 for a page that came, -1 for one that went, 0 for something that happened
	gone    chan struct{} // closed when nobody counts the moves any more

	mu      sync.Mutex
	view    View
	event   []byte        // the view, as pages get it; nil before the first
	changed chan struct{} // closed when there is another event
}

func newDesk(program Program) *desk {
	return &desk{program: program, moves: make(chan int, 16), gone: make(chan struct{}), changed: make(chan struct{})}
}

// show gives every page something else to show.
func (d *desk) show(v *View) {
	event, err := json.Marshal(v)
	if err != nil {
		panic(err) // texts and lists of texts always marshal
	}
	if d.keep(v, event) {
		d.stir()
	}
}

// keep reports whether the view says anything new, apart from the time.
func (d *desk) keep(v *View, event []byte) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	news := !d.view.same(*v)
	d.view, d.event = *v, event
	close(d.changed)
	d.changed = make(chan struct{})
	return news
}

func (d *desk) latest() (event []byte, changed <-chan struct{}) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.event, d.changed
}

// events sends one page what there is to show, for as long as it is open.
func (d *desk) events(ctx context.Context, send func([]byte) error) {
	d.move(1)
	defer d.move(-1)
	for {
		event, changed := d.latest()
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

func (d *desk) move(n int) {
	select {
	case d.moves <- n:
	case <-d.gone:
	}
}

// stir tells that something happened; where that is told already, once is enough.
func (d *desk) stir() {
	select {
	case d.moves <- 0:
	default:
	}
}

// attend returns when nobody needs the server any more.
func (d *desk) attend(ctx context.Context, limits Limits) {
	defer close(d.gone)
	pages := 0
	timer := time.NewTimer(limits.Opened)
	defer timer.Stop()
	for waiting := true; waiting; {
		select {
		case move := <-d.moves:
			pages += move
			switch {
			case pages > 0:
				timer.Reset(limits.Idle)
			case move < 0:
				timer.Reset(limits.Closed)
			}
		case <-timer.C:
			waiting = false
		case <-ctx.Done():
			waiting = false
		}
	}
}
