package rules

import (
	"math"

	"signpost/internal/problem"
)

// ReadingAge reports English articles that need a higher reading age than config.yaml sets, at their hardest paragraph.
//
// The reading age is the grade level of Kincaid et al., "Derivation of new readability formulas" (1975), plus five
// years. Headings, tables, code, addresses, numbers, abbreviations and bold text are not counted: they are names on a
// screen that the writer did not choose.
var ReadingAge = Rule{
	Rule: problem.Rule{
		ID:       "SP060",
		Name:     "reading-age",
		Severity: problem.Warning,
	},
	Text: checkReadingAge,
}

// The formula is unreliable for fewer words.
const (
	minWordsArticle   = 100
	minWordsParagraph = 15
)

func checkReadingAge(t *Text, r *Report) {
	if t.ReadingAge == 0 || !t.English() {
		return
	}

	var total, hardest readability
	place := problem.Place{File: t.File}
	for i := range t.Blocks {
		b := &t.Blocks[i]
		own := measure(b)
		total.add(own)
		if own.words >= minWordsParagraph && own.age() > hardest.age() {
			hardest = own
			place = t.place(b, 0, len(b.text))
		}
	}

	age := int(math.Round(total.age()))
	if total.words < minWordsArticle || age <= t.ReadingAge {
		return
	}

	hint := "use shorter sentences and shorter words"
	if hardest.words > 0 {
		hint += ", first in this paragraph, which is the hardest"
	}

	r.Add(place,
		hint,
		"the article needs a reading age of %d, and the limit is %d", age, t.ReadingAge)
}

// readability contains the counts that the formula needs.
type readability struct {
	words     int
	sentences int
	syllables int
}

func (r *readability) add(other readability) {
	r.words += other.words
	r.sentences += other.sentences
	r.syllables += other.syllables
}

// age returns the reading age, and 0 without words.
func (r *readability) age() float64 {
	if r.words == 0 {
		return 0
	}

	words := float64(r.words)
	grade := 0.39*words/float64(r.sentences) + 11.8*float64(r.syllables)/words - 15.59

	return grade + 5
}

// measure counts the prose of a block.
func measure(b *Block) readability {
	var r readability
	if b.Kind == BlockHeading || b.Kind == BlockCell {
		return r
	}

	inSentence := false
	for _, t := range b.tokens {
		switch {
		case t.kind == stop:
			inSentence = false
		case t.kind == word && !b.isName(t):
			if !inSentence {
				r.sentences++
			}

			inSentence = true
			r.words++
			r.syllables += syllables(b.lower[t.from:t.to])
		}
	}

	return r
}

// isName reports whether a word is a name rather than prose: bold, with a digit, or an abbreviation in capitals.
func (b *Block) isName(t token) bool {
	for _, s := range b.strong {
		if s.from <= t.from && t.from < s.to {
			return true
		}
	}

	capitals := 0
	for _, c := range b.text[t.from:t.to] {
		switch {
		case c >= '0' && c <= '9', c == codeWord:
			return true
		case c >= 'A' && c <= 'Z':
			capitals++
		}
	}

	return capitals > 1
}

// syllables estimates the number of syllables of an English word in lower case: groups of vowels, without a silent e at
// the end.
func syllables(word []byte) int {
	n := 0
	afterVowel := false
	for i, c := range word {
		vowel := isVowel(c) || c == 'y' && i > 0
		if vowel && !afterVowel {
			n++
		}

		afterVowel = vowel
	}

	if n > 1 && len(word) > 2 && endsSilently([3]byte(word[len(word)-3:])) {
		n--
	}

	return max(n, 1)
}

// endsSilently reports whether a word with these last three letters ends in a silent e: "code", "codes" and "signed"
// do, "table", "cases" and "started" do not.
func endsSilently(last [3]byte) bool {
	before := last[0]
	switch {
	case last[2] == 'e':
		return last[1] != 'l' || isVowel(before)
	case last[1] == 'e' && last[2] == 's':
		return !isVowel(before) && !isSibilant(before)
	case last[1] == 'e' && last[2] == 'd':
		return !isVowel(before) && before != 't' && before != 'd'
	}

	return false
}

func isVowel(c byte) bool {
	switch c {
	case 'a', 'e', 'i', 'o', 'u':
		return true
	}

	return false
}

// isSibilant reports whether an "es" after the letter is a syllable of its own, as in "cases" and "changes".
func isSibilant(c byte) bool {
	switch c {
	case 's', 'c', 'x', 'z', 'g':
		return true
	}

	return false
}
