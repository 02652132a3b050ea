package rules

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a range of the text of a block.
type token struct {
	from int
	to   int
	kind tokenKind
}

type tokenKind byte

const (
	space       tokenKind = iota // never in a list of tokens
	word                         // letters and digits
	emoji                        // one emoji with its modifiers
	stop                         // the end of a sentence
	punctuation                  // anything else
)

// appendTokens appends the tokens of a text, without spaces.
func appendTokens(tokens []token, text []byte) []token {
	for i := 0; i < len(text); {
		kind, size := nextToken(text[i:])
		if kind != space {
			tokens = append(tokens, token{from: i, to: i + size, kind: kind})
		}

		i += size
	}

	return tokens
}

// nextToken returns the kind and the length of the token at the start of text.
func nextToken(text []byte) (kind tokenKind, size int) {
	if n := wordLen(text); n > 0 {
		return word, n
	}

	r, size := utf8.DecodeRune(text)
	switch r {
	case ' ', '\t', '\u00a0', '\\':
		return space, size
	case '.', '!', '?', '…', '\n':
		return stop, size
	}

	if isEmoji(r) {
		return emoji, size + modifiersLen(text[size:])
	}

	return punctuation, size
}

// wordLen returns the length of the word at the start of text. A character that joins two letters or digits is part of
// the word: "didn't", "2.4", "ID-201".
func wordLen(text []byte) int {
	n := 0
	for {
		for n < len(text) && text[n] < utf8.RuneSelf && asciiWord[text[n]] {
			n++
		}

		if n == len(text) {
			return n
		}

		r, size := utf8.DecodeRune(text[n:])
		if !isWordRune(r) && (n == 0 || !joins(r, text[n+size:])) {
			return n
		}

		n += size
	}
}

// joins reports whether r, between a letter and the text after it, is part of a word.
func joins(r rune, after []byte) bool {
	switch r {
	case '\'', '’', '-', '.', '_', '@', '/', '\u2011':
		next, _ := utf8.DecodeRune(after)
		return isWordRune(next)
	}

	return false
}

// asciiWord is true for ASCII letters and digits, and for codeWord.
var asciiWord = func() (set [utf8.RuneSelf]bool) {
	const letters = "abcdefghijklmnopqrstuvwxyz"
	for _, c := range letters + strings.ToUpper(letters) + "0123456789" + string(codeWord) {
		set[c] = true
	}

	return set
}()

func isWordRune(r rune) bool {
	if uint32(r) < utf8.RuneSelf {
		return asciiWord[r]
	}

	if r == utf8.RuneError || r == 0xfe0f {
		return false
	}

	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// wordSet is a set of words in lower case.
type wordSet map[string]bool

// words returns the set of the words in a list that is separated by spaces.
func words(list string) wordSet {
	set := wordSet{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}

	return set
}

// onlyWords reports whether every word of the list is in one of the sets.
func onlyWords(list []string, sets ...wordSet) bool {
	for _, w := range list {
		known := func(set wordSet) bool { return set[w] }
		if !slices.ContainsFunc(sets, known) {
			return false
		}
	}

	return true
}

func isEmoji(r rune) bool {
	switch {
	case r < 0x2600:
		return r == 0x231a || r == 0x231b || r == 0x23f0 || r == 0x23f3
	case r >= 0x2794 && r <= 0x27bf:
		return r == 0x27b0 || r == 0x27bf // the others are arrows, as in "Settings ➔ Users"
	case r <= 0x27bf:
		return true
	}

	return r == 0x2b50 || r == 0x2b55 || r >= 0x1f1e6 && r <= 0x1faff
}

// modifiersLen returns the length of the characters that belong to the emoji before text: variation selectors, skin
// tones, a second regional indicator and joined emoji.
func modifiersLen(text []byte) int {
	n := 0
	joined := false
	for n < len(text) {
		r, size := utf8.DecodeRune(text[n:])
		if !isModifier(r) && !(joined && isEmoji(r)) {
			break
		}

		joined = r == zeroWidthJoiner
		n += size
	}

	return n
}

const zeroWidthJoiner = '\u200d'

func isModifier(r rune) bool {
	switch {
	case r == 0xfe0f, r == zeroWidthJoiner:
		return true
	case r >= 0x1f3fb && r <= 0x1f3ff: // skin tones
		return true
	case r >= 0x1f1e6 && r <= 0x1f1ff: // regional indicators
		return true
	}

	return false
}
