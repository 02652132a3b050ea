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

// Cards that answer otherwise than those of the other tests, as the standards let them: for T=0, where every answer has
// to be fetched; with compressed certificates; with every kind of length; with files that are found in one way alone.

// fetched makes every answer of a card one that has to be fetched in pieces.
func fetched(piece int, answer func([]byte) []byte) func([]byte) ([]byte, error) {
	var rest []byte
	return func(c []byte) ([]byte, error) {
		if c[1] != 0xC0 {
			whole := answer(c)
			if len(whole) == 2 {
				return whole, nil
			}
			rest = whole[:len(whole)-2]
			return []byte{0x61, byte(min(len(rest), 255))}, nil
		}
		if len(rest) == 0 {
			return nil, errors.New("asked for an answer that there is not")
		}
		want := int(c[4])
		if want == 0 {
			want = 256
		}
		n := min(piece, len(rest), want)
		part := slices.Clone(rest[:n])
		if rest = rest[n:]; len(rest) > 0 {
			return append(part, 0x61, byte(min(len(rest), 255))), nil
		}
		return append(part, 0x90, 0x00), nil
	}
}

func good(data []byte) []byte { return append(slices.Clone(data), 0x90, 0x00) }

// long is an object with a length of three bytes where one would do.
func long(tag byte, parts ...[]byte) []byte {
	value := slices.Concat(parts...)
	return append([]byte{tag, 0x83, byte(len(value) >> 16), byte(len(value) >> 8), byte(len(value))}, value...)
}

// endless is an object that states no length.
func endless(tag byte, parts ...[]byte) []byte {
	return slices.Concat([]byte{tag, 0x80}, slices.Concat(parts...), []byte{0, 0})
}

func squeezed(data []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(data)
	_ = w.Close()
	return b.Bytes()
}

// otherPIV is a PIV card for T=0 with compressed certificates, one for signing in and one that the PIN keeps. Its PIN
// is blocked.
func otherPIV(years int) vcard.Card {
	compressed := slices.Concat(long(0x53, long(0x70, squeezed(certificate(years, "000000000321"))), []byte{0x71, 0x01, 0x01, 0xFE, 0x00}))
	holder := append([]byte{0x53, 0x1C, 0x34, 0x10}, append(bytes.Repeat([]byte{0xAB}, 16), append([]byte{0x35, 0x08}, "20301231"...)...)...)
	answer := func(c []byte) []byte {
		switch {
		case c[1] == 0xA4 && bytes.HasPrefix(c[5:], fromHex("A000000308")):
			return good(fromHex("6119 4F0B A000000308000010000100 790A 4F08 A000000308000010"))
		case c[1] == 0x20:
			return fromHex("6983")
		case c[1] == 0xCB && bytes.Contains(c, fromHex("5FC105")):
			return good(compressed)
		case c[1] == 0xCB && bytes.Contains(c, fromHex("5FC10A")):
			return fromHex("6982")
		case c[1] == 0xCB && bytes.Contains(c, fromHex("5FC102")):
			return good(holder)
		}
		return fromHex("6A82")
	}
	return vcard.Card{ATR: fromHex("3B02 1450"), Answer: fetched(0x40, answer)}
}

// filesOfAnother is a PKCS#15 card that knows its application by name alone and its files by their two bytes, and
// writes all lengths in the longest way or leaves them out.
func filesOfAnother() vcard.Card {
	name := fromHex("A000000063504B43532D3135")
	path := func(file string) []byte { return endless(0x30, long(0x04, fromHex(file))) }
	files := map[string][]byte{
		"5031": append(endless(0xA4, path("4444")), bytes.Repeat([]byte{0xFF}, 40)...),
		"5032": endless(0x30, []byte{0x02, 0x01, 0x00}, long(0x04, []byte("serial")), long(0x0C, []byte("Another Maker")), long(0x80, []byte("label"))),
		"4444": endless(0x30, long(0x30, long(0x0C, []byte("for signing in"))), long(0x30, long(0x04, []byte{0x45})), endless(0xA1, endless(0x30, path("4531")))),
		"4531": certificate(1, "000000000321"),
	}
	var selected []byte
	answer := func(c []byte) []byte {
		switch {
		case c[1] == 0xA4 && c[2] == 0x04 && bytes.HasPrefix(c[5:], name):
			return good(fromHex("6F0E 840C A000000063504B43532D3135"))
		case c[1] == 0xA4 && c[2] == 0x04:
			return fromHex("6A82")
		case c[1] == 0xA4 && c[2] == 0x02 && c[4] == 2:
			var there bool
			if selected, there = files[fmt.Sprintf("%X", c[5:7])]; there {
				return good(fromHex("6F04 8002 0100"))
			}
			return fromHex("6A82")
		case c[1] == 0xA4:
			return fromHex("6A86")
		case c[1] == 0xB0:
			offset := int(c[2])<<8 | int(c[3])
			if offset >= len(selected) {
				return fromHex("6B00")
			}
			want := int(c[4])
			if want == 0 {
				want = 256
			}
			if offset+want > len(selected) {
				return append(slices.Clone(selected[offset:]), 0x62, 0x82)
			}
			return good(selected[offset : offset+want])
		}
		return fromHex("6D00")
	}
	return vcard.Card{ATR: fromHex("3B02 1450"), Answer: func(c []byte) ([]byte, error) { return answer(c), nil }}
}

// commonAccess is a card of the American forces: each of its applications has a list of tags and lengths, and their
// values apart from it. It speaks T=0 and wants it spoken well: a command with data asks for no answer.
func commonAccess() vcard.Card {
	der := certificate(1, "000000000321")
	lowFirst := func(b []byte) []byte { return append([]byte{byte(len(b)), byte(len(b) >> 8)}, b...) }
	buffers := map[byte][]byte{1: lowFirst([]byte{0x71, 1, 0x70, 0xFF, byte(len(der)), byte(len(der) >> 8)}), 2: lowFirst(append([]byte{0}, der...))}
	return vcard.Card{ATR: fromHex("3B02 1450"), Answer: fetched(0xFF, func(c []byte) []byte {
		switch {
		case len(c) > 5 && len(c) != 5+int(c[4]):
			return fromHex("6700")
		case c[1] == 0xA4 && (bytes.HasSuffix(c, fromHex("A00000011 6DB00")) || bytes.HasSuffix(c, fromHex("A0000000790100"))):
			return good(fromHex("6F00"))
		case c[1] == 0xA4:
			return fromHex("6A82")
		case c[0] == 0x80 && c[1] == 0x52:
			b, offset := buffers[c[5]], int(c[2])<<8|int(c[3])
			return good(b[offset:min(offset+int(c[6]), len(b))])
		}
		return fromHex("6E00")
	})}
}

// saysYes is a card that has every application of the American forces, and nothing in them.
var saysYes = vcard.Card{ATR: fromHex("3B02 1450"), Answer: fetched(0x80, func(c []byte) []byte {
	switch {
	case c[1] == 0xA4 && (bytes.HasPrefix(c[5:], fromHex("A000000079")) || bytes.HasPrefix(c[5:], fromHex("A000000003"))):
		return good(fromHex("6F00"))
	case c[1] == 0xA4:
		return fromHex("6A82")
	case c[0] == 0x80:
		return good([]byte("a certificate"))
	}
	return fromHex("6E00")
})}
