package literal

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// tokenKind is the kind of a token.
type tokenKind int

const (
	end tokenKind = iota
	word
	number
	text // a string or a template without substitutions
	sign // one character, or "=>" or "..."
	odd  // a template with substitutions, a regular expression
)

type token struct {
	kind tokenKind
	text string
	line int
}

// tokenise cuts a source into tokens, without comments.
func tokenise(src string) []token {
	t := tokeniser{src: src, line: 1}
	for t.at < len(src) {
		t.next()
	}

	return t.tokens
}

type tokeniser struct {
	src    string
	at     int
	line   int
	tokens []token
}

func (t *tokeniser) add(kind tokenKind, text string) {
	t.tokens = append(t.tokens, token{kind, text, t.line})
}

func (t *tokeniser) next() {
	rest := t.src[t.at:]
	switch b := rest[0]; {
	case b == '\n':
		t.line++
		t.at++
	case b == ' ' || b == '\t' || b == '\r':
		t.at++
	case strings.HasPrefix(rest, "//"):
		t.skip(indexOr(rest, "\n"))
	case strings.HasPrefix(rest, "/*"):
		t.skip(min(indexOr(rest[2:], "*/")+4, len(rest)))
	case b == '/' && t.maybeExpression():
		t.expression(rest)
	case b == '"' || b == '\'' || b == '`':
		t.string(rest, b)
	case b >= '0' && b <= '9':
		n := spanOf(rest, func(b byte) bool { return isWordByte(b) || b == '.' })
		t.add(number, rest[:n])
		t.at += n
	case isWordByte(b):
		n := spanOf(rest, isWordByte)
		t.add(word, rest[:n])
		t.at += n
	case strings.HasPrefix(rest, "..."):
		t.add(sign, "...")
		t.at += 3
	case strings.HasPrefix(rest, "=>"):
		t.add(sign, "=>")
		t.at += 2
	default:
		t.add(sign, rest[:1])
		t.at++
	}
}

func indexOr(s, text string) int {
	if i := strings.Index(s, text); i >= 0 {
		return i
	}

	return len(s)
}

func spanOf(s string, is func(byte) bool) int {
	n := 0
	for n < len(s) && is(s[n]) {
		n++
	}

	return n
}

func isWordByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_' || b == '$' || b >= 0x80
}

func (t *tokeniser) skip(n int) {
	t.line += strings.Count(t.src[t.at:t.at+n], "\n")
	t.at += n
}

// maybeExpression reports whether a slash can begin a regular expression: not after a value.
func (t *tokeniser) maybeExpression() bool {
	if len(t.tokens) == 0 {
		return true
	}

	last := t.tokens[len(t.tokens)-1]
	return last.kind == sign && last.text != ")" && last.text != "]" && last.text != "}"
}

// expression reads a regular expression, which ends on its line.
func (t *tokeniser) expression(rest string) {
	inClass := false
	for i := 1; i < len(rest) && rest[i] != '\n'; i++ {
		switch b := rest[i]; {
		case b == '\\':
			i++
		case b == '[':
			inClass = true
		case b == ']':
			inClass = false
		case b == '/' && !inClass:
			t.add(odd, rest[:i+1])
			t.at += i + 1 + spanOf(rest[i+1:], isWordByte)
			return
		}
	}

	t.add(sign, "/")
	t.at++
}

// string reads a string or a template.
func (t *tokeniser) string(rest string, quote byte) {
	var b strings.Builder
	kind := text
	depth := 0
	for i := 1; i < len(rest); i++ {
		switch c := rest[i]; {
		case c == '\\' && i+1 < len(rest):
			c, n := Unescape(rest[i:])
			b.WriteString(c)
			i += n - 1
		case c == quote && depth == 0:
			t.add(kind, b.String())
			t.skip(i + 1)
			return
		case c == '\n' && quote != '`':
			t.add(odd, rest[:i])
			t.at += i
			return
		case quote == '`' && c == '$' && i+1 < len(rest) && rest[i+1] == '{':
			kind = odd
			depth++
			b.WriteString("${")
			i++
		case quote == '`' && c == '}' && depth > 0:
			depth--
			b.WriteByte(c)
		default:
			b.WriteByte(c)
		}
	}

	t.add(odd, b.String())
	t.skip(len(rest))
}

// Unescape returns what the escape at the start of a text stands for, and the length of the escape. A backslash at the
// end of the text stands for itself.
func Unescape(text string) (value string, length int) {
	if len(text) < 2 {
		return text, len(text)
	}

	switch text[1] {
	case 'n':
		return "\n", 2
	case 't':
		return "\t", 2
	case 'r', '\n':
		return "", 2
	case 'u', 'x':
		return unescapeNumber(text)
	}

	_, size := utf8.DecodeRuneInString(text[1:])

	return text[1 : 1+size], 1 + size
}

func unescapeNumber(text string) (value string, length int) {
	digits := text[2:]
	switch {
	case strings.HasPrefix(digits, "{"):
		inner, _, ok := strings.Cut(digits[1:], "}")
		if !ok || len(inner) > 8 {
			return "", 2
		}

		digits, length = inner, len(inner)+4
	case text[1] == 'u' && len(digits) >= 4:
		digits, length = digits[:4], 6
	case text[1] == 'x' && len(digits) >= 2:
		digits, length = digits[:2], 4
	default:
		return "", 2
	}

	n, err := strconv.ParseUint(digits, 16, 32)
	if err != nil {
		return "", length
	}

	if rest := text[length:]; utf16.IsSurrogate(rune(n)) && strings.HasPrefix(rest, `\u`) && len(rest) >= 6 {
		low, err := strconv.ParseUint(rest[2:6], 16, 32)
		if r := utf16.DecodeRune(rune(n), rune(low)); err == nil && r != utf8.RuneError {
			return string(r), length + 6
		}
	}

	return string(rune(n)), length
}
