package card

import "fmt"

// Transmit sends one command to a card and returns its answer, status word included.
type Transmit func(command []byte) ([]byte, error)

// SelectPIV is the command that asks a card whether it has the PIV application. Windows asks the same, to choose a driver.
// It changes nothing on the card and needs no PIN.
var SelectPIV = []byte{0x00, 0xA4, 0x04, 0x00, 0x09, 0xA0, 0x00, 0x00, 0x03, 0x08, 0x00, 0x00, 0x10, 0x00, 0x00}

// StatusWord is the last two bytes of an answer.
type StatusWord uint16

// The status words that matter here.
const (
	OK       StatusWord = 0x9000
	NotFound StatusWord = 0x6A82
	NoSelect StatusWord = 0x6A81 // the card does not know how to select by name
)

// Status takes the status word off an answer. It reports false when the answer is too short to hold one: a reader whose
// card is pulled out in the middle of a command gives no error and no bytes.
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
