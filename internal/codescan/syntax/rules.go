package syntax

import (
	"bytes"
)

// where is the part of a line that a comment can begin in.
type where byte

const (
	anywhere  where = iota
	wordStart       // at the start of a word: the "#" in "a#b" is no comment
	lineStart       // after blanks only
)

// lineComment is a comment that ends with its line.
func lineComment(opener string, at where) []rule {
	return []rule{{
		first: firstBytes(opener),
		match: func(src []byte, pos int) (int, Kind) {
			if !hasFold(src[pos:], opener) || !isAt(src, pos, at) {
				return none, 0
			}

			after := pos + len(opener)
			if isWord(src[after-1]) && after < len(src) && isWord(src[after]) {
				return none, 0 // "remark" for "rem"
			}

			return lineEnd(src, pos), Comment
		},
	}}
}

// lineComments are comments that begin anywhere and end with their line.
func lineComments(openers ...string) []rule {
	var list []rule
	for _, o := range openers {
		list = append(list, lineComment(o, anywhere)...)
	}

	return list
}

// blockComment is a comment between two marks.
func blockComment(opener, closer string) []rule {
	return []rule{{
		first: opener[:1],
		match: func(src []byte, pos int) (int, Kind) {
			return closed(src, pos, opener, closer), Comment
		},
	}}
}

// nestedComment is a comment between two marks that can contain others.
func nestedComment(opener, closer string) []rule {
	return []rule{{
		first: opener[:1],
		match: func(src []byte, pos int) (int, Kind) {
			if !bytes.HasPrefix(src[pos:], []byte(opener)) {
				return none, 0
			}

			depth := 0
			for i := pos; i < len(src); {
				switch rest := src[i:]; {
				case bytes.HasPrefix(rest, []byte(opener)):
					depth++
					i += len(opener)
				case bytes.HasPrefix(rest, []byte(closer)):
					depth--
					i += len(closer)
					if depth == 0 {
						return i, Comment
					}
				default:
					i++
				}
			}

			return open, 0
		},
	}}
}

// rawString is a string between two marks, over several lines, without escapes.
func rawString(opener, closer string) []rule {
	return []rule{{
		first: opener[:1],
		match: func(src []byte, pos int) (int, Kind) {
			return closed(src, pos, opener, closer), Text
		},
	}}
}

// closed returns the end of what begins with opener and ends with closer.
func closed(src []byte, pos int, opener, closer string) int {
	if !bytes.HasPrefix(src[pos:], []byte(opener)) {
		return none
	}

	from := pos + len(opener)
	n := bytes.Index(src[from:], []byte(closer))
	if n < 0 {
		return open
	}

	return from + n + len(closer)
}

// quotes are properties of a string.
type quotes struct {
	escape    byte // makes the next byte part of the string; 0 if there is none
	doubled   bool // two marks mean one
	multiline bool
	at        where
}

// quoted is a string between two equal marks. If it may not contain a line break and has no end, it ends with the line.
func quoted(mark string, q quotes) []rule {
	return quotedBetween(mark, mark, q)
}

func quotedBetween(opener, mark string, q quotes) []rule {
	return []rule{{
		first: opener[:1],
		match: func(src []byte, pos int) (int, Kind) {
			if !bytes.HasPrefix(src[pos:], []byte(opener)) || !isAt(src, pos, q.at) {
				return none, 0
			}

			return q.end(src, pos+len(opener), mark), Text
		},
	}}
}

// end returns the end of a string whose content begins at a position.
func (q quotes) end(src []byte, pos int, mark string) int {
	for i := pos; i < len(src); {
		switch c := src[i]; {
		case c == q.escape && c != 0 && i+1 < len(src):
			i += 2
		case c == '\n' && !q.multiline:
			return i
		case c == mark[0] && bytes.HasPrefix(src[i:], []byte(mark)):
			i += len(mark)
			if !q.doubled || !bytes.HasPrefix(src[i:], []byte(mark)) {
				return i
			}

			i += len(mark)
		default:
			i++
		}
	}

	if q.multiline {
		return open
	}

	return len(src)
}

var escaped = quotes{escape: '\\'}

// simpleStrings are strings on one line with backslashes, between any of the marks.
func simpleStrings(marks ...string) []rule {
	var list []rule
	for _, m := range marks {
		list = append(list, quoted(m, escaped)...)
	}

	return list
}

// maxChar is the length of the longest character literal: '\U0001F600'.
const maxChar = 12

// character is a literal such as 'x' or '\n'. Other apostrophes are left alone: in lifetimes of Rust, in names,
// and between the digits of a number in C++.
func character() []rule {
	return []rule{{
		first: "'",
		match: func(src []byte, pos int) (int, Kind) {
			before := byte(0)
			if pos > 0 {
				before = src[pos-1]
			}

			prefix := bytes.IndexByte([]byte("bLuU8"), before) >= 0 && !isWord(byteBefore(src, pos-1))
			if isWord(before) && !prefix {
				return none, 0
			}

			return characterEnd(src, pos+1), Text
		},
	}}
}

func characterEnd(src []byte, from int) int {
	if from >= len(src) {
		return none
	}

	i := from
	if src[i] == '\\' {
		i += 2
		for i < len(src) && i-from < maxChar && src[i] != '\'' && src[i] != '\n' {
			i++
		}
	} else {
		i++
		for i < len(src) && src[i]&0xc0 == 0x80 && i-from < 4 {
			i++
		}
	}

	if i < len(src) && src[i] == '\'' {
		return i + 1
	}

	return none
}

// byteBefore returns the byte before a position, or 0.
func byteBefore(src []byte, pos int) byte {
	if pos < 1 {
		return 0
	}

	return src[pos-1]
}

// maxIndent is how far a search for the start of a line goes.
const maxIndent = 200

// isAt reports whether something at a position is where it can begin.
func isAt(src []byte, pos int, at where) bool {
	switch at {
	case wordStart:
		before := byteBefore(src, pos)
		return before == 0 || !isWord(before) && bytes.IndexByte([]byte(`$-\'"{`), before) < 0 && before < 0x80
	case lineStart:
		i := pos
		for i > 0 && pos-i < maxIndent && (src[i-1] == ' ' || src[i-1] == '\t' || src[i-1] == '@') {
			i--
		}

		return i == 0 || src[i-1] == '\n'
	}

	return true
}

func isWord(b byte) bool {
	return b == '_' || b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'z'
}

// lineEnd returns the position of the next line break, or the end.
func lineEnd(src []byte, pos int) int {
	if n := bytes.IndexByte(src[pos:], '\n'); n >= 0 {
		return pos + n
	}

	return len(src)
}

// hasFold reports whether src begins with an ASCII text, in any case.
func hasFold(src []byte, text string) bool {
	return len(src) >= len(text) && bytes.EqualFold(src[:len(text)], []byte(text))
}

// firstBytes returns the bytes that a text in any case can begin with.
func firstBytes(text string) string {
	c := text[0]
	if isWord(c) && c|0x20 >= 'a' {
		return string([]byte{c &^ 0x20, c | 0x20})
	}

	return text[:1]
}
