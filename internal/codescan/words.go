package codescan

import "unicode/utf8"

// class is what a byte can be in a word.
type class byte

const (
	other class = iota
	letter
	digit
	underscore
	joiner // a hyphen or a dot, between two parts of a word
)

var classes = func() (set [256]class) {
	for b := range 256 {
		switch {
		case b|0x20 >= 'a' && b|0x20 <= 'z' && b < utf8.RuneSelf:
			set[b] = letter
		case b >= '0' && b <= '9':
			set[b] = digit
		case b == '_':
			set[b] = underscore
		case b == '-' || b == '.':
			set[b] = joiner
		}
	}

	return set
}()

func isWordByte(b byte) bool { return classes[b] != other && classes[b] != joiner }

// eachWord calls visit for the words of a text that can contain a code: letters and digits, hyphens and dots between
// them, and underscores; with at least one digit or underscore.
func eachWord(text []byte, visit func(from, to int)) {
	for i := 0; i < len(text); {
		if !isWordByte(text[i]) {
			i++
			continue
		}

		from := i
		distinct := false
		for i < len(text) {
			if !isWordByte(text[i]) {
				n := joinerLen(text[i:])
				if n == 0 {
					break
				}

				i += n
				continue
			}

			distinct = distinct || classes[text[i]] != letter
			i++
		}

		if distinct {
			visit(from, i)
		}
	}
}

// joinerLen returns the length of a hyphen or dot that another part of the word follows, or 0. Hyphens of Unicode come
// from word processors.
func joinerLen(text []byte) int {
	n := 0
	switch {
	case classes[text[0]] == joiner:
		n = 1
	case text[0] == 0xe2 && len(text) > 3 && (text[1] == 0x80 && text[2] >= 0x90 && text[2] <= 0x94 ||
		text[1] == 0x88 && text[2] == 0x92):
		n = 3
	default:
		return 0
	}

	if n < len(text) && isWordByte(text[n]) {
		return n
	}

	return 0
}
