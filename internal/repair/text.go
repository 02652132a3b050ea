package repair

import (
	"slices"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// unspaced are the scripts that are written without spaces between words. Each of their letters counts as a word.
var unspaced = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
	unicode.Tibetan,
}

// firstUnspaced is less than every letter of these scripts.
const firstUnspaced = 0x0E00

// termsOf returns the hashes of the words of texts and of each pair of words, sorted. Case, punctuation and the form of
// accents do not matter.
func termsOf(texts ...string) []uint64 {
	var list []uint64
	for _, text := range texts {
		list = appendTerms(list, text)
	}

	slices.Sort(list)

	return slices.Compact(list)
}

// appendTerms appends the terms of a text in any script.
func appendTerms(list []uint64, text string) []uint64 {
	w := wordHash{sum: hashStart}
	for _, r := range norm.NFKC.String(text) {
		switch {
		case unicode.IsMark(r) && !w.isEmpty():
			w.add(r)
		case r >= firstUnspaced && unicode.In(r, unspaced...):
			list = w.end(list)
			w.add(r)
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			w.add(unicode.ToLower(r))
		default:
			list = w.end(list)
		}
	}

	return w.end(list)
}

// The constants of the hash FNV-1a with 64 bits.
const (
	hashStart  = 14695981039346656037
	hashFactor = 1099511628211
)

// wordHash contains the hash of a word and the hash of the word before it.
type wordHash struct {
	sum  uint64
	last uint64
}

func (w *wordHash) isEmpty() bool {
	return w.sum == hashStart
}

func (w *wordHash) add(r rune) {
	w.sum = (w.sum ^ uint64(r)) * hashFactor
}

// end appends the word, if there is one, and its pair with the word before.
func (w *wordHash) end(list []uint64) []uint64 {
	if w.isEmpty() {
		return list
	}

	list = append(list, w.sum)
	if w.last != 0 {
		list = append(list, (w.last*hashFactor^w.sum)*hashFactor)
	}

	w.last, w.sum = w.sum, hashStart

	return list
}
