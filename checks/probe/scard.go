//go:build windows || cgo

package probe

import (
	"errors"

	"github.com/ebfe/scard"

	"signpost/checks"
)

// supported says that this program can see smartcards.
const supported = true

// pcsc is the service as the system's PC/SC library gives it.
type pcsc struct{ context *scard.Context }

func establish() (service, error) {
	context, err := scard.EstablishContext()
	if err != nil {
		return nil, numbered(err)
	}
	return pcsc{context}, nil
}

// numbered keeps the number of an error and drops its text, which differs from system to system.
func numbered(err error) error {
	var n scard.Error
	if errors.As(err, &n) {
		return checks.Number(n)
	}
	return err
}

func (p pcsc) Readers() ([]string, error) {
	names, err := p.context.ListReaders()
	return names, numbered(err)
}

func (p pcsc) States(readers []string) ([]readerState, error) {
	states := make([]scard.ReaderState, len(readers))
	for i, name := range readers {
		states[i].Reader = name
	}
	if len(states) == 0 { // the library panics
		return nil, nil
	}
	if err := p.context.GetStatusChange(states, 0); err != nil {
		return nil, numbered(err)
	}
	result := make([]readerState, len(states))
	for i, s := range states {
		result[i] = readerState{visible(checks.State(s.EventState)), s.Atr}
	}
	return result, nil
}

// visible drops the counter in the high half, and the flag that says that something changed.
func visible(s checks.State) checks.State { return s & 0xFFFD }

func (p pcsc) Connect(reader string) (session, error) {
	c, err := p.context.Connect(reader, scard.ShareShared, scard.ProtocolAny)
	if err != nil {
		return nil, numbered(err)
	}
	return connection{c}, nil
}

func (p pcsc) Release() { _ = p.context.Release() } // the process ends next

type connection struct{ card *scard.Card }

func (c connection) Begin() error { return numbered(c.card.BeginTransaction()) }

func (c connection) Transmit(command []byte) ([]byte, error) {
	answer, err := c.card.Transmit(command)
	return answer, numbered(err)
}

func (c connection) Reconnect() error {
	return numbered(c.card.Reconnect(scard.ShareShared, scard.ProtocolAny, scard.LeaveCard))
}

func (c connection) Close() {
	_ = c.card.EndTransaction(scard.LeaveCard) // either fails where there is nothing left to end
	_ = c.card.Disconnect(scard.LeaveCard)
}
