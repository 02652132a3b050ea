package card

import (
	"bytes"
	"errors"
)

// tlv is one data object in the basic encoding rules: a tag, a length, a value.
type tlv struct {
	tag         uint32 // with its class bits, as card people write it: 0x5FC105
	constructed bool   // the value is made of data objects itself
	value       []byte
}

// What is wrong with data objects.
var (
	errCutShort = errors.New("data object ends too early")
	errOddTag   = errors.New("data object has a tag longer than any in use")
	errOddSize  = errors.New("data object has a length that nothing can have")
	errTooDeep  = errors.New("data objects are nested deeper than any in use")
)

// deepest bounds the nesting of objects without a stated length: finding their end means reading what is in them.
const deepest = 16

// next takes the first data object off b.
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

// withoutLength finds the end of an object that states no length: two zero bytes after the last object in it.
func withoutLength(t tlv, b []byte, depth int) (tlv, []byte, error) {
	if !t.constructed {
		return tlv{}, nil, errOddSize
	}
	if depth >= deepest {
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
	if n > 1<<24 { // and so it fits an int everywhere
		return 0, nil, errOddSize
	}
	return int(n), b[1+size:], nil
}

// wholeSize is how long the object at the beginning of b is all told, of which b may hold only the beginning.
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

// isPadding reports whether no data object of a card begins so.
func isPadding(b byte) bool { return b == 0x00 || b == 0xFF }

// objects takes b apart. It stops at what is no data object: files on cards end in padding.
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

// entries takes a list of a card apart. What was deleted from a list can leave a gap of zeros or of ones.
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

// unpadded is b without what comes after its data objects.
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

// find is the value of the first object with a tag.
func find(list []tlv, tag uint32) ([]byte, bool) {
	for _, t := range list {
		if t.tag == tag {
			return t.value, true
		}
	}
	return nil, false
}
