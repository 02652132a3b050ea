package probe

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"time"

	"signpost/checks"
)

// How long to wait before calling the service again.
const (
	retryDelay = time.Second            // after a failure
	idleDelay  = 200 * time.Millisecond // after a change that is not relevant
)

// maxWait limits one wait, in case the service misses a change.
const maxWait = 30 * time.Second

// WatchChild is the work of the child process that watches: it writes a [Listing] as a line of JSON at the start
// and whenever a reader or a card is added or removed. It returns when its output cannot be written any more.
func WatchChild(ctx context.Context, out io.Writer) error {
	lines := json.NewEncoder(out)
	if !supported {
		return lines.Encode(Listing{Service: checks.Service{Missing: true}})
	}

	w := watcher{
		report: func(l Listing) error { return lines.Encode(l) },
		sleep:  sleep,
	}

	for ctx.Err() == nil {
		if err := w.follow(ctx, establish); err != nil {
			return err
		}
	}

	return nil
}

// watcher reports changes since its last report.
type watcher struct {
	report func(Listing) error
	sleep  func(context.Context, time.Duration)
	last   []string // summary of the last report; nil before the first
}

// follow watches until the service fails: after the service restarts, only a new connection sees changes. It
// returns the error of report.
func (w *watcher) follow(ctx context.Context, establish func() (service, error)) error {
	s, err := establish()
	if err != nil {
		return w.failed(ctx, err)
	}
	defer s.Release()

	for ctx.Err() == nil {
		names, states, err := namesAndStates(s)
		if number(err) == checks.UnknownReader { // unplugged between two calls
			names, states, err = namesAndStates(s)
		}

		if err != nil {
			return w.failed(ctx, err)
		}

		changed, err := w.update(names, states)
		if err != nil {
			return err
		}

		if !changed { // for example, another program uses the card
			w.sleep(ctx, idleDelay)
		}

		if err := s.Wait(maxWait); err != nil && number(err) != checks.UnknownReader {
			return w.failed(ctx, err)
		}
	}

	return nil
}

// update reports the readers if something relevant changed. Whether a program is using a card is not relevant,
// because cardcheck uses it too.
func (w *watcher) update(names []string, states []readerState) (changed bool, err error) {
	l := Listing{Readers: make([]checks.Reader, len(names))}
	summary := make([]string, len(names), len(names)+1)
	for i, s := range states {
		l.Readers[i] = listed(names[i], s)

		const ours = checks.StateInUse | checks.StateExclusive
		relevant := s.state &^ ours
		summary[i] = fmt.Sprintf("%q %v %d % X", names[i], relevant, s.swaps, s.atr)
	}

	return w.reportChange(append(summary, "readers"), l)
}

// failed reports that the service failed, and waits for a moment.
func (w *watcher) failed(ctx context.Context, err error) error {
	_, reportErr := w.reportChange([]string{number(err).String()}, failed(err))
	w.sleep(ctx, retryDelay)

	return reportErr
}

// reportChange reports l unless its summary is the same as before.
func (w *watcher) reportChange(summary []string, l Listing) (changed bool, err error) {
	if slices.Equal(summary, w.last) {
		return false, nil
	}

	w.last = summary

	return true, w.report(l)
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// Watch observes everything at the start, and again whenever a reader or a card is added or removed, until ctx
// ends. watchChild is the command line that runs [WatchChild].
func Watch(ctx context.Context, watchChild []string, options Options, report func(*checks.Facts)) error {
	listings := make(chan Listing, 1)
	done := make(chan error, 1)
	go func() { done <- keepWatching(ctx, watchChild, listings) }()
	for {
		select {
		case l := <-listings:
			report(observe(ctx, options, l))
		case err := <-done:
			return err
		}
	}
}

// observe is like [Collect], but the list of readers is known already.
func observe(ctx context.Context, options Options, l Listing) *checks.Facts {
	p := newProber(ctx, options)
	ctx, cancel := context.WithTimeout(ctx, options.Whole())
	defer cancel()
	p.listed(ctx, l)

	return p.facts
}

// keepWatching starts the watching child, and restarts it if it ends.
func keepWatching(ctx context.Context, command []string, listings chan Listing) error {
	failures := 0
	for ctx.Err() == nil {
		received, err := listen(ctx, command, listings)
		if ctx.Err() != nil {
			break
		}

		failures++
		if received {
			failures = 0
		}

		if failures == 3 {
			return fmt.Errorf("watch readers: %w", cmp.Or(err, errNoOutput))
		}

		sleep(ctx, retryDelay)
	}

	return nil
}

// listen runs the child until it ends and passes on its listings. It drops a listing that was not received before
// the next one.
func listen(ctx context.Context, command []string, listings chan Listing) (received bool, err error) {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.WaitDelay = killLimit
	stdin, err := cmd.StdinPipe() // the child ends when it is closed
	if err != nil {
		return false, err
	}
	defer stdin.Close()

	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return false, err
	}

	if err := cmd.Start(); err != nil {
		return false, fmt.Errorf("start card-reading process: %w", err)
	}

	lines := bufio.NewScanner(stdout)
	lines.Buffer(nil, maxFile)
	for lines.Scan() {
		var l Listing
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil || !l.finished() {
			break
		}

		received = true
		select {
		case <-listings:
		default:
		}

		listings <- l
	}

	_ = cmd.Process.Kill() // its output may be invalid, and it may continue

	return received, errors.Join(lines.Err(), cmd.Wait())
}
