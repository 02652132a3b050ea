package component

import (
	"strings"
)

// braceEnd returns the offset after the brace that closes the one at start, or -1. Braces in strings, templates and
// comments do not count.
func (sc *scanner) braceEnd(start int) int {
	if sc.c.wasted > maxWasted {
		return -1
	}

	end := closingBrace(sc.s, start)
	if end < 0 {
		sc.c.wasted += len(sc.s) - start
	}

	return end
}

// closingBrace returns the offset after the bracket that closes the one at start, or -1.
func closingBrace(s string, start int) int {
	var open []byte // '{', '(', '[' or '`' for the text of a template
	for i := start; i < len(s); i++ {
		inTemplate := len(open) > 0 && open[len(open)-1] == '`'
		switch b := s[i]; {
		case b == '\\':
			i++
		case inTemplate && b == '$' && strings.HasPrefix(s[i:], "${"):
			open = append(open, '{')
			i++
		case inTemplate && b == '`':
			open = open[:len(open)-1]
			if len(open) == 0 {
				return i + 1
			}
		case inTemplate:
		case b == '`' || b == '{' || b == '(' || b == '[':
			open = append(open, b)
		case b == '}' || b == ')' || b == ']':
			if len(open) > 0 {
				open = open[:len(open)-1]
			}

			if len(open) == 0 {
				return i + 1
			}
		case b == '"' || b == '\'':
			i = stringEnd(s, i)
		case b == '/' && i > 0 && s[i-1] != ':':
			i = commentEnd(s, i)
		}
	}

	return -1
}

// stringEnd returns the offset of the quotation mark that ends a string, or start if there is none on the line: an
// apostrophe in the text of an element.
func stringEnd(s string, start int) int {
	for i := start + 1; i < len(s) && s[i] != '\n' && i-start < 10_000; i++ {
		switch s[i] {
		case '\\':
			i++
		case s[start]:
			return i
		}
	}

	return start
}

// commentEnd returns the offset of the last character of a comment, or start if there is none. A
// comment without an end is one up to the end of the text.
func commentEnd(s string, start int) int {
	switch {
	case strings.HasPrefix(s[start:], "/*"):
		if n := strings.Index(s[start+2:], "*/"); n >= 0 {
			return start + 2 + n + 1
		}

		return len(s)
	case strings.HasPrefix(s[start:], "//"):
		if n := strings.IndexByte(s[start:], '\n'); n >= 0 {
			return start + n
		}
	}

	return start
}
