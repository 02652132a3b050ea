package article

import (
	"cmp"
	"math"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"signpost/internal/problem"
	"signpost/internal/rules"
)

// leastForAge is how many words an article must have for its reading age to mean anything, and leastForBlock a paragraph.
const (
	leastForAge   = 100
	leastForBlock = 15
)

// ease counts what makes a text hard to read. Headings, tables, code, addresses, digits, abbreviations and what is bold, which are the
// names that stand on the screen, are left out: the writer did not choose them.
type ease struct {
	words, sentences, syllables int
	open                        bool // a sentence has begun and not ended
}

func (e *ease) add(other ease) {
	e.words += other.words
	e.sentences += other.sentences
	e.syllables += other.syllables
}

func (e *ease) end() {
	if e.open {
		e.sentences++
	}
	e.open = false
}

// age is the age at which most readers follow the text: the school grade of Flesch and Kincaid (1975), and five years.
func (e *ease) age() float64 {
	if e.words == 0 {
		return 0
	}
	grade := 0.39*float64(e.words)/float64(e.sentences) + 11.8*float64(e.syllables)/float64(e.words) - 15.59
	return grade + 5
}

// readings is what was counted in an article, and where it is hardest.
type readings struct {
	ease
	hardest ease
	at      int // of the hardest block, in the source
}

// count adds a block to the readings.
func (r *readings) count(b *block) {
	if b.node.Kind() == ast.KindHeading || b.node.Kind() == extast.KindTableCell {
		return
	}
	var own ease
	for _, t := range b.tokens {
		switch {
		case t.kind == stop:
			own.end()
		case t.kind == word && !b.isName(t):
			own.open = true
			own.words++
			own.syllables += syllables(b.small[t.from:t.to])
		}
	}
	own.end()
	r.add(own)
	if own.words >= leastForBlock && own.age() > r.hardest.age() {
		r.hardest, r.at = own, b.source(0)
	}
}

// isName reports whether a word is a name rather than prose: bold, or with a digit, or an abbreviation in capitals.
func (b *block) isName(t token) bool {
	for _, s := range b.strong {
		if s.from <= t.from && t.from < s.to {
			return true
		}
	}
	capitals := 0
	for _, c := range b.text[t.from:t.to] {
		if c >= '0' && c <= '9' || c == standIn {
			return true
		}
		if c >= 'A' && c <= 'Z' {
			capitals++
		}
	}
	return capitals > 1
}

// syllables estimates how many an English word has: groups of vowels, without an e that is not spoken at its end.
func syllables(small []byte) int {
	n := 0
	after := false // a vowel
	for i, c := range small {
		vowel := c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y' && i > 0
		if vowel && !after {
			n++
		}
		after = vowel
	}
	if end := len(small) - 1; n > 1 && end > 1 && silent(small[end-2:]) {
		n--
	}
	return max(n, 1)
}

// silent reports whether the last three letters of a word end in an e that is not spoken: "code", "codes" and "signed" have one,
// "table", "cases" and "started" do not.
func silent(last []byte) bool {
	a, b, c := last[0], last[1], last[2]
	switch {
	case c == 'e':
		return b != 'l' || isVowel(a)
	case c == 's' && b == 'e':
		return a != 's' && a != 'c' && a != 'x' && a != 'z' && a != 'g' && !isVowel(a)
	case c == 'd' && b == 'e':
		return a != 't' && a != 'd' && !isVowel(a)
	}
	return false
}

func isVowel(c byte) bool { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' }

// checkAge reports an article that is harder to read than its readers should have to expect. The formula is for English alone.
func (p *parser) checkAge(r *readings) {
	age := int(math.Round(r.age()))
	lang, _, _ := strings.Cut(cmp.Or(p.article.Lang, p.options.Language, "en"), "-")
	if p.options.ReadingAge == 0 || lang != "en" || r.words < leastForAge || age <= p.options.ReadingAge {
		return
	}
	place := problem.Place{File: p.article.File}
	if r.hardest.words > 0 {
		place = p.at(r.at)
	}
	p.problems = append(p.problems, rules.ReadingAge.At(place, "write shorter sentences and shorter words; this paragraph is the hardest of the article",
		"the article can be read from an age of %d, and not from %d", age, p.options.ReadingAge))
}
