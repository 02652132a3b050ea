// Package progress draws one line on a terminal that says how far long work has come, and takes it away when the work is done.
// Where nobody watches it draws nothing.
package progress

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
)

const (
	patience = 400 * time.Millisecond // work that takes no longer has no line
	pace     = 100 * time.Millisecond // between one drawing and the next
)

// Line is a line of a terminal. A nil Line draws nothing.
type Line struct {
	mu    sync.Mutex
	w     io.Writer
	now   func() time.Time
	next  time.Time // when it may be drawn again
	shown int       // letters that stand in it
	over  string    // the work that was done last: goroutines may tell of it when it is over
}

// New is a line on w, or nil where w is no terminal.
func New(w io.Writer) *Line {
	file, ok := w.(*os.File)
	if !ok {
		return nil
	}
	info, err := file.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return newLine(w, time.Now)
}

func newLine(w io.Writer, now func() time.Time) *Line {
	return &Line{w: w, now: now, next: now().Add(patience)}
}

// Show says how much of some work is done: "reading articles: 310 of 10000". It may be called from any goroutine, as often as
// there is something new; with all done, the line goes.
func (l *Line) Show(work string, done, total int) {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if done >= total {
		l.over = work
		l.clear()
	}
	if now := l.now(); work != l.over && !now.Before(l.next) {
		l.next = now.Add(pace)
		l.draw(fmt.Sprintf("%s: %d of %d", work, done, total))
	}
}

// Clear takes the line away, before something else is written to the terminal.
func (l *Line) Clear() {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.clear()
}

func (l *Line) clear() {
	if l.shown > 0 {
		l.draw("")
		fmt.Fprint(l.w, "\r")
	}
}

// draw writes over what stands in the line. It needs no more of a terminal than that it goes back to the line's beginning.
func (l *Line) draw(text string) {
	fmt.Fprint(l.w, "\r", text, strings.Repeat(" ", max(0, l.shown-len(text))))
	l.shown = len(text)
}
