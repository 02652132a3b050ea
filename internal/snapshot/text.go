package snapshot

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// Text identifies a text. Two texts with the same Sum are the same.
type Text struct {
	Sum   uint64
	Words int

	// words are the checksums of all words, sorted. They are nil if the text is longer than maxWords.
	words []uint32
}

// maxWords is the number of words of a page that are compared one by one.
const maxWords = 100_000

// CountChanges returns how many words were added to and removed from a text. A word that was moved counts as neither.
// ok is false if one of the texts is too long.
func CountChanges(from, to Text) (added, removed int, ok bool) {
	if from.Words > maxWords || to.Words > maxWords {
		return 0, 0, false
	}

	a, b := from.words, to.words
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] == b[0]:
			a, b = a[1:], b[1:]
		case a[0] < b[0]:
			removed++
			a = a[1:]
		default:
			added++
			b = b[1:]
		}
	}

	return added + len(b), removed + len(a), true
}

// The parameters of the 64-bit FNV-1a checksum.
const (
	sumStart = 14695981039346656037
	sumPrime = 1099511628211
)

// sum is a running checksum.
type sum uint64

func newSum() sum { return sumStart }

func (s *sum) add(b byte) {
	*s = (*s ^ sum(b)) * sumPrime
}

// wordReader computes the checksums of a text from its parts.
type wordReader struct {
	text    Text
	all     sum // of the whole text
	section sum // of the current section
	count   int // words of the section

	word       sum
	hasContent bool // the word contains a letter or a digit
	isInWord   bool
}

func newWordReader() *wordReader {
	return &wordReader{all: newSum(), section: newSum(), word: newSum()}
}

// add adds a part of the text. Words may continue in the next part.
func (w *wordReader) add(part []byte) {
	for len(part) > 0 {
		r, size := utf8.DecodeRune(part)
		bytes := part[:size]
		part = part[size:]
		switch {
		case unicode.IsSpace(r):
			w.endWord()
			continue
		case unicode.In(r, unicode.Cf): // invisible, such as the zero width space in links to headings
			continue
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			w.hasContent = true
		}

		w.isInWord = true
		for _, b := range bytes {
			w.word.add(b)
		}
	}
}

// endWord ends a word. One without letters and digits, such as a paragraph sign that links to a heading, is ignored.
func (w *wordReader) endWord() {
	if w.isInWord && w.hasContent {
		w.text.Words++
		w.count++
		if w.text.Words <= maxWords {
			w.text.words = append(w.text.words, uint32(w.word)^uint32(w.word>>32))
		}

		for shift := 0; shift < 64; shift += 8 {
			w.all.add(byte(w.word >> shift))
			w.section.add(byte(w.word >> shift))
		}
	}

	w.word, w.isInWord, w.hasContent = newSum(), false, false
}

// endSection returns the checksum and the number of words of the current section, and begins another.
func (w *wordReader) endSection() (checksum uint64, words int) {
	w.endWord()
	checksum, words = uint64(w.section), w.count
	w.section, w.count = newSum(), 0

	return checksum, words
}

// finish returns the text.
func (w *wordReader) finish() Text {
	w.endWord()
	w.text.Sum = uint64(w.all)
	if w.text.Words > maxWords {
		w.text.words = nil
	}

	slices.Sort(w.text.words)
	w.text.words = slices.Clip(w.text.words)

	return w.text
}
