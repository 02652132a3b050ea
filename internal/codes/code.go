// Package codes is the registry of error codes: their form, their addresses, and how to fix the errors.
//
// A code such as ID-201 names one error forever: it is never reused and never renumbered. The generator derives
// the registry from the headings that declare codes and writes it as codes.json. The same file, written by `go
// generate`, is embedded here, so that cardcheck knows every fix without a network.
//
// Both programs use this package. It imports only the standard library.
package codes

import (
	"regexp"
	"strings"
)

// Code is an error code: letters, digits, hyphens, underscores and dots, as in PAY-1042, 0x80070005 and ERR_TAX_001.
// It contains a digit or an underscore, so that it is not a word. Codes with the same [Key] are the same code.
type Code string

// MaxLen is the greatest length of a code.
const MaxLen = 40

// Form describes valid codes in messages.
const Form = "a code consists of letters, digits, hyphens, underscores and dots, and has a digit or an underscore " +
	"and at most 40 characters, such as ID-201"

// Valid reports whether c has the form of a code.
func (c Code) Valid() bool {
	if len(c) == 0 || len(c) > MaxLen {
		return false
	}

	distinct, named := false, false
	for _, b := range []byte(c) {
		switch {
		case isDigit(b):
			distinct, named = true, true
		case isLetter(b):
			named = true
		case b == '_':
			distinct = true
		case b != '-' && b != '.':
			return false
		}
	}

	return distinct && named
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// Key returns what all spellings of a code have in common: its letters in lower case and its digits. "ID-201", "id201"
// and "Id 201" have the key "id201". A text that contains anything but letters, digits, hyphens of any kind,
// underscores, dots and spaces has no key.
func Key(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r >= 'A' && r <= 'Z':
			b.WriteRune(r - 'A' + 'a')
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case strings.ContainsRune(" -_.\u00a0\u00ad\u2010\u2011\u2012\u2013\u2014\u2212", r):
		default:
			return ""
		}
	}

	return b.String()
}

var shortForm = regexp.MustCompile(`^[A-Z]{2}-[0-9]{3}$`)

// IsShort reports whether c consists of two capital letters, a hyphen and three digits, as the codes of cardcheck do.
// They can be read out on the phone.
func (c Code) IsShort() bool { return shortForm.MatchString(string(c)) }

// ParseShort returns the code of the form [Code.IsShort] that a user meant: "id201", "ID 201", "id-201" and "ID–201"
// all mean ID-201. It reports false if text contains more than such a code.
func ParseShort(text string) (Code, bool) {
	key := strings.ToUpper(Key(text))
	if len(key) != 5 {
		return "", false
	}

	c := Code(key[:2] + "-" + key[2:])

	return c, c.IsShort()
}

// Slug returns the code as its short link contains it, and as an ID: in lower case, without dots at its ends. Windows
// reserves some names for devices, with and without a suffix: "com1" becomes "com-1", and "nul.1" becomes "nul-1".
// Different keys have different slugs.
func (c Code) Slug() string {
	s := strings.Trim(strings.ToLower(string(c)), ".")
	device, rest, hasRest := strings.Cut(s, ".")

	switch {
	case !deviceName.MatchString(device):
		return s
	case len(device) == len("com1"):
		s = device[:3] + "-" + device[3:]
		if hasRest {
			s += "." + rest
		}

		return s
	}

	return device + "-" + rest
}

var deviceName = regexp.MustCompile(`^(con|prn|aux|nul|(com|lpt)[0-9])$`)

// Path returns the address of the code's short link from the root of the site: "/e/id-201/". It never changes.
func Path(c Code) string { return "/e/" + c.Slug() + "/" }

// URL returns the code's short link on the site at base. It depends only on the code, so even a program older than
// the code can link to it.
func URL(base string, c Code) string { return strings.TrimRight(base, "/") + Path(c) }

// Compare orders codes as people do: E2 comes before E10. It returns 0 only for equal codes.
func Compare(a, b Code) int {
	x, y := string(a), string(b)
	for x != "" && y != "" {
		if n, m := leadingDigits(x), leadingDigits(y); n > 0 && m > 0 {
			if order := compareNumbers(x[:n], y[:m]); order != 0 {
				return order
			}

			x, y = x[n:], y[m:]
			continue
		}

		if x[0] != y[0] {
			return int(x[0]) - int(y[0])
		}

		x, y = x[1:], y[1:]
	}

	if len(x) != len(y) {
		return len(x) - len(y)
	}

	return strings.Compare(string(a), string(b))
}

func leadingDigits(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}

	return n
}

func compareNumbers(a, b string) int {
	a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	if len(a) != len(b) {
		return len(a) - len(b)
	}

	return strings.Compare(a, b)
}

// Shape returns what codes of a kind have in common: "PAY-0000" for PAY-1042. Digits become zeros, those of a
// hexadecimal number also if they are letters.
func (c Code) Shape() string {
	shape := []byte(c)
	first := 0
	isHex := len(c) > 2 && (c[:2] == "0x" || c[:2] == "0X")
	if isHex {
		first = 2
	}

	for i := first; i < len(shape); i++ {
		if isDigit(shape[i]) || isHex && isLetter(shape[i]) {
			shape[i] = '0'
		}
	}

	return string(shape)
}

// Family returns the letters that a code begins with: "ID" for ID-201. It is empty for a number.
func (c Code) Family() string {
	for i := range len(c) {
		if !isLetter(c[i]) {
			return string(c[:i])
		}
	}

	return string(c)
}

// IsNumber reports whether a code has no letters.
func (c Code) IsNumber() bool {
	return !strings.ContainsFunc(string(c), func(r rune) bool { return isLetter(byte(r)) })
}
