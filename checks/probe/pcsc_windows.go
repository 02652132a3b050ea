package probe

import (
	"fmt"
	"runtime"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"

	"signpost/checks"
)

// supported reports that this program can see smartcards.
const supported = true

// Windows calls the smartcard service directly. The library for the other systems panics before main if
// winscard.dll is missing, loads a winscard.dll next to the program, and loses the names of readers to the garbage
// collector.
var (
	winscard         = windows.NewLazySystemDLL("winscard.dll")
	establishContext = winscard.NewProc("SCardEstablishContext")
	releaseContext   = winscard.NewProc("SCardReleaseContext")
	listReaders      = winscard.NewProc("SCardListReadersW")
	getStatusChange  = winscard.NewProc("SCardGetStatusChangeW")
	connectCard      = winscard.NewProc("SCardConnectW")
	reconnectCard    = winscard.NewProc("SCardReconnect")
	disconnectCard   = winscard.NewProc("SCardDisconnect")
	beginTransaction = winscard.NewProc("SCardBeginTransaction")
	endTransaction   = winscard.NewProc("SCardEndTransaction")
	transmitCommand  = winscard.NewProc("SCardTransmit")
)

// The parameters of the calls.
const (
	scopeUser   = 0
	shareShared = 2
	protocolT0  = 1
	anyProtocol = protocolT0 | 2 // T=0 or T=1
	leaveCard   = 0
)

// systemState is SCARD_READERSTATEW.
type systemState struct {
	reader    *uint16
	user      uintptr
	current   uint32
	event     uint32
	atrLength uint32
	atr       [36]byte
}

// request is SCARD_IO_REQUEST, which states the protocol of a command.
type request struct{ protocol, size uint32 }

// pcsc is the smartcard service of Windows.
type pcsc struct {
	context uintptr
	known   []systemState // the last result of States
}

// callPCSC calls a function of the service. Its result is an error number, or 0. The directive keeps what args
// point to in place until the function returns.
//
//go:uintptrescapes
func callPCSC(function *windows.LazyProc, args ...uintptr) error {
	result, _, _ := function.Call(args...)
	if result == 0 {
		return nil
	}

	return checks.Number(result)
}

func establish() (service, error) {
	if err := winscard.Load(); err != nil {
		return nil, fmt.Errorf("%w: %w", errNoLibrary, err)
	}

	p := new(pcsc)
	if err := callPCSC(establishContext, scopeUser, 0, 0, uintptr(unsafe.Pointer(&p.context))); err != nil {
		return nil, err
	}

	return p, nil
}

// Readers returns the names of the readers. The list can grow between two calls.
func (p *pcsc) Readers() ([]string, error) {
	for range 5 {
		var size uint32
		if err := callPCSC(listReaders, p.context, 0, 0, uintptr(unsafe.Pointer(&size))); err != nil {
			return nil, err
		}

		names := make([]uint16, size+1)
		err := callPCSC(listReaders, p.context, 0, uintptr(unsafe.Pointer(&names[0])),
			uintptr(unsafe.Pointer(&size)))
		if number(err) != tooSmall {
			return multiString(names), err
		}
	}

	return nil, tooSmall
}

// tooSmall means that the buffer is too small.
const tooSmall checks.Number = 0x80100008

// multiString splits a buffer of zero-terminated strings.
func multiString(buffer []uint16) []string {
	var list []string
	for len(buffer) > 0 && buffer[0] != 0 {
		text := windows.UTF16ToString(buffer)
		list = append(list, text)
		length := 0
		for length < len(buffer) && buffer[length] != 0 {
			length++
		}

		buffer = buffer[min(length+1, len(buffer)):]
	}

	return list
}

// States returns the state of each reader without connecting to a card.
func (p *pcsc) States(readers []string) ([]readerState, error) {
	p.known = nil
	if len(readers) == 0 {
		return nil, nil
	}

	states := make([]systemState, len(readers))
	for i, name := range readers {
		text, err := windows.UTF16PtrFromString(name)
		if err != nil {
			return nil, err
		}

		states[i].reader = text
	}

	if err := p.change(states, 0); err != nil {
		return nil, err
	}

	result := make([]readerState, len(states))
	for i, s := range states {
		atr := s.atr[:min(int(s.atrLength), len(s.atr))]
		result[i] = readerState{
			visible(checks.State(s.event)),
			append([]byte(nil), atr...),
			uint16(s.event >> 16),
		}
	}

	p.known = states

	return result, nil
}

func (p *pcsc) change(states []systemState, limit time.Duration) error {
	err := callPCSC(getStatusChange, p.context, uintptr(limit.Milliseconds()),
		uintptr(unsafe.Pointer(&states[0])), uintptr(len(states)))
	runtime.KeepAlive(states) // and the names that they point to

	return err
}

// Wait blocks until a reader or a card is added or removed.
func (p *pcsc) Wait(limit time.Duration) error {
	name, err := windows.UTF16PtrFromString(readerNotification)
	if err != nil {
		return err
	}

	states := []systemState{{reader: name, current: uint32(len(p.known)) << 16}}
	for _, s := range p.known {
		states = append(states, systemState{reader: s.reader, current: s.event &^ changed})
	}

	if err := p.change(states, limit); number(err) != timedOut {
		return err
	}

	return nil
}

// Connect connects to the card in shared mode.
func (p *pcsc) Connect(reader string) (session, error) {
	name, err := windows.UTF16PtrFromString(reader)
	if err != nil {
		return nil, err
	}

	c := new(connection)
	err = callPCSC(connectCard, p.context, uintptr(unsafe.Pointer(name)), shareShared, anyProtocol,
		uintptr(unsafe.Pointer(&c.card)), uintptr(unsafe.Pointer(&c.protocol)))
	if err != nil {
		return nil, err
	}

	return c, nil
}

// Release closes the connection to the service. The process ends next, so an error does not matter.
func (p *pcsc) Release() { _ = callPCSC(releaseContext, p.context) }

type connection struct {
	card     uintptr
	protocol uint32
}

// Begin begins a transaction. It blocks during the transaction of another program.
func (c *connection) Begin() error { return callPCSC(beginTransaction, c.card) }

// Transmit sends a command.
func (c *connection) Transmit(command []byte) ([]byte, error) {
	header := request{c.protocol, uint32(unsafe.Sizeof(request{}))}
	answer := make([]byte, 64<<10+2) // the longest response, with its status word
	length := uint32(len(answer))
	err := callPCSC(transmitCommand, c.card, uintptr(unsafe.Pointer(&header)),
		uintptr(unsafe.Pointer(unsafe.SliceData(command))), uintptr(len(command)),
		0, uintptr(unsafe.Pointer(&answer[0])), uintptr(unsafe.Pointer(&length)))
	if err != nil {
		return nil, err
	}

	return answer[:min(int(length), len(answer))], nil
}

// Reconnect restores the connection after a reset by another program.
func (c *connection) Reconnect() error {
	return callPCSC(reconnectCard, c.card, shareShared, anyProtocol, leaveCard,
		uintptr(unsafe.Pointer(&c.protocol)))
}

// OverT0 reports whether the connection uses the protocol T=0.
func (c *connection) OverT0() bool { return c.protocol == protocolT0 }

// Close disconnects and leaves the card as it is. Both calls fail if the card was removed.
func (c *connection) Close() {
	_ = callPCSC(endTransaction, c.card, leaveCard)
	_ = callPCSC(disconnectCard, c.card, leaveCard)
}
