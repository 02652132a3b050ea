package htmlpage

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// text collects the text of a page: of its main part, as soon as that begins.
type text struct {
	b      strings.Builder
	gap    bool // a space comes before the next word
	inMain bool
	ended  bool // the main part has ended
}

// begin begins the main part. A second one is a part of the first.
func (t *text) begin() {
	if !t.inMain && !t.ended {
		t.b.Reset()
		t.inMain, t.gap = true, false
	}
}

// end ends the main part.
func (t *text) end() {
	t.ended = t.ended || t.inMain
}

func (t *text) space() {
	t.gap = t.b.Len() > 0
}

// add adds text, with one space in place of several.
func (t *text) add(part []byte) {
	if t.ended {
		return
	}

	for len(part) > 0 {
		n := plainLength(part)
		if n == 0 {
			var r rune
			if r, n = utf8.DecodeRune(part); unicode.IsSpace(r) {
				t.space()
				part = part[n:]
				continue
			}
		}

		if t.gap {
			t.b.WriteByte(' ')
			t.gap = false
		}

		t.b.Write(part[:n])
		part = part[n:]
	}
}

// plainLength returns the number of bytes at the start of a text that are ASCII and no spaces.
func plainLength(part []byte) int {
	n := 0
	for n < len(part) && part[n] > ' ' && part[n] < utf8.RuneSelf {
		n++
	}

	return n
}

// String returns the text, with single spaces.
func (t *text) String() string {
	return t.b.String()
}
