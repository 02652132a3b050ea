package syntax

import (
	"bytes"
	"strings"
)

// docString is a string between three marks in Python. It is documentation if it is a statement of its own.
func docString(mark string) []rule {
	multiline := quotes{escape: '\\', multiline: true}
	return []rule{{
		first: mark[:1],
		match: func(src []byte, pos int) (int, Kind) {
			if !bytes.HasPrefix(src[pos:], []byte(mark)) {
				return none, 0
			}

			end := multiline.end(src, pos+len(mark), mark)
			if isStatement(src, pos) {
				return end, Comment
			}

			return end, Text
		},
	}}
}

// isStatement reports whether a string in Python begins a statement: only a prefix is before it on its line, and the
// line before is complete.
func isStatement(src []byte, pos int) bool {
	i := pos
	for i > 0 && pos-i < maxIndent && bytes.IndexByte([]byte(" \trRuUbB"), src[i-1]) >= 0 {
		i--
	}

	if i > 0 && src[i-1] != '\n' {
		return false
	}

	before := bytes.TrimRight(src[max(0, i-maxIndent):i], " \t\r\n")

	return len(before) == 0 || bytes.IndexByte([]byte("([{,=+%\\"), before[len(before)-1]) < 0
}

// template is a string between backticks in JavaScript. The code in ${} is part of it.
func template() []rule {
	return []rule{{
		first: "`",
		match: func(src []byte, pos int) (int, Kind) { return templateEnd(src, pos+1), Text },
	}}
}

// templateEnd returns the end of a template. Its stack has a level for each ${ and for each template in one.
func templateEnd(src []byte, pos int) int {
	stack := []byte{'`'}
	for i := pos; i < len(src); i++ {
		inTemplate := stack[len(stack)-1] == '`'
		switch c := src[i]; {
		case c == '\\':
			i++
		case c == '`' && inTemplate:
			if stack = stack[:len(stack)-1]; len(stack) == 0 {
				return i + 1
			}
		case inTemplate && c == '$' && i+1 < len(src) && src[i+1] == '{':
			stack = append(stack, '{')
			i++
		case inTemplate:
		case c == '{', c == '`':
			stack = append(stack, c)
		case c == '}':
			stack = stack[:len(stack)-1]
		case c == '"', c == '\'':
			i = max(i, escaped.end(src, i+1, string(c))-1)
		}
	}

	return open
}

// maxRegexp is the length of the longest regular expression that is recognised.
const maxRegexp = 300

// regularExpression is a literal between slashes in JavaScript, where an operand is expected.
func regularExpression() []rule {
	return []rule{{
		first: "/",
		match: func(src []byte, pos int) (int, Kind) {
			if !expectsOperand(src, pos) {
				return none, 0
			}

			inClass := false
			for i := pos + 1; i < len(src) && i-pos < maxRegexp; i++ {
				switch c := src[i]; {
				case c == '\n':
					return none, 0
				case c == '\\':
					i++
				case c == '[':
					inClass = true
				case c == ']':
					inClass = false
				case c == '/' && !inClass:
					return i + 1, Text
				}
			}

			return none, 0
		},
	}}
}

// expectsOperand reports whether a slash cannot be a division, because of what is before it.
func expectsOperand(src []byte, pos int) bool {
	before := bytes.TrimRight(src[max(0, pos-maxIndent):pos], " \t\r\n")
	if len(before) == 0 {
		return true
	}

	last := before[len(before)-1]
	if !isWord(last) {
		return bytes.IndexByte([]byte("(,=:[!&|?{;+-*%~^"), last) >= 0
	}

	from := len(before)
	for from > 0 && isWord(before[from-1]) {
		from--
	}

	switch string(before[from:]) {
	case "return", "typeof", "case", "in", "of", "do", "else", "void", "delete", "throw", "await", "yield":
		return true
	}

	return false
}

// hashed is a raw string whose marks have any number of "#": r#"..."# in Rust, #"..."# in Swift.
func hashed(first string, least int) []rule {
	return []rule{{
		first: first[:1],
		match: func(src []byte, pos int) (int, Kind) {
			i := pos
			if first == "r" {
				if isWord(byteBefore(src, pos)) && byteBefore(src, pos) != 'b' {
					return none, 0
				}

				i++
			}

			n := count(src[i:], '#')
			i += n
			if n < least || i >= len(src) || src[i] != '"' {
				return none, 0
			}

			end := bytes.Index(src[i+1:], []byte(`"`+strings.Repeat("#", n)))
			if end < 0 {
				return open, 0
			}

			return i + 1 + end + 1 + n, Text
		},
	}}
}

// maxMarks is the number of marks that a raw string can have.
const maxMarks = 16

// count returns how often a byte is repeated at the start of src.
func count(src []byte, b byte) int {
	n := 0
	for n < len(src) && n < maxMarks && src[n] == b {
		n++
	}

	return n
}

// rawC is a raw string of C++: R"mark(...)mark".
func rawC() []rule {
	return []rule{{
		first: "R",
		match: func(src []byte, pos int) (int, Kind) {
			if pos+1 >= len(src) || src[pos+1] != '"' {
				return none, 0
			}

			n := bytes.IndexByte(src[pos+2:min(len(src), pos+2+maxMarks+1)], '(')
			if n < 0 {
				return none, 0
			}

			mark := ")" + string(src[pos+2:pos+2+n]) + `"`
			end := bytes.Index(src[pos+2:], []byte(mark))
			if end < 0 {
				return open, 0
			}

			return pos + 2 + end + len(mark), Text
		},
	}}
}

// longBracket is a string of Lua such as [[...]] or [==[...]==], or with a prefix a comment.
func longBracket(prefix string, kind Kind) []rule {
	return []rule{{
		first: (prefix + "[")[:1],
		match: func(src []byte, pos int) (int, Kind) {
			if !bytes.HasPrefix(src[pos:], []byte(prefix+"[")) {
				return none, 0
			}

			i := pos + len(prefix) + 1
			n := count(src[i:], '=')
			if i += n; i >= len(src) || src[i] != '[' {
				return none, 0
			}

			mark := "]" + strings.Repeat("=", n) + "]"
			end := bytes.Index(src[i:], []byte(mark))
			if end < 0 {
				return open, 0
			}

			return i + end + len(mark), kind
		},
	}}
}

// hereDocument is a text that ends with a line of its own: <<EOF in shells and Ruby, <<<EOF in PHP.
func hereDocument(opener string) []rule {
	return []rule{{
		first: "<",
		match: func(src []byte, pos int) (int, Kind) {
			if !bytes.HasPrefix(src[pos:], []byte(opener)) || byteBefore(src, pos) == '<' {
				return none, 0
			}

			word := hereWord(src[pos+len(opener) : lineEnd(src, pos)])
			if word == "" {
				return none, 0
			}

			for i := lineEnd(src, pos) + 1; i < len(src); {
				end := lineEnd(src, i)
				if line := bytes.Trim(src[i:end], " \t\r;,)"); string(line) == word {
					return end, Text
				}

				i = end + 1
			}

			return open, 0
		},
	}}
}

// hereWord returns the word that ends a text, from what follows the opener.
func hereWord(line []byte) string {
	line = bytes.TrimLeft(line, "-~ \"'\\")
	n := 0
	for n < len(line) && n < 64 && isWord(line[n]) {
		n++
	}

	if word := string(line[:n]); n > 1 && word == strings.ToUpper(word) && word[0] >= 'A' {
		return word
	}

	return ""
}

// tag is a tag of HTML or XML: code, up to the ">" that is outside of its strings.
func tag() []rule {
	return []rule{{
		first: "<",
		match: func(src []byte, pos int) (int, Kind) {
			if pos+1 >= len(src) || !isWord(src[pos+1]) && bytes.IndexByte([]byte("/!?"), src[pos+1]) < 0 {
				return none, 0
			}

			return tagEnd(src, pos), Code
		},
	}}
}

func tagEnd(src []byte, pos int) int {
	quote := byte(0)
	for i := pos; i < len(src); i++ {
		switch c := src[i]; {
		case c == '>' && quote == 0:
			return i + 1
		case c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\'') && byteBefore(src, i) == '=':
			quote = c
		}
	}

	return open
}

// element is an element of HTML with content in another language: its start tag, and the language up to its end tag.
func element(name string, inner func() *Language) []rule {
	return []rule{{
		first: "<",
		match: func(src []byte, pos int) (int, Kind) {
			after := pos + 1 + len(name)
			if !hasFold(src[pos+1:], name) || after < len(src) && isWord(src[after]) {
				return none, 0
			}

			return tagEnd(src, pos), Code
		},
		inner: inner,
		until: func(src []byte, at int) int {
			for i := at; ; {
				n := bytes.Index(src[i:], []byte("</"))
				if n < 0 {
					return len(src)
				}

				if i += n; hasFold(src[i+2:], name) {
					return i
				}

				i += 2
			}
		},
	}}
}

// instruction is code of another language between two marks, such as <?php and ?>.
func instruction(opener, closer string, inner func() *Language) []rule {
	return []rule{{
		first: opener[:1],
		match: func(src []byte, pos int) (int, Kind) {
			if !bytes.HasPrefix(src[pos:], []byte(opener)) {
				return none, 0
			}

			return pos + len(opener), Code
		},
		inner: inner,
		until: func(src []byte, at int) int {
			if n := bytes.Index(src[at:], []byte(closer)); n >= 0 {
				return at + n
			}

			return len(src)
		},
	}}
}
