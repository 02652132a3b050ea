package card

import "fmt"

// Transmit sends one command to a card and returns its answer, status word included.
type Transmit func(command []byte) ([]byte, error)

// OverT0 adapts transmit to the protocol T=0: a command with data cannot state a response length, and its response
// is fetched with the next command; a command without data needs a length byte; and there is no extended form.
// Readers differ in how strict they are.
func OverT0(transmit Transmit) Transmit {
	return func(command []byte) ([]byte, error) {
		switch n := len(command); {
		case n == 4:
			command = append(command[:4:4], 0x00)
		case n > 5 && command[4] == 0:
			return []byte{byte(wrongLength >> 8), byte(wrongLength & 0xFF)}, nil
		case n > 5 && n == 6+int(command[4]):
			command = command[:n-1]
		}

		return transmit(command)
	}
}

// SelectPIV selects the PIV application, to find out whether the card has it. Windows sends the same command to
// choose a driver. It changes nothing on the card and needs no PIN.
var SelectPIV = []byte{0x00, 0xA4, 0x04, 0x00, 0x09, 0xA0, 0x00, 0x00, 0x03, 0x08, 0x00, 0x00, 0x10, 0x00, 0x00}

// StatusWord is the last two bytes of a response.
type StatusWord uint16

// The status words that this package uses.
const (
	OK       StatusWord = 0x9000
	NotFound StatusWord = 0x6A82
	NoSelect StatusWord = 0x6A81 // the card cannot select by name

	wrongLength  StatusWord = 0x6700
	wrongKind    StatusWord = 0x6981 // the file consists of records
	needsPIN     StatusWord = 0x6982
	blocked      StatusWord = 0x6983
	noReference  StatusWord = 0x6A88 // there is no such PIN or object
	endOfRecords StatusWord = 0x6A83
	endOfFile    StatusWord = 0x6282 // the file ends before the requested length
)

// Status splits a response into data and status word. It reports false if the response is too short to contain one:
// if the card is taken out during a command, a reader returns no error and no bytes.
func Status(answer []byte) (data []byte, sw StatusWord, ok bool) {
	if len(answer) < 2 {
		return nil, 0, false
	}

	n := len(answer) - 2

	return answer[:n], StatusWord(answer[n])<<8 | StatusWord(answer[n+1]), true
}

// Good reports whether the command succeeded; 61xx means that it did and that there is more data to fetch.
func (sw StatusWord) Good() bool { return sw == OK || sw>>8 == 0x61 }

// String returns the status word in hex: "9000".
func (sw StatusWord) String() string { return fmt.Sprintf("%04X", uint16(sw)) }
