package card

import "fmt"

// Transmit sends one command to a card and returns its answer, status word included.
type Transmit func(command []byte) ([]byte, error)

// OverT0 makes transmit speak as cards of the protocol T=0 need it: a command with data cannot say how much of an
// answer it wants, but fetches that with the next one; one without data has a byte more; and there is no long form.
// Readers differ in what they forgive.
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

// SelectPIV is the command that asks a card whether it has the PIV application. Windows asks the same, to choose a
// driver. It changes nothing on the card and needs no PIN.
var SelectPIV = []byte{0x00, 0xA4, 0x04, 0x00, 0x09, 0xA0, 0x00, 0x00, 0x03, 0x08, 0x00, 0x00, 0x10, 0x00, 0x00}

// StatusWord is the last two bytes of an answer.
type StatusWord uint16

// The status words that matter here.
const (
	OK       StatusWord = 0x9000
	NotFound StatusWord = 0x6A82
	NoSelect StatusWord = 0x6A81 // the card does not know how to select by name

	wrongLength  StatusWord = 0x6700
	wrongKind    StatusWord = 0x6981 // the file is made of records
	needsPIN     StatusWord = 0x6982
	blocked      StatusWord = 0x6983
	noReference  StatusWord = 0x6A88 // there is no such PIN, or object
	endOfRecords StatusWord = 0x6A83
	endOfFile    StatusWord = 0x6282 // the end came before the whole of it
)

// Status takes the status word off an answer. It reports false when the answer is too short to hold one: a reader
// whose card is pulled out in the middle of a command gives no error and no bytes.
func Status(answer []byte) (data []byte, sw StatusWord, ok bool) {
	if len(answer) < 2 {
		return nil, 0, false
	}
	n := len(answer) - 2
	return answer[:n], StatusWord(answer[n])<<8 | StatusWord(answer[n+1]), true
}

// Good reports whether the command worked; 61xx says that it did and that more can be fetched.
func (sw StatusWord) Good() bool { return sw == OK || sw>>8 == 0x61 }

// String is the status word as card people write it: "9000".
func (sw StatusWord) String() string { return fmt.Sprintf("%04X", uint16(sw)) }
