//go:build !windows && cgo

package probe

import (
	"errors"
	"time"

	"github.com/ebfe/scard"

	"signpost/checks"
)

// supported reports whether this program can see smartcards.
const supported = true

// pcsc is the smartcard service through the system's PC/SC library.
type pcsc struct {
	context *scard.Context
	known   []scard.ReaderState // the last result of States
}

func establish() (service, error) {
	context, err := scard.EstablishContext()
	if err != nil {
		return nil, numbered(err)
	}

	return &pcsc{context: context}, nil
}

// numbered returns the number of an error without its text, which differs between systems.
func numbered(err error) error {
	var n scard.Error
	if errors.As(err, &n) {
		return checks.Number(n)
	}

	return err
}

// Readers returns the names of the readers.
func (p *pcsc) Readers() ([]string, error) {
	names, err := p.context.ListReaders()
	return names, numbered(err)
}

// States returns the state of each reader without connecting to a card.
func (p *pcsc) States(readers []string) ([]readerState, error) {
	p.known = nil
	if len(readers) == 0 { // the library panics
		return nil, nil
	}

	states := make([]scard.ReaderState, len(readers))
	for i, name := range readers {
		states[i].Reader = name
	}

	if err := p.context.GetStatusChange(states, 0); err != nil {
		return nil, numbered(err)
	}

	result := make([]readerState, len(states))
	for i, s := range states {
		result[i] = readerState{visible(checks.State(s.EventState)), s.Atr, uint16(s.EventState >> 16)}
	}

	p.known = states

	return result, nil
}

// Wait blocks until a reader or a card is added or removed.
func (p *pcsc) Wait(limit time.Duration) error {
	states := []scard.ReaderState{{Reader: readerNotification, CurrentState: scard.StateFlag(len(p.known) << 16)}}
	for _, s := range p.known {
		states = append(states, scard.ReaderState{Reader: s.Reader, CurrentState: s.EventState &^ changed})
	}

	err := numbered(p.context.GetStatusChange(states, limit))
	if number(err) == timedOut {
		return nil
	}

	return err
}

// Connect connects to the card in shared mode.
func (p *pcsc) Connect(reader string) (session, error) {
	c, err := p.context.Connect(reader, scard.ShareShared, scard.ProtocolAny)
	if err != nil {
		return nil, numbered(err)
	}

	return connection{c}, nil
}

// Release closes the connection to the service. The process ends next, so an error does not matter.
func (p *pcsc) Release() { _ = p.context.Release() }

type connection struct{ card *scard.Card }

// Begin begins a transaction. It blocks during the transaction of another program.
func (c connection) Begin() error { return numbered(c.card.BeginTransaction()) }

// Transmit sends a command, which must not be empty: the library panics.
func (c connection) Transmit(command []byte) ([]byte, error) {
	answer, err := c.card.Transmit(command)
	return answer, numbered(err)
}

// Reconnect restores the connection after a reset by another program.
func (c connection) Reconnect() error {
	return numbered(c.card.Reconnect(scard.ShareShared, scard.ProtocolAny, scard.LeaveCard))
}

// OverT0 reports whether the connection uses the protocol T=0.
func (c connection) OverT0() bool { return c.card.ActiveProtocol() == scard.ProtocolT0 }

// Close disconnects and leaves the card as it is. Both calls fail if the card was removed.
func (c connection) Close() {
	_ = c.card.EndTransaction(scard.LeaveCard)
	_ = c.card.Disconnect(scard.LeaveCard)
}
