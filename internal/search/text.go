package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// splitWords splits a text into normalised words. Text in scripts without spaces is split into pairs of letters.
func splitWords(s string) []string {
	var list []string
	eachWord(s, func(word string, _, _ int) { list = append(list, word) })

	return list
}

// eachWord calls use with each word of a text and the range of bytes that it occupies there.
func eachWord(s string, use func(word string, from, to int)) {
	for at := 0; at < len(s); {
		if byteClasses[s[at]] == 0 {
			at++
			continue
		}

		from, classes := at, byte(0)
		for at < len(s) && byteClasses[s[at]] != 0 {
			classes |= byteClasses[s[at]]
			at++
		}

		switch {
		case classes == normal && at-from <= maxWordLength: // most words
			use(s[from:at], from, at)
		case classes&nonASCII == 0:
			normalizeWord(s, from, at, use)
		default:
			eachUnicodeWord(s, from, at, use)
		}
	}
}

// The classes of the bytes that words consist of. All other bytes have none.
const (
	normal        byte = 1 << iota // lower-case letters and digits of ASCII
	notNormalized                  // upper-case letters of ASCII and the apostrophe
	nonASCII                       // part of a character beyond ASCII, which may not be a letter
)

var byteClasses = func() (classes [256]byte) {
	for c := range classes {
		switch {
		case c >= utf8.RuneSelf:
			classes[c] = nonASCII
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			classes[c] = normal
		case 'A' <= c && c <= 'Z' || c == '\'':
			classes[c] = notNormalized
		}
	}

	return classes
}()

// eachUnicodeWord is eachWord for a part of a text that consists of letters, digits, apostrophes and any characters
// beyond ASCII.
func eachUnicodeWord(s string, from, to int, use func(word string, from, to int)) {
	start := -1
	for i, r := range s[from:to] {
		inWord := isWordRune(r)
		switch {
		case inWord && start < 0:
			start = from + i
		case !inWord && start >= 0:
			normalizeWord(s, start, from+i, use)
			start = -1
		}
	}

	if start >= 0 {
		normalizeWord(s, start, to, use)
	}
}

func isWordRune(r rune) bool {
	return r < utf8.RuneSelf || r == '’' || unicode.In(r, unicode.L, unicode.N, unicode.M)
}

// normalizeWord calls use with a word of the text, or with the pairs of letters that it is split into.
func normalizeWord(s string, from, to int, use func(word string, from, to int)) {
	word := fold(s[from:to])
	if word == "" {
		return
	}

	if utf8.RuneCountInString(word) > maxWordLength {
		word = string([]rune(word)[:maxWordLength])
	}

	if strings.IndexFunc(word, isUnspaced) < 0 {
		use(word, from, to)
		return
	}

	for _, part := range splitUnspaced(word) {
		use(part, from, to)
	}
}

// fold removes case, accents and apostrophes, and replaces Unicode variants of letters.
func fold(s string) string {
	if isPlainASCII(s) {
		return strings.ToLower(s)
	}

	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if r == '\'' || r == '’' || unicode.Is(unicode.M, r) {
			continue
		}

		r = unicode.ToLower(r)
		if r == 'ς' { // which JavaScript's toLowerCase returns only at the end of a word
			r = 'σ'
		}

		b.WriteRune(r)
	}

	return b.String()
}

// isPlainASCII reports whether only the case of a word can differ from its normal form.
func isPlainASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf || s[i] == '\'' {
			return false
		}
	}

	return true
}

// isUnspaced reports whether a letter belongs to a script that puts no spaces between words: Thai, Lao, Burmese, Khmer,
// Chinese or Japanese.
func isUnspaced(r rune) bool {
	switch {
	case r < 0xe00:
		return false
	case r < 0xf00,
		0x1000 <= r && r < 0x10a0,
		0x1780 <= r && r < 0x1800,
		0x3040 <= r && r < 0x3100,
		0x3400 <= r && r < 0xa000,
		0xf900 <= r && r < 0xfb00,
		0x20000 <= r && r < 0x40000:
		return true
	}

	return false
}

// splitUnspaced splits a word where scripts with and without spaces meet, and splits the parts without spaces into
// overlapping pairs of letters.
func splitUnspaced(word string) []string {
	var list []string
	runes := []rune(word)

	for len(runes) > 0 {
		n := 1
		for n < len(runes) && isUnspaced(runes[n]) == isUnspaced(runes[0]) {
			n++
		}

		list = appendPairs(list, runes[:n])
		runes = runes[n:]
	}

	return list
}

// appendPairs appends the overlapping pairs of letters of a part without spaces. Any other part is appended as it is.
func appendPairs(list []string, part []rune) []string {
	if !isUnspaced(part[0]) || len(part) == 1 {
		return append(list, string(part))
	}

	for i := range len(part) - 1 {
		list = append(list, string(part[i:i+2]))
	}

	return list
}

// isSingleLetter reports whether a word is one letter, with which many words begin.
func isSingleLetter(word string) bool {
	first, size := utf8.DecodeRuneInString(word)
	return size > 0 && size == len(word) && !hasDigit(word) && !isUnspaced(first)
}

func hasDigit(s string) bool {
	return strings.ContainsAny(s, "0123456789")
}

// endings are the endings that stem removes, the longest first.
var endings = []string{
	"ations", "ation", "ions", "ion", "ings", "ing", "ied", "ies", "ed", "es", "ers", "er", "e", "y", "s",
}

// stem returns the common part of an English word's forms: "sign" for "signing", "signed" and "signs". It is
// always a prefix of the word, so that all forms are near each other in the sorted list of terms.
func stem(word string) string {
	if hasDigit(word) {
		return word
	}

	for _, ending := range endings {
		s, found := strings.CutSuffix(word, ending)
		if found && utf8.RuneCountInString(s) >= 3 {
			return s
		}
	}

	return word
}
