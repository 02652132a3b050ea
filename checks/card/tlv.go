package card

import (
	"bytes"
	"errors"
)

// tlv is one data object in the Basic Encoding Rules: a tag, a length and a value.
type tlv struct {
	tag         uint32 // with its class bits: 0x5FC105
	constructed bool   // the value consists of data objects
	value       []byte
}

// The errors in data objects.
var (
	errCutShort = errors.New("data object is truncated")
	errOddTag   = errors.New("data object has too long a tag")
	errOddSize  = errors.New("data object has an invalid length")
	errTooDeep  = errors.New("data objects are nested too deeply")
)

// maxDepth limits the nesting of objects of indefinite length: to find their end, their content must be parsed.
const maxDepth = 16

// next splits off the first data object in b.
func next(b []byte) (t tlv, rest []byte, err error) { return nextAt(b, 0) }

func nextAt(b []byte, depth int) (tlv, []byte, error) {
	t, b, err := takeTag(b)
	if err != nil {
		return tlv{}, nil, err
	}

	if len(b) > 0 && b[0] == 0x80 {
		return withoutLength(t, b[1:], depth)
	}

	n, b, err := takeLength(b)
	if err != nil {
		return tlv{}, nil, err
	}

	if n > len(b) {
		return tlv{}, nil, errCutShort
	}

	t.value = b[:n]

	return t, b[n:], nil
}

// withoutLength parses an object of indefinite length, which ends with two zero bytes.
func withoutLength(t tlv, b []byte, depth int) (tlv, []byte, error) {
	if !t.constructed {
		return tlv{}, nil, errOddSize
	}

	if depth >= maxDepth {
		return tlv{}, nil, errTooDeep
	}

	for rest := b; ; {
		if bytes.HasPrefix(rest, []byte{0, 0}) {
			t.value = b[:len(b)-len(rest)]
			return t, rest[2:], nil
		}

		var err error
		if _, rest, err = nextAt(rest, depth+1); err != nil {
			return tlv{}, nil, err
		}
	}
}

func takeTag(b []byte) (tlv, []byte, error) {
	if len(b) == 0 {
		return tlv{}, nil, errCutShort
	}

	t := tlv{tag: uint32(b[0]), constructed: b[0]&0x20 != 0}
	more := b[0]&0x1F == 0x1F
	for i, c := range b[1:min(len(b), 4)] {
		if !more {
			return t, b[i+1:], nil
		}

		t.tag = t.tag<<8 | uint32(c)
		more = c&0x80 != 0
	}

	switch {
	case !more:
		return t, b[min(len(b), 4):], nil
	case len(b) < 4:
		return tlv{}, nil, errCutShort
	}

	return tlv{}, nil, errOddTag
}

func takeLength(b []byte) (int, []byte, error) {
	if len(b) == 0 {
		return 0, nil, errCutShort
	}

	first := int(b[0])
	if first < 0x80 {
		return first, b[1:], nil
	}

	size := first & 0x7F
	if size > 4 {
		return 0, nil, errOddSize
	}

	if len(b) <= size {
		return 0, nil, errCutShort
	}

	n := uint32(0)
	for _, c := range b[1 : 1+size] {
		n = n<<8 | uint32(c)
	}

	if n > 1<<24 { // fits an int on every platform
		return 0, nil, errOddSize
	}

	return int(n), b[1+size:], nil
}

// wholeSize returns the complete size of the object that begins b, even if b contains only a part of it.
func wholeSize(b []byte) (int, bool) {
	_, rest, err := takeTag(b)
	if err != nil {
		return 0, false
	}

	n, after, err := takeLength(rest)
	if err != nil || rest[0] == 0x80 {
		return 0, false
	}

	return len(b) - len(after) + n, true
}

// isPadding reports whether b is a byte with which no data object of a card begins.
func isPadding(b byte) bool { return b == 0x00 || b == 0xFF }

// objects returns the data objects in b. It stops at the first byte that begins none, because files on cards end in
// padding.
func objects(b []byte) []tlv {
	var list []tlv
	for len(b) > 0 && !isPadding(b[0]) {
		t, rest, err := next(b)
		if err != nil {
			return list
		}

		list = append(list, t)
		b = rest
	}

	return list
}

// entries returns the data objects of a list on a card. Deleted entries can leave gaps of zeros or ones.
func entries(b []byte) []tlv {
	var list []tlv
	for {
		for len(b) > 0 && isPadding(b[0]) {
			b = b[1:]
		}

		t, rest, err := next(b)
		if err != nil {
			return list
		}

		list = append(list, t)
		b = rest
	}
}

// unpadded returns b without the bytes after its data objects.
func unpadded(b []byte) []byte {
	rest := b
	for len(rest) > 0 && !isPadding(rest[0]) {
		_, after, err := next(rest)
		if err != nil {
			return b
		}

		rest = after
	}

	return b[:len(b)-len(rest)]
}

// find returns the value of the first object with a tag.
func find(list []tlv, tag uint32) ([]byte, bool) {
	for _, t := range list {
		if t.tag == tag {
			return t.value, true
		}
	}

	return nil, false
}
