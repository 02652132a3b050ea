package article

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"signpost/internal/problem"
	"signpost/internal/rules"
)

var byteOrderMark = []byte("\uFEFF")

const saveAsUTF8 = `save the file as UTF-8: in Notepad, choose "Save as" and the encoding UTF-8`

// checkEncoding reports a file that is not UTF-8, or UTF-8 that was once read in a wrong code page.
func checkEncoding(file string, src []byte) []problem.Problem {
	place := problem.Place{File: file}
	if bytes.HasPrefix(src, []byte("\xff\xfe")) || bytes.HasPrefix(src, []byte("\xfe\xff")) {
		return []problem.Problem{rules.NotUTF8.At(place, saveAsUTF8, "the file is UTF-16, not UTF-8")}
	}

	c := encodingCheck{
		file: file,
		src:  src,
	}
	for offset := 0; offset < len(src) && !c.stopped; {
		if c := src[offset]; c < utf8.RuneSelf && !isControl(rune(c)) {
			offset++
			continue
		}

		offset += c.check(offset)
	}

	return c.problems
}

// isUnreadable reports whether a file is not text at all. Text in a wrong code page is still parsed.
func isUnreadable(problems []problem.Problem) bool {
	return slices.ContainsFunc(problems, func(p problem.Problem) bool {
		return p.Rule == rules.NotUTF8.ID
	})
}

// encodingCheck checks the characters of a file that are not printable ASCII.
type encodingCheck struct {
	file     string
	src      []byte
	lines    lineTable // made for the first of them: most files have none
	problems []problem.Problem
	stopped  bool // the file is not text
}

// check checks the character at an offset and returns its size.
func (c *encodingCheck) check(offset int) (size int) {
	r, size := utf8.DecodeRune(c.src[offset:])
	switch {
	case r == utf8.RuneError && size == 1:
		c.stopped = true
		c.report(rules.NotUTF8, offset, size, saveAsUTF8, "the file is not UTF-8: unexpected byte %#x", c.src[offset])
	case r == 0:
		c.stopped = true
		c.report(rules.NotUTF8, offset, size, "open the file in a text editor and save it again",
			"the file contains a NUL byte: it is not text")
	case r == utf8.RuneError:
		c.report(rules.DoubtfulCharacter, offset, size, "write the character again",
			"a character was lost and replaced by %q", r)
	case isControl(r):
		c.report(rules.DoubtfulCharacter, offset, size, "remove it",
			"the control character %U has no meaning in a text; the page shows %q", r, utf8.RuneError)
	default:
		if m, ok := findMojibake(c.src[offset:]); ok {
			c.reportMojibake(offset, m)
			return len(m.wrong)
		}
	}

	return size
}

// isControl reports whether a character is a control character other than those that begin and indent lines.
func isControl(r rune) bool {
	switch r {
	case '\t', '\n', '\r', '\f':
		return false
	}

	return unicode.IsControl(r)
}

func (c *encodingCheck) report(rule problem.Rule, offset, size int, hint, format string, args ...any) {
	if c.lines == nil {
		c.lines = newLineTable(c.src)
	}

	line, column := c.lines.position(offset)
	place := problem.Place{
		File:      c.file,
		Line:      line,
		Column:    column,
		EndLine:   line,
		EndColumn: column + size,
	}
	c.problems = append(c.problems, rule.At(place, hint, format, args...))
}

// reportMojibake reports text that was read in a wrong code page. Two characters may be intended, as in an article
// about code pages: they are only a warning.
func (c *encodingCheck) reportMojibake(offset int, m mojibake) {
	rule := rules.Mojibake
	meant, quoted := m.meant, strconv.Quote(m.meant)
	switch {
	case m.isEmoji:
		meant, quoted = "an emoji", "an emoji"
	case utf8.RuneCountInString(m.wrong) == 2:
		rule = rules.DoubtfulCharacter
	}

	hint := fmt.Sprintf("write %s instead, and check that the editor opens and saves the file as UTF-8", meant)
	c.report(rule, offset, len(m.wrong), hint, "%q is %s read in a wrong code page", m.wrong, quoted)
}

// mojibake is text that was read in a wrong code page.
type mojibake struct {
	wrong   string
	meant   string
	isEmoji bool // that cannot be recovered; meant is empty
}

// codePage1252 maps the characters that Windows shows for the bytes 0x80 to 0x9f to these bytes.
var codePage1252 = map[rune]byte{
	'€': 0x80, '‚': 0x82, 'ƒ': 0x83, '„': 0x84, '…': 0x85, '†': 0x86, '‡': 0x87, 'ˆ': 0x88,
	'‰': 0x89, 'Š': 0x8a, '‹': 0x8b, 'Œ': 0x8c, 'Ž': 0x8e, '‘': 0x91, '’': 0x92, '“': 0x93,
	'”': 0x94, '•': 0x95, '–': 0x96, '—': 0x97, '˜': 0x98, '™': 0x99, 'š': 0x9a, '›': 0x9b,
	'œ': 0x9c, 'ž': 0x9e, 'Ÿ': 0x9f,
	'π': 0xf0, // code page 1253 shows the first byte of an emoji like this
}

// byteOf returns the byte that Windows shows as r.
func byteOf(r rune) (b byte, ok bool) {
	if b, ok = codePage1252[r]; ok {
		return b, true
	}

	return byte(r), r >= 0x80 && r <= 0xff
}

// findMojibake recognises UTF-8 at the start of text that was read in code page 1252, such as "â€™" for "’".
//
// Of sequences of two bytes it recognises only those that begin with Â or Ã. Others occur in correct text, such as É
// and » at the end of a French quotation.
func findMojibake(text []byte) (m mojibake, ok bool) {
	var raw []byte
	taken := 0
	for taken < len(text) && len(raw) < utf8.UTFMax && !utf8.FullRune(raw) {
		r, size := utf8.DecodeRune(text[taken:])
		b, ok := byteOf(r)
		if !ok {
			return brokenEmoji(text[:taken], raw)
		}

		raw = append(raw, b)
		taken += size
	}

	r, size := utf8.DecodeRune(raw)
	if r == utf8.RuneError || size < 2 || size == 2 && raw[0] != 0xc2 && raw[0] != 0xc3 {
		return mojibake{}, false
	}

	m = mojibake{
		wrong: string(text[:taken]),
		meant: string(r),
	}

	return m, true
}

// brokenEmoji recognises the first two characters of a misread emoji, "ðŸ". The others are often lost.
func brokenEmoji(text, raw []byte) (m mojibake, ok bool) {
	wrong := strings.TrimSpace(string(text))
	m = mojibake{
		wrong:   wrong,
		isEmoji: true,
	}

	return m, wrong != "" && bytes.HasPrefix(raw, []byte{0xf0, 0x9f})
}
