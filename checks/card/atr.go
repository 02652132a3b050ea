// Package card understands what smartcards say: the answer to reset (ATR), and the answers of card applications.
//
// It talks to a card only through a [Transmit] function that somebody else gives it, so it knows nothing of
// readers, works against a recorded card, and never does input or output of its own. It asks for nothing that needs
// a PIN and writes nothing. Cards are strangers: every length they give is checked before it is believed.
package card

import (
	"errors"
	"fmt"
	"slices"
)

// ATR is an answer to reset, taken apart as ISO/IEC 7816-3 says.
type ATR struct {
	Inverse    bool            // the card uses the inverse convention
	T0         byte            // the format byte: what follows, and how many historical bytes
	Interface  []InterfaceByte // TA1, TB1 and so on, in order
	Protocols  []int           // transmission protocols offered, in order: 0 and 1; 15 announces settings that hold for all
	Historical []byte          // the bytes in which the maker says what the card is
	Check      *byte           // TCK, where there is one; it is right, or there is no ATR
}

// InterfaceByte is one byte by which card and reader agree on speed and protocol.
type InterfaceByte struct {
	Name  string // "TA1"
	Value byte
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
	a := ATR{Inverse: raw[0] == inverse, T0: raw[1]}
	rest, err := a.interfaceBytes(raw[2:])
	if err != nil {
		return ATR{}, err
	}
	n := int(a.T0 & 0x0F)
	if len(rest) < n {
		return ATR{}, errShortATR
	}
	a.Historical = rest[:n]
	return a, a.checkSum(raw, rest[n:])
}

// interfaceBytes walks over TA1, TB1, TC1, TD1, TA2 and so on: T0 says which of the first four there are, and each
// TD says it for the next four.
func (a *ATR) interfaceBytes(b []byte) (rest []byte, err error) {
	follow := a.T0 >> 4
	for group := 1; follow != 0; group++ {
		here := follow
		follow = 0
		for i, letter := range "ABCD" {
			if here&(1<<i) == 0 {
				continue
			}
			if len(b) == 0 {
				return nil, errShortATR
			}
			a.Interface = append(a.Interface, InterfaceByte{fmt.Sprintf("T%c%d", letter, group), b[0]})
			if letter == 'D' {
				a.Protocols = append(a.Protocols, int(b[0]&0x0F))
				follow = b[0] >> 4
			}
			b = b[1:]
		}
	}
	a.Protocols = withDefault(a.Protocols)
	return b, nil
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
func (a *ATR) checkSum(raw, tail []byte) error {
	if !slices.ContainsFunc(a.Protocols, func(p int) bool { return p != 0 }) {
		return nil
	}
	if len(tail) == 0 {
		return errShortATR
	}
	a.Check = &tail[0]
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
