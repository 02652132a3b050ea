package probe

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	"signpost/checks"
)

// The errors of a child process. Texts call it the card-reading process, since users see them.
var (
	// errSilence means that the process was killed because it printed nothing for the time limit.
	errSilence = errors.New("no answer before the time limit")
	// errDeadline means that the process was killed while it was making progress.
	errDeadline = errors.New("it was not finished before the time limit")
	// errNotStarted means that the process was killed before its first output: the computer is slow, and nothing
	// else is known.
	errNotStarted = errors.New("card-reading process did not start in time")
	errNoOutput   = errors.New("card-reading process printed nothing")
	errIncomplete = errors.New("card-reading process ended early")
)

// report is the output of a child process.
type report interface {
	// started reports whether the process has started its work and named the step. That is enough if it was killed.
	started() bool
	// finished reports whether the output is complete.
	finished() bool
}

func (l *Listing) started() bool { return l.Service.Hung }

func (l *Listing) finished() bool {
	return !l.Service.Hung && (l.Readers != nil || l.Service != checks.Service{})
}

// cardReport is the output of the child process that reads one card.
type cardReport struct{ checks.Reader }

func (c *cardReport) started() bool { return c.Unfinished != "" }

func (c *cardReport) finished() bool {
	return c.Unfinished == "" && (c.Connect != 0 || len(c.Exchanges) > 0)
}

// killLimit is the maximum time in which a killed process may exit. A process that hangs in a driver never exits and is
// abandoned.
const killLimit = 300 * time.Millisecond

// outputLimit is the maximum time to wait for output after the process exited. It matters only if another process holds
// its end of the pipe.
const outputLimit = time.Second

// readers observes the smartcard service, the readers and their cards. One child process lists the readers, and one
// more reads each card, so that a card that hangs does not affect the others.
func (p *prober) readers(ctx context.Context) {
	var l Listing // states itself if the service hung
	if err := p.child(ctx, &l); err != nil {
		p.recordError("pcsc", err)
		return
	}

	p.listed(ctx, l)
}

// listed records the list of readers and reads the cards in them.
func (p *prober) listed(ctx context.Context, l Listing) {
	l.Service.Origin = stamp(p.now)
	if l.Service.Error == checks.NoService {
		l.Service.Socket = socketState(p.options.Env)
	}

	p.facts.Service = &l.Service
	p.facts.Readers = append(p.facts.Readers, l.Readers...)
	p.cards(ctx)
}

// cards reads all cards in parallel.
func (p *prober) cards(ctx context.Context) {
	errs := make([]error, len(p.facts.Readers))
	var wait sync.WaitGroup
	for i := range p.facts.Readers {
		r := &p.facts.Readers[i]
		r.Origin = stamp(p.now)
		if r.State.Has(checks.StatePresent) && p.facts.LeftOut(r) == "" {
			wait.Go(func() { errs[i] = p.card(ctx, r) })
		}
	}

	wait.Wait()
	for _, err := range errs {
		if err != nil {
			p.recordError("pcsc", err)
		}
	}
}

// card reads the card in one reader into r. If the time limit passes, r.Unfinished is the step that did not finish.
func (p *prober) card(ctx context.Context, r *checks.Reader) error {
	name := []string{"--reader", r.Name}
	if r.NameBytes != "" {
		name = []string{"--reader-bytes", r.NameBytes}
	}

	var seen cardReport
	if err := p.child(ctx, &seen, name...); err != nil {
		return fmt.Errorf("reader %q: %w", r.Name, err)
	}

	r.Connected = seen.Connected
	r.Connect = seen.Connect
	r.Unfinished = seen.Unfinished
	r.Slow = seen.Slow
	r.Lost = seen.Lost
	r.Exchanges = seen.Exchanges
	r.Content = seen.Content

	return nil
}

// child runs the program again with args and decodes the last line of its output into v. A process that was killed
// only needs to have started its work; any other must have finished it.
func (p *prober) child(ctx context.Context, v report, args ...string) error {
	command := slices.Concat(p.options.Child, args)
	output, err := lastLine(ctx, command, p.options.Timeout)
	if len(output) == 0 && isLate(err) {
		return errNotStarted
	}

	if len(output) == 0 {
		return cmp.Or(err, errNoOutput)
	}

	if invalid := json.Unmarshal(output, v); invalid != nil {
		return fmt.Errorf("card-reading process printed invalid output: %w", invalid)
	}

	if c, isCard := v.(*cardReport); isCard && errors.Is(err, errDeadline) {
		c.Slow = c.started()
	}

	killed := isLate(err)
	if killed && v.started() {
		return nil
	}

	if (killed || err == nil) && v.finished() {
		return nil
	}

	return cmp.Or(err, errIncomplete)
}

// isLate reports whether the process was killed.
func isLate(err error) bool { return errors.Is(err, errSilence) || errors.Is(err, errDeadline) }

// lastLine runs a program until it exits, prints nothing for a time, or ctx ends. It returns the last complete line of
// its output.
func lastLine(ctx context.Context, command []string, silence time.Duration) ([]byte, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()

	output := buffer{written: make(chan struct{}, 1)}
	var stderr buffer
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdout, cmd.Stderr = &output, &stderr
	cmd.WaitDelay = outputLimit
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start card-reading process: %w", err)
	}

	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case err := <-done:
		if errors.Is(err, exec.ErrWaitDelay) { // it succeeded; another process holds its end of the pipe
			err = nil
		}

		if err != nil {
			err = fmt.Errorf("card-reading process failed: %w: %s", err, stderr.last())
		}

		return output.last(), err

	case late := <-output.watch(ctx, silence):
		_ = cmd.Process.Kill() // fails if it has just exited
		select {
		case <-done:
		case <-time.After(killLimit):
		}

		return output.last(), late
	}
}

// buffer collects output and can be read while it is being written.
type buffer struct {
	mu      sync.Mutex
	data    bytes.Buffer
	written chan struct{} // receives after output, if it is not nil
}

// watch sends errSilence when nothing was written for a time, or errDeadline when ctx ends.
func (b *buffer) watch(ctx context.Context, silence time.Duration) <-chan error {
	late := make(chan error, 1)
	go func() {
		quiet := time.NewTimer(silence)
		defer quiet.Stop()
		for {
			select {
			case <-b.written:
				quiet.Reset(silence)
			case <-quiet.C:
				late <- errSilence
				return
			case <-ctx.Done():
				late <- errDeadline
				return
			}
		}
	}()

	return late
}

// Write appends to the buffer.
func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()

	select {
	case b.written <- struct{}{}:
	default: // it is announced already, or no one waits
	}

	return b.data.Write(p)
}

// last returns the last complete line, or nothing.
func (b *buffer) last() []byte {
	b.mu.Lock()
	defer b.mu.Unlock()

	complete, _, found := cutLast(b.data.String(), "\n")
	if !found {
		return nil
	}

	_, line, _ := cutLast(complete, "\n")

	return []byte(line)
}

// cutLast is like strings.Cut, but cuts at the last sep. Without sep, it returns s as after.
func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}

	return "", s, false
}
