// Package card decodes data from smartcards: the answer to reset (ATR), and the responses of card applications.
//
// It talks to a card only through a [Transmit] function of the caller, so it knows nothing about readers, works
// with a recorded card, and does no input or output of its own. It sends no command that needs a PIN and writes
// nothing to the card. It does not trust the card: every length that a card states is checked before it is used.
package card

import (
	"errors"
	"fmt"
	"slices"
)

// ATR is an answer to reset, parsed according to ISO/IEC 7816-3.
type ATR struct {
	// Inverse means that the card uses the inverse convention.
	Inverse bool
	// T0 is the format byte: which bytes follow, and the number of historical bytes.
	T0 byte
	// Interface lists TA1, TB1 and so on, in order.
	Interface []InterfaceByte
	// Protocols lists the transmission protocols that the card offers, in order: 0 and 1. 15 means that settings
	// for all protocols follow.
	Protocols []int
	// Historical contains the bytes by which the manufacturer identifies the card.
	Historical []byte
	// Check is TCK, which is verified, or nil.
	Check *byte
}

// InterfaceByte is one of the ATR bytes that state the card's speed and protocol.
type InterfaceByte struct {
	Name  string // "TA1"
	Value byte
}

// The first byte of an ATR, which fixes the convention.
const (
	direct  = 0x3B
	inverse = 0x3F
)

var errShortATR = errors.New("answer to reset is truncated")

// ParseATR parses an answer to reset. An error means that the card could not be understood: it is the wrong way
// round, dirty, dead, or not a smartcard.
func ParseATR(raw []byte) (ATR, error) {
	if len(raw) < 2 {
		return ATR{}, errShortATR
	}

	if raw[0] != direct && raw[0] != inverse {
		return ATR{}, fmt.Errorf("answer to reset begins with %02X, want 3B or 3F", raw[0])
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

// interfaceBytes parses TA1, TB1, TC1, TD1, TA2 and so on: T0 states which of the first four are present, and each
// TD states it for the next four. It returns the bytes that follow.
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

// withDefault adds T=0, the default protocol, if the card names none.
func withDefault(protocols []int) []int {
	if len(protocols) == 0 {
		return []int{0}
	}

	return protocols
}

// checkSum verifies TCK, the last byte of every ATR that offers more than T=0: the exclusive or of all bytes after
// the first, including TCK, is zero.
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
		return errors.New("answer to reset has a wrong check byte")
	}

	return nil
}

// Text returns the historical bytes as text: printable ASCII unchanged, a dot for each other byte.
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
