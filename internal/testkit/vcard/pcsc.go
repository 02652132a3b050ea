//go:build linux && cgo

package vcard

import (
	"fmt"
	"strings"
	"time"

	"github.com/ebfe/scard"
)

// Await waits until a virtual reader (0 or 1) has all flags in its state.
func Await(reader int, want scard.StateFlag, timeout time.Duration) error {
	context, err := scard.EstablishContext()
	if err != nil {
		return err
	}

	defer func() { _ = context.Release() }()
	name, err := readerName(context, reader)
	if err != nil {
		return err
	}

	states := []scard.ReaderState{{Reader: name}}
	for end := time.Now().Add(timeout); time.Now().Before(end); {
		if err := context.GetStatusChange(states, time.Until(end)); err != nil {
			return fmt.Errorf("%s, last state %04X: %w", name, states[0].EventState, err)
		}

		if states[0].EventState&want == want {
			return nil
		}

		states[0].CurrentState = states[0].EventState &^ scard.StateChanged
	}

	return fmt.Errorf("%s: timeout while waiting for state %04X", name, want)
}

// AwaitCards waits until at least count readers of any name contain a card.
func AwaitCards(count int, timeout time.Duration) error {
	context, err := scard.EstablishContext()
	if err != nil {
		return err
	}

	defer func() { _ = context.Release() }()

	end := time.Now().Add(timeout)
	for {
		states, err := readerStates(context)
		if err != nil {
			return err
		}

		cards := countCards(states)
		if cards >= count {
			return nil
		}

		if err := context.GetStatusChange(states, time.Until(end)); err != nil {
			return fmt.Errorf("%d of %d cards: %w", cards, count, err)
		}
	}
}

// readerStates returns the current state of every reader.
func readerStates(context *scard.Context) ([]scard.ReaderState, error) {
	names, err := context.ListReaders()
	if err != nil {
		return nil, err
	}

	states := make([]scard.ReaderState, len(names))
	for i, name := range names {
		states[i].Reader = name
	}

	if err := context.GetStatusChange(states, 0); err != nil {
		return nil, err
	}

	for i := range states {
		states[i].CurrentState = states[i].EventState &^ scard.StateChanged
	}

	return states, nil
}

func countCards(states []scard.ReaderState) int {
	count := 0
	for _, s := range states {
		if s.EventState&scard.StatePresent != 0 {
			count++
		}
	}

	return count
}

func readerName(context *scard.Context, reader int) (string, error) {
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

// Hold connects to the card in exclusive mode until release is called.
func Hold(reader int) (release func(), err error) {
	return connect(reader, scard.ShareExclusive)
}

// Occupy holds a transaction with the card until release is called.
func Occupy(reader int) (release func(), err error) {
	return connect(reader, scard.ShareShared)
}

func connect(reader int, mode scard.ShareMode) (release func(), err error) {
	context, err := scard.EstablishContext()
	if err != nil {
		return nil, err
	}

	name, err := readerName(context, reader)
	if err != nil {
		return nil, err
	}

	card, err := context.Connect(name, mode, scard.ProtocolAny)
	if err != nil {
		return nil, err
	}

	if mode == scard.ShareShared {
		if err := card.BeginTransaction(); err != nil {
			return nil, err
		}
	}

	release = func() { // errors mean that the service is gone
		_ = card.Disconnect(scard.LeaveCard)
		_ = context.Release()
	}

	return release, nil
}
