package problem

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Source gives the text of a file that problems name, and nil for one that cannot be read.
type Source func(file string) []byte

// lines finds lines of source files. It keeps the file that was asked for last: problems are sorted.
type lines struct {
	source Source
	file   string
	list   [][]byte
}

// at is a line of a file without its end; it is nil where there is no such line.
func (l *lines) at(file string, line int) []byte {
	if l.source == nil || line < 1 {
		return nil
	}
	if l.file != file || l.list == nil {
		text := bytes.TrimPrefix(l.source(file), []byte("\uFEFF"))
		l.file, l.list = file, bytes.Split(text, []byte("\n"))
	}
	if line > len(l.list) {
		return nil
	}
	return bytes.TrimRight(l.list[line-1], "\r")
}

// characters is the column of a place counted in characters, as most readers of reports count; [Place] counts bytes.
func (l *lines) characters(p Problem) int {
	line := l.at(p.File, p.Line)
	if p.Column < 1 || p.Column > len(line)+1 {
		return p.Column
	}
	return utf8.RuneCount(line[:p.Column-1]) + 1
}

// shown is how much of a long line is shown, in characters: at most half of it before the caret.
const shown = 96

// excerpt is a line cut to what is around its column, and the blanks that put a caret below that.
func excerpt(line []byte, column int) (text, blanks string) {
	at := min(max(column-1, 0), len(line))
	before, after := []rune(string(line[:at])), []rune(string(line[at:]))
	ellipsis := ""
	if len(before) > shown/2 {
		before, ellipsis, blanks = before[len(before)-shown/2:], "…", " "
	}
	for _, r := range before {
		blanks += blank(r)
	}
	text = ellipsis + string(before)
	if room := shown - len(before); len(after) > room {
		after = append(after[:room], '…')
	}
	return printable(text + string(after)), blanks
}

// printable takes from a line what would move a terminal's cursor or change its colours.
func printable(line string) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			return utf8.RuneError
		}
		return r
	}, line)
}

// blank is as wide as r in a terminal.
func blank(r rune) string {
	switch {
	case r == '\t':
		return "\t"
	case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r) || unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Bidi_Control, r):
		return ""
	case wide(r):
		return "  "
	}
	return " "
}

// wide recognises the scripts and pictures that take two columns of a terminal.
func wide(r rune) bool {
	for _, span := range [][2]rune{{0x1100, 0x115f}, {0x2e80, 0x303e}, {0x3041, 0xa4cf}, {0xac00, 0xd7a3}, {0xf900, 0xfaff}, {0xfe30, 0xfe6f}, {0xff00, 0xff60},
		{0xffe0, 0xffe6}, {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1faff}, {0x20000, 0x3fffd}} {
		if span[0] <= r && r <= span[1] {
			return true
		}
	}
	return false
}
