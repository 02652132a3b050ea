package glossary

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// trie finds the forms of words that begin at a place in HTML. Forms are stored as bytes of HTML.
type trie struct {
	next   map[edge]int32
	words  []int32   // by node: the word that ends there plus 1, or 0
	starts [256]bool // the first bytes of all forms
}

// edge leads from a node to the next one.
type edge struct {
	node int32
	char byte
}

// escaper writes a form as the HTML of articles contains it.
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

func newTrie() trie {
	return trie{next: map[edge]int32{}, words: make([]int32, 1)}
}

// add adds a form of a word.
func (t *trie) add(form string, word int) {
	t.words[t.reach(form)] = int32(word) + 1
}

// addMissing adds a form of a word, unless another word has it.
func (t *trie) addMissing(form string, word int) {
	if node := t.reach(form); t.words[node] == 0 {
		t.words[node] = int32(word) + 1
	}
}

// reach returns the node at the end of a form, and makes it if necessary.
func (t *trie) reach(form string) int32 {
	node := int32(0)
	text := escaper.Replace(form)
	t.starts[text[0]] = true
	for _, char := range []byte(text) {
		e := edge{node, char}
		node = t.next[e]
		if node == 0 {
			node = int32(len(t.words))
			t.words = append(t.words, 0)
			t.next[e] = node
		}
	}

	return node
}

// lookup returns the word with a form.
func (t *trie) lookup(form string) (word int, ok bool) {
	node := int32(0)
	for _, char := range []byte(escaper.Replace(form)) {
		if node, ok = t.next[edge{node, char}]; !ok {
			return 0, false
		}
	}

	return int(t.words[node]) - 1, t.words[node] > 0
}

// longest returns the longest word that begins at an offset of a text and ends where a word may end.
func (t *trie) longest(text []byte, start int) (word, end int, ok bool) {
	node := int32(0)
	for at := start; at < len(text); at++ {
		char := text[at]
		if isSpace(char) {
			char = ' ' // lines end anywhere
		}

		known := false
		if node, known = t.next[edge{node, char}]; !known {
			break
		}

		if id := t.words[node]; id > 0 && isBoundary(text, at+1) {
			word, end, ok = int(id)-1, at+1, true
		}
	}

	return word, end, ok
}

func isSpace(char byte) bool {
	return char == ' ' || char == '\n' || char == '\t' || char == '\r'
}

// isWordRune reports whether a character is part of words.
func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '_'
}

// unspaced are scripts without spaces between words.
var unspaced = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
}

// isBoundary reports whether a word may begin or end at an offset of a text. It may not beside a letter or a digit,
// which can be behind a character that joins names: "RA-101", "ra.example.org".
func isBoundary(text []byte, at int) bool {
	before, size := utf8.DecodeLastRune(text[:at])
	after, next := utf8.DecodeRune(text[at:])
	if isInReference(text, at) {
		return false
	}

	if isJoiner(after) && isWordRune(before) {
		beyond, _ := utf8.DecodeRune(text[at+next:])
		return !isSolid(beyond)
	}

	if isJoiner(before) && isWordRune(after) {
		beyond, _ := utf8.DecodeLastRune(text[:at-size])
		return !isSolid(beyond)
	}

	isInside := isWordRune(before) && isWordRune(after)

	return !isInside || unicode.In(before, unspaced...) || unicode.In(after, unspaced...)
}

// isJoiner reports whether a character between two letters joins them.
func isJoiner(r rune) bool {
	return r == '-' || r == '.' || r == '@' || r == '\u2010' || r == '\u2011'
}

// isSolid reports whether a character belongs to a word that spaces separate from others.
func isSolid(r rune) bool {
	return isWordRune(r) && !unicode.In(r, unspaced...)
}

// isInReference reports whether an offset is inside of a character reference such as "&amp;".
func isInReference(text []byte, at int) bool {
	const longest = 10 // the references in rendered HTML are short
	for i := at - 1; i >= max(0, at-longest); i-- {
		switch char := text[i]; {
		case char == '&':
			return true
		case char != '#' && (char < '0' || char > '9') && (char|0x20 < 'a' || char|0x20 > 'z'):
			return false
		}
	}

	return false
}
