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

// How long to leave a service alone.
const (
	pause = time.Second            // that failed
	blink = 200 * time.Millisecond // that called for nothing
)

// patience bounds one wait, so that a service that forgets to call is looked at all the same.
const patience = 30 * time.Second

// WatchChild does the work of the child process that watches: it writes a [Listing] as a line of JSON whenever a
// reader or a card came or went, and at once. It ends when nobody reads any more.
func WatchChild(ctx context.Context, out io.Writer) error {
	lines := json.NewEncoder(out)
	if !supported {
		return lines.Encode(Listing{Service: checks.Service{Missing: true}})
	}

	w := watcher{report: func(l Listing) error { return lines.Encode(l) }, rest: rest}
	for ctx.Err() == nil {
		if err := w.follow(ctx, establish); err != nil {
			return err
		}
	}

	return nil
}

// watcher tells what changed since it told last.
type watcher struct {
	report func(Listing) error
	rest   func(context.Context, time.Duration)
	told   []string // what was told last, in short; nil before the first
}

// follow watches until the service fails: after it started again only a new conversation sees anything. Its error
// is that of report.
func (w *watcher) follow(ctx context.Context, establish func() (service, error)) error {
	s, err := establish()
	if err != nil {
		return w.failed(ctx, err)
	}
	defer s.Release()

	for ctx.Err() == nil {
		names, states, err := namesAndStates(s)
		if number(err) == checks.UnknownReader { // gone between two calls
			names, states, err = namesAndStates(s)
		}
		if err != nil {
			return w.failed(ctx, err)
		}

		changed, err := w.tell(names, states)
		if err != nil {
			return err
		}
		if !changed { // called for nothing: for a card in use, say
			w.rest(ctx, blink)
		}
		if err := s.Wait(patience); err != nil && number(err) != checks.UnknownReader {
			return w.failed(ctx, err)
		}
	}

	return nil
}

// tell reports the readers where something changed that matters: not whether a program uses a card, since cardcheck
// does so too.
func (w *watcher) tell(names []string, states []readerState) (changed bool, err error) {
	l := Listing{Readers: make([]checks.Reader, len(names))}
	short := make([]string, len(names), len(names)+1)
	for i, s := range states {
		l.Readers[i] = checks.Reader{
			Name:  names[i],
			State: s.state,
			ATR:   hexBytes(s.atr),
		}
		lasting := s.state &^ (checks.StateInUse | checks.StateExclusive)
		short[i] = fmt.Sprintf("%q %v %d % X", names[i], lasting, s.swaps, s.atr)
	}
	return w.once(append(short, "readers"), l)
}

// failed reports the failure of the service, and leaves it alone for a moment.
func (w *watcher) failed(ctx context.Context, err error) error {
	_, broken := w.once([]string{number(err).String()}, failed(err))
	w.rest(ctx, pause)
	return broken
}

// once reports l unless the same was told last.
func (w *watcher) once(short []string, l Listing) (changed bool, err error) {
	if slices.Equal(short, w.told) {
		return false, nil
	}
	w.told = short
	return true, w.report(l)
}

func rest(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// Watch observes everything at once, and again whenever a reader or a card comes or goes, until ctx ends.
// WatchChild is the command that ends in the function of that name.
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

// observe is [Collect] where the list of readers is known already.
func observe(ctx context.Context, options Options, l Listing) *checks.Facts {
	p := newProber(options)
	ctx, cancel := context.WithTimeout(ctx, options.Timeout)
	defer cancel()
	p.listed(ctx, l)
	return p.facts
}

// keepWatching starts the watching child, and again when it broke off.
func keepWatching(ctx context.Context, command []string, listings chan Listing) error {
	for broken := 0; ctx.Err() == nil; {
		heard, err := listen(ctx, command, listings)
		if ctx.Err() != nil {
			break
		}
		if broken++; heard {
			broken = 0
		}
		if broken == 3 {
			return fmt.Errorf("watching readers does not work: %w", cmp.Or(err, errNothing))
		}

		rest(ctx, pause)
	}
	return nil
}

// listen runs the child until it ends and passes on what it says, the newest alone where nobody took the one
// before.
func listen(ctx context.Context, command []string, listings chan Listing) (heard bool, err error) {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.WaitDelay = grace
	stdin, err := cmd.StdinPipe() // while it is open, the child knows that somebody reads
	if err != nil {
		return false, err
	}
	defer stdin.Close()

	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return false, err
	}
	if err := cmd.Start(); err != nil {
		return false, fmt.Errorf("card probe does not start: %w", err)
	}

	lines := bufio.NewScanner(stdout)
	lines.Buffer(nil, maxFile)
	for lines.Scan() {
		var l Listing
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil || !l.done() {
			break
		}

		heard = true
		select {
		case <-listings:
		default:
		}

		listings <- l
	}

	_ = cmd.Process.Kill() // it may say what nobody understands, and go on
	return heard, errors.Join(lines.Err(), cmd.Wait())
}
