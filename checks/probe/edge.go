package probe

import (
	"errors"
	"time"

	"signpost/checks"
)

// service is the smartcard service as far as it is needed here: the edge that tests replace. Its errors are
// [checks.Number]. One goroutine alone may use it and what it hands out: the library below keeps the names of
// readers in one place for all.
type service interface {
	Readers() ([]string, error)
	States(readers []string) ([]readerState, error)
	Connect(reader string) (session, error)
	Wait(limit time.Duration) error // until something differs from what States said last; after the limit too
	Release()
}

// session is a connection to a card, shared with other programs.
type session interface {
	Begin() error // waits for other programs' transactions to end
	Transmit(command []byte) ([]byte, error)
	Reconnect() error
	OverT0() bool // the card speaks the protocol T=0
	Close()       // leaves the card as it is
}

// readerState is what the service knows of a reader without connecting to its card.
type readerState struct {
	state checks.State
	atr   []byte
	swaps uint16 // counts cards that came and went, where the service counts them
}

// visible drops the counter in the high half, and the flag that says that something changed.
func visible(s checks.State) checks.State { return s & 0xFFFF &^ changed }

// changed is the flag of a state that says that it differs from what it was held against.
const changed = 0x2

// comesAndGoes is no reader: its state changes when one is plugged in or out. Its counter is the number of readers.
const comesAndGoes = `\\?PnP?\Notification`

// timedOut says that nothing changed.
const timedOut checks.Number = 0x8010000A

// errNoLibrary is the error of a system that lacks its part of PC/SC.
var errNoLibrary = errors.New("this system has no smartcard support")
