package article

import (
	"bytes"
	"sort"
	"strings"
	"unicode/utf8"

	"signpost/internal/problem"
	"signpost/internal/rules"
)

// lineTable finds the line of an offset.
type lineTable []int // offset at which each line begins

func newLineTable(src []byte) lineTable {
	t := make(lineTable, 1, 1+bytes.Count(src, []byte("\n")))
	for i, c := range src {
		if c == '\n' {
			t = append(t, i+1)
		}
	}
	return t
}

// position is the line and column of an offset, both from 1, the column in bytes.
func (t lineTable) position(offset int) (line, column int) {
	line = sort.SearchInts(t, offset+1)
	return line, offset - t[line-1] + 1
}

const saveAsUTF8 = `save the file as UTF-8: in Notepad, "Save as" and choose the encoding UTF-8`

// checkEncoding reports a file that is empty, not UTF-8, or UTF-8 that was once read in a wrong code page.
func checkEncoding(file string, src []byte) []problem.Problem {
	place := problem.Place{File: file}
	switch {
	case len(bytes.TrimSpace(bytes.TrimPrefix(src, byteOrderMark))) == 0:
		return []problem.Problem{rules.EmptyFile.At(place, "write the article, or delete the file", "the file is empty")}
	case bytes.HasPrefix(src, []byte("\xff\xfe")) || bytes.HasPrefix(src, []byte("\xfe\xff")):
		return []problem.Problem{rules.NotUTF8.At(place, saveAsUTF8, "the file is UTF-16, not UTF-8")}
	}
	var lines lineTable // most files have letters of one byte alone, and need none
	var found []problem.Problem
	for offset := 0; offset < len(src); {
		if src[offset] < utf8.RuneSelf && src[offset] != 0 {
			offset++
			continue
		}
		if lines == nil {
			lines = newLineTable(src)
		}
		r, size := utf8.DecodeRune(src[offset:])
		place.Line, place.Column = lines.position(offset)
		switch {
		case r == utf8.RuneError && size == 1:
			return append(found, rules.NotUTF8.At(place, saveAsUTF8, "the file is not UTF-8: byte %#x is out of place", src[offset]))
		case r == 0:
			return append(found, rules.NotUTF8.At(place, "open the file in a text editor and save it anew", "the file holds a NUL byte: it is not text"))
		case r == utf8.RuneError:
			found = append(found, rules.DoubtfulCharacter.At(place, "write the character anew", "a character was lost: %q stands in its place", r))
		default:
			if wrong, meant := misread(src[offset:]); wrong != "" {
				found = append(found, mojibake(place, wrong, meant))
				size = len(wrong)
			}
		}
		offset += size
	}
	return found
}

// mojibake reports text that was read in a wrong code page. Two characters alone may be meant, as in an article on code pages:
// they are a warning.
func mojibake(place problem.Place, wrong, meant string) problem.Problem {
	rule := rules.Mojibake
	if utf8.RuneCountInString(wrong) == 2 && meant != anEmoji {
		rule = rules.DoubtfulCharacter
	}
	return rule.At(place, "write "+meant+" instead, and check that the editor opens and saves the file as UTF-8",
		"%q is %q read in a wrong code page", wrong, meant)
}

// codePage1252 maps what Windows shows for the bytes 0x80 to 0x9f back to the byte.
var codePage1252 = map[rune]byte{
	'€': 0x80, '‚': 0x82, 'ƒ': 0x83, '„': 0x84, '…': 0x85, '†': 0x86, '‡': 0x87, 'ˆ': 0x88, '‰': 0x89, 'Š': 0x8a, '‹': 0x8b, 'Œ': 0x8c, 'Ž': 0x8e,
	'‘': 0x91, '’': 0x92, '“': 0x93, '”': 0x94, '•': 0x95, '–': 0x96, '—': 0x97, '˜': 0x98, '™': 0x99, 'š': 0x9a, '›': 0x9b, 'œ': 0x9c, 'ž': 0x9e, 'Ÿ': 0x9f,
	'π': 0xf0, // code page 1253 shows the first byte of an emoji so
}

// misread recognises text whose UTF-8 bytes were shown as characters of code page 1252, as "â€™" for "’". It returns the run
// that was misread and what was meant; both are empty where the text is sound.
//
// A sequence of two is believed only when it begins with Â or Ã: others, such as É and » at the end of a French
// quotation, are met in good text.
func misread(text []byte) (wrong, meant string) {
	var raw []byte
	taken := 0
	for taken < len(text) && len(raw) < utf8.UTFMax {
		r, size := utf8.DecodeRune(text[taken:])
		b, ok := codePage1252[r]
		switch {
		case ok:
		case r >= 0x80 && r <= 0xff:
			b = byte(r)
		default:
			return cutEmoji(text, raw, taken)
		}
		raw = append(raw, b)
		taken += size
		if utf8.FullRune(raw) {
			break
		}
	}
	r, size := utf8.DecodeRune(raw)
	if r == utf8.RuneError || size < 2 || size == 2 && raw[0] != 0xc2 && raw[0] != 0xc3 {
		return "", ""
	}
	return string(text[:taken]), string(r)
}

const anEmoji = "an emoji"

// cutEmoji recognises the first two characters of a misread emoji, "ðŸ", whose last ones are often lost on the way.
func cutEmoji(text, raw []byte, taken int) (wrong, meant string) {
	if bytes.HasPrefix(raw, []byte{0xf0, 0x9f}) {
		return strings.TrimSpace(string(text[:taken])), anEmoji
	}
	return "", ""
}
