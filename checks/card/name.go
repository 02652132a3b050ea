package card

import (
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// name is a distinguished name, in the order of the certificate.
type name []attribute

type attribute struct{ key, value string }

// keys maps the object identifiers of common attributes to their names.
var keys = map[string]string{
	"\x55\x04\x03": "CN",
	"\x55\x04\x04": "SN",
	"\x55\x04\x05": "serialNumber",
	"\x55\x04\x06": "C",
	"\x55\x04\x07": "L",
	"\x55\x04\x08": "ST",
	"\x55\x04\x0A": "O",
	"\x55\x04\x0B": "OU",
	"\x55\x04\x0C": "title",
	"\x55\x04\x2A": "GN",

	"\x09\x92\x26\x89\x93\xF2\x2C\x64\x01\x01": "UID",
	"\x09\x92\x26\x89\x93\xF2\x2C\x64\x01\x19": "DC",
	"\x2A\x86\x48\x86\xF7\x0D\x01\x09\x01":     "emailAddress",
}

// maxAttributes limits the number of attributes in a name.
const maxAttributes = 20

func nameOf(b []byte) name {
	var n name
	for _, set := range objects(b) {
		for _, pair := range objects(set.value) {
			parts := objects(pair.value)
			if set.tag != tagSet || len(parts) != 2 || parts[0].tag != tagOID || len(n) == maxAttributes {
				continue
			}

			key, known := keys[string(parts[0].value)]
			if !known {
				key = "?"
			}

			n = append(n, attribute{key, textOf(parts[1])})
		}
	}

	return n
}

// String returns the name on one line: "CN=SubCA02, OU=CA, O=nhs".
func (n name) String() string {
	parts := make([]string, len(n))
	for i, a := range n {
		parts[i] = a.key + "=" + a.value
	}

	return strings.Join(parts, ", ")
}

// textOf decodes the string types that certificates use.
func textOf(t tlv) string {
	if t.tag == 0x1E && len(t.value)%2 == 0 { // BMPString
		units := make([]uint16, len(t.value)/2)
		for i := range units {
			units[i] = binary.BigEndian.Uint16(t.value[2*i:])
		}

		return printable([]byte(string(utf16.Decode(units))))
	}

	return printable(t.value)
}

// maxText limits the length of texts from a card, in characters.
const maxText = 100

// printable returns text from a card without control characters, which could control a terminal, and limits its
// length.
func printable(b []byte) string {
	text := string(b)
	if !utf8.Valid(b) { // usually Latin-1
		runes := make([]rune, len(b))
		for i, c := range b {
			runes[i] = rune(c)
		}

		text = string(runes)
	}

	text = strings.TrimSpace(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}

		return r
	}, text))

	if runes := []rune(text); len(runes) > maxText {
		return string(runes[:maxText]) + "…"
	}

	return text
}
