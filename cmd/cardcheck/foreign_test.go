//go:build linux && cgo

package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"slices"

	"signpost/internal/testkit/vcard"
)

// The cards in this file answer differently from the others, as the standards allow: with the protocol T=0, in which
// every answer has to be fetched; with compressed certificates; with every form of length; with files that can be found
// in only one way.

// fetched returns the answers of a card whose answers have to be fetched in pieces, with GET RESPONSE.
func fetched(piece int, answer func([]byte) []byte) func([]byte) ([]byte, error) {
	var rest []byte
	return func(c []byte) ([]byte, error) {
		const getResponse = 0xC0
		if c[1] != getResponse {
			response := answer(c)
			if len(response) == 2 {
				return response, nil
			}
			rest = response[:len(response)-2]
			return []byte{0x61, byte(min(len(rest), 255))}, nil
		}
		if len(rest) == 0 {
			return nil, errors.New("no response to fetch")
		}

		n := min(piece, len(rest), wantedLength(c[4]))
		part := slices.Clone(rest[:n])
		rest = rest[n:]
		if len(rest) > 0 {
			return append(part, 0x61, byte(min(len(rest), 255))), nil
		}
		return append(part, 0x90, 0x00), nil
	}
}

// wantedLength decodes the length of the response that a command asks for.
func wantedLength(le byte) int {
	if le == 0 {
		return 256
	}
	return int(le)
}

// success returns a response with the status for success.
func success(data []byte) []byte { return append(slices.Clone(data), 0x90, 0x00) }

// longObject returns an object with a length of three bytes where one would be enough.
func longObject(tag byte, parts ...[]byte) []byte {
	value := slices.Concat(parts...)
	n := len(value)
	return append([]byte{tag, 0x83, byte(n >> 16), byte(n >> 8), byte(n)}, value...)
}

// indefiniteObject returns an object of indefinite length.
func indefiniteObject(tag byte, parts ...[]byte) []byte {
	return slices.Concat([]byte{tag, 0x80}, slices.Concat(parts...), []byte{0, 0})
}

func compressed(data []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(data)
	_ = w.Close()
	return b.Bytes()
}

// otherPIV returns a PIV card for T=0 with compressed certificates, one for signing in and one that needs the PIN. Its
// PIN is blocked.
func otherPIV(years int) vcard.Card {
	der := longObject(0x70, compressed(certificate(years, "000000000321")))
	signIn := longObject(0x53, der, []byte{0x71, 0x01, 0x01, 0xFE, 0x00})
	holder := slices.Concat(
		[]byte{0x53, 0x1C, 0x34, 0x10},
		bytes.Repeat([]byte{0xAB}, 16),
		[]byte{0x35, 0x08},
		[]byte("20301231"),
	)

	answer := func(c []byte) []byte {
		switch {
		case c[1] == 0xA4 && bytes.HasPrefix(c[5:], fromHex("A000000308")):
			return success(fromHex("6119 4F0B A000000308000010000100 790A 4F08 A000000308000010"))
		case c[1] == 0x20:
			return fromHex("6983")
		case c[1] == 0xCB && bytes.Contains(c, fromHex("5FC105")):
			return success(signIn)
		case c[1] == 0xCB && bytes.Contains(c, fromHex("5FC10A")):
			return fromHex("6982")
		case c[1] == 0xCB && bytes.Contains(c, fromHex("5FC102")):
			return success(holder)
		}
		return fromHex("6A82")
	}
	return vcard.Card{ATR: fromHex("3B02 1450"), Answer: fetched(0x40, answer)}
}

// fileCard is a PKCS#15 card that finds its application only by name and its files only by their two bytes.
type fileCard struct {
	files    map[string][]byte
	selected []byte
}

// otherFiles returns a PKCS#15 card that encodes lengths in the longest form, or as indefinite.
func otherFiles() vcard.Card {
	path := func(file string) []byte { return indefiniteObject(0x30, longObject(0x04, fromHex(file))) }
	label := longObject(0x0C, []byte("for signing in"))
	info := []byte{0x02, 0x01, 0x00}
	card := &fileCard{
		files: map[string][]byte{
			"5031": append(indefiniteObject(0xA4, path("4444")), bytes.Repeat([]byte{0xFF}, 40)...),
			"5032": indefiniteObject(0x30,
				info,
				longObject(0x04, []byte("serial")),
				longObject(0x0C, []byte("Another Maker")),
				longObject(0x80, []byte("label"))),
			"4444": indefiniteObject(0x30,
				longObject(0x30, label),
				longObject(0x30, longObject(0x04, []byte{0x45})),
				indefiniteObject(0xA1, indefiniteObject(0x30, path("4531")))),
			"4531": certificate(1, "000000000321"),
		},
	}
	answer := func(c []byte) ([]byte, error) { return card.answer(c), nil }
	return vcard.Card{ATR: fromHex("3B02 1450"), Answer: answer}
}

func (f *fileCard) answer(c []byte) []byte {
	switch c[1] {
	case 0xA4:
		return f.selectFile(c)
	case 0xB0:
		return f.read(int(c[2])<<8|int(c[3]), wantedLength(c[4]))
	}
	return fromHex("6D00")
}

// selectFile answers SELECT.
func (f *fileCard) selectFile(c []byte) []byte {
	application := fromHex("A000000063504B43532D3135")
	byName := c[2] == 0x04
	if byName && bytes.HasPrefix(c[5:], application) {
		return success(fromHex("6F0E 840C A000000063504B43532D3135"))
	}
	if byName {
		return fromHex("6A82")
	}
	if c[2] != 0x02 || c[4] != 2 {
		return fromHex("6A86")
	}

	data, ok := f.files[fmt.Sprintf("%X", c[5:7])]
	f.selected = data
	if !ok {
		return fromHex("6A82")
	}
	return success(fromHex("6F04 8002 0100"))
}

// read answers READ BINARY.
func (f *fileCard) read(offset, length int) []byte {
	if offset >= len(f.selected) {
		return fromHex("6B00")
	}
	if offset+length > len(f.selected) {
		return append(slices.Clone(f.selected[offset:]), 0x62, 0x82)
	}
	return success(f.selected[offset : offset+length])
}

// commonAccess returns a Common Access Card: each application has a list of tags and lengths, and the values apart from
// it. It uses T=0 and is strict about it: a command with data must not ask for a response.
func commonAccess() vcard.Card {
	littleEndian := func(b []byte) []byte { return append([]byte{byte(len(b)), byte(len(b) >> 8)}, b...) }
	der := certificate(1, "000000000321")
	tags := []byte{0x71, 1, 0x70, 0xFF, byte(len(der)), byte(len(der) >> 8)}
	buffers := map[byte][]byte{
		1: littleEndian(tags),
		2: littleEndian(append([]byte{0}, der...)),
	}

	answer := func(c []byte) []byte {
		asksForResponse := len(c) > 5 && len(c) != 5+int(c[4])
		isKnown := bytes.HasSuffix(c, fromHex("A00000011 6DB00")) || bytes.HasSuffix(c, fromHex("A0000000790100"))
		switch {
		case asksForResponse:
			return fromHex("6700")
		case c[1] == 0xA4 && isKnown:
			return success(fromHex("6F00"))
		case c[1] == 0xA4:
			return fromHex("6A82")
		case c[0] == 0x80 && c[1] == 0x52:
			buffer := buffers[c[5]]
			offset := int(c[2])<<8 | int(c[3])
			return success(buffer[offset:min(offset+int(c[6]), len(buffer))])
		}
		return fromHex("6E00")
	}
	return vcard.Card{ATR: fromHex("3B02 1450"), Answer: fetched(0xFF, answer)}
}

// emptyApplications returns a card that has every application of a Common Access Card, and nothing in them.
func emptyApplications() vcard.Card {
	answer := func(c []byte) []byte {
		isKnown := len(c) > 5 &&
			(bytes.HasPrefix(c[5:], fromHex("A000000079")) || bytes.HasPrefix(c[5:], fromHex("A000000003")))
		switch {
		case c[1] == 0xA4 && isKnown:
			return success(fromHex("6F00"))
		case c[1] == 0xA4:
			return fromHex("6A82")
		case c[0] == 0x80:
			return success([]byte("a certificate"))
		}
		return fromHex("6E00")
	}
	return vcard.Card{ATR: fromHex("3B02 1450"), Answer: fetched(0x80, answer)}
}
