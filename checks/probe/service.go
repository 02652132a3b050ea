package probe

import (
	"errors"
	"time"

	"signpost/checks"
)

// service is the smartcard service, as far as this package uses it. Tests replace it. Its errors are
// [checks.Number]. Only one goroutine may use it and its sessions: the library stores the names of readers in one
// buffer.
type service interface {
	Readers() ([]string, error)
	States(readers []string) ([]readerState, error)
	Connect(reader string) (session, error)
	// Wait waits for a change since the last result of States, up to the limit.
	Wait(limit time.Duration) error
	Release()
}

// session is a connection to a card in shared mode.
type session interface {
	// Begin waits until the transactions of other programs end.
	Begin() error
	Transmit(command []byte) ([]byte, error)
	Reconnect() error
	// OverT0 reports whether the connection uses the protocol T=0.
	OverT0() bool
	// Close leaves the card as it is.
	Close()
}

// readerState is the service's information about a reader, without a connection to its card.
type readerState struct {
	state checks.State
	atr   []byte
	swaps uint16 // counts inserted and removed cards, if the service does
}

// visible removes the counter in the high half, and the flag for changes.
func visible(s checks.State) checks.State { return s & 0xFFFF &^ changed }

// changed is the flag of a state that differs from the state that it was compared with.
const changed = 0x2

// readerNotification is a pseudo-reader whose state changes when a reader is plugged in or unplugged. Its counter
// is the number of readers.
const readerNotification = `\\?PnP?\Notification`

// timedOut means that nothing changed.
const timedOut checks.Number = 0x8010000A

// errNoLibrary is the error of a system without a PC/SC library.
var errNoLibrary = errors.New("this system has no smartcard support")
