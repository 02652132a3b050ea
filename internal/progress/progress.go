// Package progress shows the progress of long work on one line of a terminal, and removes the line when the work is
// done. It shows nothing if the output is not a terminal.
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
	// delay is how long work takes before the line appears.
	delay = 400 * time.Millisecond

	// interval is the time between two updates of the line.
	interval = 100 * time.Millisecond
)

// Line is a line of a terminal. A nil Line shows nothing.
type Line struct {
	mu  sync.Mutex
	w   io.Writer
	now func() time.Time

	next     time.Time // of the next update
	length   int       // of the text on the line
	finished string    // the last work that was done: late calls for it show nothing
}

// New returns a line on w, or nil if w is not a terminal. It calls now for the current time.
func New(w io.Writer, now func() time.Time) *Line {
	if !isTerminal(w) {
		return nil
	}
	return newLine(w, now)
}

func newLine(w io.Writer, now func() time.Time) *Line {
	return &Line{w: w, now: now, next: now().Add(delay)}
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}

	info, err := file.Stat()

	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// Show shows how much of some work is done: "reading articles: 310 of 10000". It removes the line when all is done.
// It may be called from any goroutine, and often.
func (l *Line) Show(work string, done, total int) {
	if l == nil {
		return
	}

	l.mu.Lock()
	defer l.mu.Unlock()

	if done >= total {
		l.finished = work
		l.clear()
	}

	if work == l.finished {
		return
	}

	if now := l.now(); !now.Before(l.next) {
		l.next = now.Add(interval)
		l.draw(fmt.Sprintf("%s: %d of %d", work, done, total))
	}
}

// Clear removes the line, before other text is written to the terminal.
func (l *Line) Clear() {
	if l == nil {
		return
	}

	l.mu.Lock()
	defer l.mu.Unlock()
	l.clear()
}

func (l *Line) clear() {
	if l.length > 0 {
		l.draw("")
		fmt.Fprint(l.w, "\r")
	}
}

// draw overwrites the text of the line. It uses only a carriage return, which every terminal supports.
func (l *Line) draw(text string) {
	padding := strings.Repeat(" ", max(0, l.length-len(text)))
	fmt.Fprint(l.w, "\r", text, padding)
	l.length = len(text)
}
