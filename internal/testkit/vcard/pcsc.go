//go:build linux && cgo

package vcard

import (
	"fmt"
	"strings"
	"time"

	"github.com/ebfe/scard"
)

// Await blocks until the first or second virtual reader has all the flags of want in its state: the service says when
// something changes, so nobody has to guess how long it takes.
func Await(reader int, want scard.StateFlag, limit time.Duration) error {
	context, err := scard.EstablishContext()
	if err != nil {
		return err
	}
	defer context.Release()
	name, err := nameOf(context, reader)
	if err != nil {
		return err
	}
	states := []scard.ReaderState{{Reader: name}}
	for end := time.Now().Add(limit); time.Now().Before(end); {
		if err := context.GetStatusChange(states, time.Until(end)); err != nil {
			return fmt.Errorf("%s, last state %04X: %w", name, states[0].EventState, err)
		}
		if states[0].EventState&want == want {
			return nil
		}
		states[0].CurrentState = states[0].EventState &^ scard.StateChanged
	}
	return fmt.Errorf("%s: state %04X never came", name, want)
}

// AwaitCards waits until so many readers hold a card, whatever their names.
func AwaitCards(count int, limit time.Duration) error {
	context, err := scard.EstablishContext()
	if err != nil {
		return err
	}
	defer func() { _ = context.Release() }()
	end := time.Now().Add(limit)
	for {
		names, err := context.ListReaders()
		if err != nil {
			return err
		}
		states := make([]scard.ReaderState, len(names))
		for i, name := range names {
			states[i].Reader = name
		}
		if err := context.GetStatusChange(states, 0); err != nil {
			return err
		}
		full := 0
		for i := range states {
			if states[i].EventState&scard.StatePresent != 0 {
				full++
			}
			states[i].CurrentState = states[i].EventState &^ scard.StateChanged
		}
		if full >= count {
			return nil
		}
		if err := context.GetStatusChange(states, time.Until(end)); err != nil {
			return fmt.Errorf("%d cards of %d: %w", full, count, err)
		}
	}
}

func nameOf(context *scard.Context, reader int) (string, error) {
	names, err := context.ListReaders()
	if err != nil {
		return "", err
	}
	suffix := fmt.Sprintf(" %02d", reader)
	for _, name := range names {
		if strings.HasSuffix(name, suffix) {
			return name, nil
		}
	}
	return "", fmt.Errorf("no reader %d among %q", reader, names)
}

// Hold takes the card for itself, as a badly written program does, until release is called.
func Hold(reader int) (release func(), err error) { return connect(reader, scard.ShareExclusive) }

// Occupy begins a transaction with the card and does not end it until release is called.
func Occupy(reader int) (release func(), err error) { return connect(reader, scard.ShareShared) }

func connect(reader int, mode scard.ShareMode) (release func(), err error) {
	context, err := scard.EstablishContext()
	if err != nil {
		return nil, err
	}
	name, err := nameOf(context, reader)
	if err != nil {
		return nil, err
	}
	card, err := context.Connect(name, mode, scard.ProtocolAny)
	if err == nil && mode == scard.ShareShared {
		err = card.BeginTransaction()
	}
	if err != nil {
		return nil, err
	}
	return func() { // the service may be gone by then: nothing is left to release
		_ = card.Disconnect(scard.LeaveCard)
		_ = context.Release()
	}, nil
}
