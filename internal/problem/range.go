package problem

import (
	"bytes"
	"slices"
	"unicode"
	"unicode/utf8"
)

// WithRanges returns the problems with the range of each in its file: from Line and Column up to EndLine and EndColumn,
// which is the column after the last byte. An unknown end is the end of the key, otherwise of the line. A range is
// never outside of its file, and empty only in an empty line.
//
// A problem of a whole file has no range. If a line cannot be read, the end of its range stays unknown.
func WithRanges(problems []Problem, source Source) []Problem {
	list := slices.Clone(problems)
	lines := lineReader{source: source}
	for i := range list {
		lines.setRange(&list[i])
	}

	return list
}

func (r *lineReader) setRange(p *Problem) {
	if p.Line < 1 {
		p.Line, p.Column, p.EndLine, p.EndColumn = 0, 0, 0, 0
		return
	}

	line, ok := r.find(p.File, p.Line)
	if !ok {
		p.EndLine, p.EndColumn = p.Line, 0
		return
	}

	end := p.EndColumn - 1
	last := line
	if p.EndLine > p.Line {
		last, ok = r.find(p.File, p.EndLine)
		end = min(end, len(bytes.TrimRightFunc(last, unicode.IsSpace)))
	}

	if !ok || p.EndLine < p.Line || end < 1 {
		p.EndLine, end, last = p.Line, 0, line
	}

	start := p.Column - 1
	if p.EndLine == p.Line {
		start, end = lineRange(line, start, end, p.Key)
	}

	start = runeStart(line, start)
	p.Column = start + 1
	p.EndColumn = runeEnd(last, end) + 1
}

// lineRange returns a range of a line as offsets. A negative start and an end of 0 are unknown.
func lineRange(line []byte, start, end int, key string) (from, to int) {
	text := bytes.TrimRightFunc(line, unicode.IsSpace)
	if start < 0 {
		start, end = keyIn(line, key)
	}

	if start < 0 {
		start = len(line) - len(bytes.TrimLeftFunc(line, unicode.IsSpace))
	}

	if start >= len(text) {
		start, end = max(0, len(text)-1), len(text)
	}

	if end == 0 {
		_, end = keyIn(line[start:], key)
		end = start + max(end, 0)
	}

	if end > len(line) || end <= start {
		end = len(text)
	}

	return start, end
}

// maxKeySearch limits how far a key is searched for in a line, and how long it can be.
const maxKeySearch = 500

// keyIn returns the range of a key in a line as offsets, or -1 and 0 if it does not contain the key as a word of its
// own. Upper and lower case are the same.
func keyIn(line []byte, key string) (start, end int) {
	if key == "" || len(key) > maxKeySearch {
		return -1, 0
	}

	line = line[:min(len(line), maxKeySearch+len(key))]

	for at := 0; at+len(key) <= len(line); at++ {
		found := line[at : at+len(key)]
		if bytes.EqualFold(found, []byte(key)) && !isWordAt(line[:at], line[at+len(key):]) {
			return at, at + len(key)
		}
	}

	return -1, 0
}

// isWordAt reports whether a letter, a digit or an underscore is at the end of before or at the start of after.
func isWordAt(before, after []byte) bool {
	last, _ := utf8.DecodeLastRune(before)
	first, _ := utf8.DecodeRune(after)
	isPart := func(r rune) bool {
		return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_')
	}

	return isPart(last) || isPart(first)
}

// runeStart returns the offset at which the character at an offset starts.
func runeStart(line []byte, at int) int {
	for at = min(max(at, 0), len(line)); at > 0 && at < len(line) && !utf8.RuneStart(line[at]); {
		at--
	}

	return at
}

// runeEnd returns the offset after the character whose bytes contain the one before an offset.
func runeEnd(line []byte, at int) int {
	for at = min(max(at, 0), len(line)); at < len(line) && !utf8.RuneStart(line[at]); {
		at++
	}

	return at
}
