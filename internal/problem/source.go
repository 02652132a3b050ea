package problem

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"signpost/internal/cli"
)

// Source returns the content of a file of a problem, or nil if it cannot be read.
type Source func(file string) []byte

// lineReader returns lines of source files. It caches the last file, because problems are sorted by file.
type lineReader struct {
	source Source
	file   string
	lines  [][]byte

	counted counted
}

// counted is the last column whose UTF-16 code units were counted: the next problem is often in the same line.
type counted struct {
	file                string
	line, column, units int
}

// line returns a line without its line break, or nil if there is none.
func (r *lineReader) line(file string, number int) []byte {
	line, _ := r.find(file, number)
	return line
}

// find does the same, and returns whether the file has the line.
func (r *lineReader) find(file string, number int) (line []byte, ok bool) {
	if r.source == nil || number < 1 {
		return nil, false
	}

	if r.file != file || r.lines == nil {
		text := r.source(file)
		r.file = file
		r.lines = [][]byte{}
		if text != nil {
			r.lines = bytes.Split(bytes.TrimPrefix(text, []byte("\uFEFF")), []byte("\n"))
		}
	}

	if number > len(r.lines) {
		return nil, false
	}

	return bytes.TrimRight(r.lines[number-1], "\r"), true
}

// columns returns where the range of a problem starts and ends in UTF-16 code units, which editors and other programs
// use; [Place] counts bytes. It returns 0 for what is unknown.
func (r *lineReader) columns(p Problem) (start, end int) {
	return r.column(p.File, p.Line, p.Column), r.column(p.File, p.EndLine, p.EndColumn)
}

func (r *lineReader) column(file string, number, column int) int {
	line := r.line(file, number)
	if column < 1 || column > len(line)+1 {
		return column
	}

	from := r.counted
	if from.file != file || from.line != number || from.column > column {
		from = counted{file, number, 1, 1}
	}

	for _, c := range string(line[from.column-1 : column-1]) {
		from.units += utf16.RuneLen(c)
	}

	from.column = column
	r.counted = from

	return from.units
}

// maxExcerpt is the length of an excerpt in characters; at most half of it is before the column.
const maxExcerpt = 96

// excerpt returns the part of a line around a column, and the blanks that place a caret below the column.
func excerpt(line []byte, column int) (text, blanks string) {
	at := min(max(column-1, 0), len(line))
	before := []rune(string(line[:at]))
	after := []rune(string(line[at:]))

	if cut := len(before) - maxExcerpt/2; cut > 0 {
		before = before[cut:]
		text, blanks = "…", " "
	}

	for _, r := range before {
		blanks += blank(r)
	}

	if rest := maxExcerpt - len(before); len(after) > rest {
		after = append(after[:rest], '…')
	}

	return printable(text + string(before) + string(after)), blanks
}

// printable replaces characters that could control a terminal, except tabs.
func printable(line string) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && cli.IsControl(r) {
			return utf8.RuneError
		}

		return r
	}, line)
}

// printableLines does the same, but keeps the line breaks.
func printableLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = printable(line)
	}

	return strings.Join(lines, "\n")
}

// blank returns blanks with the width of r in a terminal.
func blank(r rune) string {
	switch {
	case r == '\t':
		return "\t"
	case unicode.In(r, unicode.Mn, unicode.Me), unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Bidi_Control, r):
		return ""
	case isWide(r):
		return "  "
	}

	return " "
}

// wideRanges are the main ranges with an East Asian Width of W or F in Unicode, and emoji.
var wideRanges = [][2]rune{
	{0x1100, 0x115f},
	{0x2e80, 0x303e},
	{0x3041, 0xa4cf},
	{0xac00, 0xd7a3},
	{0xf900, 0xfaff},
	{0xfe30, 0xfe6f},
	{0xff00, 0xff60},
	{0xffe0, 0xffe6},
	{0x1f300, 0x1f64f},
	{0x1f680, 0x1f6ff},
	{0x1f900, 0x1faff},
	{0x20000, 0x3fffd},
}

// isWide reports whether r takes two columns of a terminal.
func isWide(r rune) bool {
	for _, span := range wideRanges {
		if span[0] <= r && r <= span[1] {
			return true
		}
	}

	return false
}
