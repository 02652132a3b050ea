package checks

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Number is an error number of PC/SC. The checks decide by the number, because its text differs between systems.
type Number uint32

// The error numbers that checks and probe use.
const (
	InternalError     Number = 0x80100001 // also used for errors without a number
	UnknownReader     Number = 0x80100009
	SharingViolation  Number = 0x8010000B
	NoSmartcard       Number = 0x8010000C
	ProtocolMismatch  Number = 0x8010000F
	CommError         Number = 0x80100013
	ReaderUnavailable Number = 0x80100017
	NoService         Number = 0x8010001D
	ServiceStopped    Number = 0x8010001E
	NoReaders         Number = 0x8010002E
	Unresponsive      Number = 0x80100066
	Unpowered         Number = 0x80100067
	ResetCard         Number = 0x80100068
	RemovedCard       Number = 0x80100069
	Denied            Number = 0x8010006A
	NotPassedOn       Number = 0x0000006D // Windows, in a remote session
	accessDenied      Number = 0x00000005 // Windows
)

// Numbers returns every error number of PC/SC, for tests that simulate them.
func Numbers() []Number {
	list := make([]Number, len(meanings))
	for i, m := range meanings {
		list[i] = m.number
	}

	return list
}

// Error returns the number as an error text, which is the same on every system.
func (n Number) Error() string { return "PC/SC error " + n.String() }

// String returns the number in the form that users can look up: "0x8010001D".
func (n Number) String() string { return fmt.Sprintf("0x%08X", uint32(n)) }

// MarshalText returns the number in hex.
func (n Number) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalText parses a number in hex.
func (n *Number) UnmarshalText(text []byte) error {
	v, err := parseHex(text)
	*n = Number(v)

	return err
}

func (n Number) meaning() (meaning, bool) {
	return findMeaning(func(m meaning) bool { return m.number == n })
}

func findMeaning(matches func(meaning) bool) (meaning, bool) {
	i := slices.IndexFunc(meanings, matches)
	if i < 0 {
		return meaning{}, false
	}

	return meanings[i], true
}

// Explain returns the number with its name and meaning: "0x80100067 (SCARD_W_UNPOWERED_CARD): the card has no
// power".
func (n Number) Explain() string {
	m, known := n.meaning()
	if !known {
		return n.String()
	}

	return fmt.Sprintf("%s (%s): %s", n.String(), m.name, m.text)
}

// condition returns what a failed call shows about the reader and its card. If the number is unknown or concerns
// neither, the card counts as untested: the number is no evidence against the card.
func (n Number) condition() condition {
	m, _ := n.meaning()
	switch m.check {
	case readerID:
		return unavailable
	case cardID:
		return removed
	case cardAnswersID:
		return silent
	case cardSharedID:
		return locked
	}

	return untested
}

// numberPattern matches a number or a name of PC/SC in a longer text: in hex, as a negative decimal number (Java,
// .NET), as a positive one (2148...), or by name.
var numberPattern = regexp.MustCompile(
	`(?i)\b(?:0x)?(80100[0-9a-f]{3})\b|(-2146[0-9]{6}|\b21485[0-9]{5})\b|\b(SCARD_[FEPW]_[A-Z_]+)\b`,
)

// FindNumber returns the first PC/SC error in a text, and the ID of the check that reports it, if any.
func FindNumber(text string) (n Number, check string, ok bool) {
	for _, found := range numberPattern.FindAllStringSubmatch(text, -1) {
		if m, known := parseNumber(found[1], found[2], strings.ToUpper(found[3])); known {
			return m.number, m.check, true
		}
	}

	return 0, "", false
}

// parseNumber returns the meaning of a number in hex, a decimal number or a name; two of the three are empty.
func parseNumber(hex, decimal, name string) (meaning, bool) {
	switch {
	case hex != "":
		v, err := parseHex([]byte(hex))
		if err != nil {
			return meaning{}, false
		}

		return Number(v).meaning()

	case decimal != "":
		v, err := strconv.ParseInt(decimal, 10, 64)
		if err != nil {
			return meaning{}, false
		}

		return Number(uint32(v)).meaning()
	}

	return findMeaning(func(m meaning) bool { return m.name == name })
}
