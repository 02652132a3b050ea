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

// What becomes of a child process that does not do its work.
var (
	errDeadline = errors.New("no answer within the deadline")    // it had to be killed
	errLate     = errors.New("card probe did not start in time") // killed before it said its first word: the computer is slow, and nothing else is known
	errNothing  = errors.New("card probe said nothing")
	errCut      = errors.New("card probe ended before it had said what it saw")
)

// said is what a child process says, line by line.
type said interface {
	begun() bool // that it is at work, and with what: enough of one that had to be killed
	done() bool  // what it was asked for
}

func (l *Listing) begun() bool { return l.Service.Hung }

func (l *Listing) done() bool {
	return !l.Service.Hung && (l.Readers != nil || l.Service != checks.Service{})
}

// cardSaid is what the process says that asks one card.
type cardSaid struct{ checks.Reader }

func (c *cardSaid) begun() bool { return c.Unfinished != "" }

func (c *cardSaid) done() bool {
	return c.Unfinished == "" && (c.Connect != 0 || len(c.Exchanges) > 0)
}

// grace is how long a killed process may take to die. One that hangs in a driver does not die at all, and is left
// alone.
const grace = 300 * time.Millisecond

// drain is how long what a process said may take to arrive after it ended. It matters only where another holds its
// end of the pipe.
const drain = time.Second

// readers observes the smartcard service, the readers and their cards: one child process for the list, then one for
// each card, so that a card that hangs keeps nobody else from answering.
func (p *prober) readers(ctx context.Context) {
	var l Listing // it says itself where the service hung
	if err := p.child(ctx, &l); err != nil {
		p.trouble("pcsc", err)
		return
	}
	p.listed(ctx, l)
}

// listed takes over the list of readers and asks the cards in them.
func (p *prober) listed(ctx context.Context, l Listing) {
	l.Service.Origin = stamp(p.now)
	if l.Service.Error == checks.NoService {
		l.Service.Socket = socketState(p.options.Env)
	}
	p.facts.Service, p.facts.Readers = &l.Service, append(p.facts.Readers, l.Readers...)
	p.cards(ctx)
}

// cards asks all cards at the same time.
func (p *prober) cards(ctx context.Context) {
	errs := make([]error, len(p.facts.Readers))
	var wait sync.WaitGroup
	for i := range p.facts.Readers {
		r := &p.facts.Readers[i]
		r.Origin = stamp(p.now)
		if r.State.Has(checks.StatePresent) {
			wait.Go(func() { errs[i] = p.card(ctx, r) })
		}
	}

	wait.Wait()
	for _, err := range slices.DeleteFunc(errs, func(err error) bool { return err == nil }) {
		p.trouble("pcsc", err)
	}
}

// card asks the card in one reader, and adds to r what it said. A card that had to be given up leaves the step in
// r.Unfinished.
func (p *prober) card(ctx context.Context, r *checks.Reader) error {
	var seen cardSaid
	if err := p.child(ctx, &seen, "--reader", r.Name); err != nil {
		return fmt.Errorf("reader %q: %w", r.Name, err)
	}
	r.Connected, r.Connect = seen.Connected, seen.Connect
	r.Unfinished, r.Exchanges, r.Content = seen.Unfinished, seen.Exchanges, seen.Content
	return nil
}

// child runs the program again with args and reads the last line it prints into v. One that was killed may have
// only begun; what any other says counts only where it is all that was asked for.
func (p *prober) child(ctx context.Context, v said, args ...string) error {
	command := slices.Concat(p.options.Child, args)
	output, err := lastLine(ctx, command)
	if len(output) == 0 && errors.Is(err, errDeadline) {
		return errLate
	}
	if len(output) == 0 {
		return cmp.Or(err, errNothing)
	}
	if invalid := json.Unmarshal(output, v); invalid != nil {
		return fmt.Errorf("card probe answered what nobody understands: %w", invalid)
	}

	killed := errors.Is(err, errDeadline)
	if killed && v.begun() || (killed || err == nil) && v.done() {
		return nil
	}

	return cmp.Or(err, errCut)
}

// lastLine is the last whole line that a program prints, until it ends or the deadline passes.
func lastLine(ctx context.Context, command []string) ([]byte, error) {
	var output, complaint buffer
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdout, cmd.Stderr = &output, &complaint
	cmd.WaitDelay = drain
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("card probe does not start: %w", err)
	}

	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case err := <-done:
		if errors.Is(err, exec.ErrWaitDelay) { // it ended well; another process holds its end of the pipe
			err = nil
		}
		if err != nil {
			err = fmt.Errorf("card probe broke off: %w: %s", err, complaint.last())
		}
		return output.last(), err
	case <-ctx.Done():
	}

	_ = cmd.Process.Kill() // it may have ended by itself a moment ago
	select {
	case <-done:
	case <-time.After(grace):
	}

	return output.last(), errDeadline
}

// buffer collects output that is read while it is still being written.
type buffer struct {
	mu   sync.Mutex
	data bytes.Buffer
}

// Write adds to the buffer.
func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.data.Write(p)
}

// last is the last line that ends, or nothing.
func (b *buffer) last() []byte {
	b.mu.Lock()
	defer b.mu.Unlock()

	whole, _, found := cutLast(b.data.String(), "\n")
	if !found {
		return nil
	}

	_, line, _ := cutLast(whole, "\n")
	return []byte(line)
}

// cutLast is strings.Cut from the other end; without sep, all of s comes after it.
func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return "", s, false
}
