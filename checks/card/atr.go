// Package card understands what smartcards say: the answer to reset (ATR), and the answers of card applications.
//
// It talks to a card only through a [Transmit] function that somebody else gives it, so it knows nothing of readers, works against a
// recorded card, and never does input or output of its own. It asks for nothing that needs a PIN and writes nothing.
// Cards are strangers: every length they give is checked before it is believed.
package card

import (
	"errors"
	"fmt"
)

// ATR is an answer to reset, taken apart as ISO/IEC 7816-3 says.
type ATR struct {
	Inverse    bool   // the card uses the inverse convention
	Protocols  []int  // transmission protocols offered, in order: 0 and 1; 15 announces settings that hold for all
	Historical []byte // the bytes in which the maker says what the card is
}

// The first byte of an ATR, which fixes the convention.
const (
	direct  = 0x3B
	inverse = 0x3F
)

var errShortATR = errors.New("answer to reset ends too early")

// ParseATR takes an answer to reset apart. An error means that the card was not understood: in the wrong way
// round, dirty, dead, or no smartcard at all.
func ParseATR(raw []byte) (ATR, error) {
	if len(raw) < 2 {
		return ATR{}, errShortATR
	}
	if raw[0] != direct && raw[0] != inverse {
		return ATR{}, fmt.Errorf("answer to reset begins with %02X, not 3B or 3F", raw[0])
	}
	protocols, rest, err := interfaceBytes(raw[1]>>4, raw[2:])
	if err != nil {
		return ATR{}, err
	}
	n := int(raw[1] & 0x0F)
	if len(rest) < n {
		return ATR{}, errShortATR
	}
	a := ATR{Inverse: raw[0] == inverse, Protocols: protocols, Historical: rest[:n]}
	return a, checkSum(raw, rest[n:], protocols)
}

// interfaceBytes walks over TA1, TB1, TC1, TD1, TA2 and so on: follow says which of the four come next, and each TD says
// it for the next group.
func interfaceBytes(follow byte, b []byte) (protocols []int, rest []byte, err error) {
	for {
		for bit := byte(1); bit <= 4; bit <<= 1 {
			if follow&bit == 0 {
				continue
			}
			if len(b) == 0 {
				return nil, nil, errShortATR
			}
			b = b[1:]
		}
		if follow&8 == 0 {
			return withDefault(protocols), b, nil
		}
		if len(b) == 0 {
			return nil, nil, errShortATR
		}
		protocols = append(protocols, int(b[0]&0x0F))
		follow, b = b[0]>>4, b[1:]
	}
}

// withDefault adds the protocol that a card means when it names none.
func withDefault(protocols []int) []int {
	if len(protocols) == 0 {
		return []int{0}
	}
	return protocols
}

// checkSum verifies TCK, which stands at the end of every ATR that offers more than T=0: all bytes after the first,
// TCK included, cancel out.
func checkSum(raw, tail []byte, protocols []int) error {
	needed := false
	for _, p := range protocols {
		needed = needed || p != 0
	}
	if !needed {
		return nil
	}
	if len(tail) == 0 {
		return errShortATR
	}
	var sum byte
	for _, b := range raw[1 : len(raw)-len(tail)+1] {
		sum ^= b
	}
	if sum != 0 {
		return errors.New("answer to reset fails its check byte")
	}
	return nil
}

// Text is what of the historical bytes can be read: printable ASCII as it is, a dot for each other byte.
func (a ATR) Text() string {
	text := make([]byte, len(a.Historical))
	for i, b := range a.Historical {
		text[i] = '.'
		if b >= ' ' && b <= '~' {
			text[i] = b
		}
	}
	return string(text)
}
