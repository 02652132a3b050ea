package search

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"unicode/utf8"
)

// correct adds similar terms for words that may be typos.
func (p *planner) correct(ctx context.Context) error {
	corrections := make([]map[string]float64, len(p.words))
	needed := map[int]bool{}

	for i := range p.words {
		word := &p.words[i]
		if len(word.variants) > 0 || utf8.RuneCountInString(word.text) < minCorrectedLength {
			continue
		}

		if err := ctx.Err(); err != nil {
			return err
		}

		corrections[i] = correctWord(word.text, word.last, p.index.similarTerms(word.text))
		for text := range corrections[i] {
			needed[p.index.shardOf(text)] = true
		}
	}

	if len(needed) == 0 {
		return nil
	}

	err := p.load(ctx, needed)
	for i, texts := range corrections {
		for text, weight := range texts {
			p.words[i].add(p.find(text), weight)
		}
	}

	return err
}

// similarTerms returns the terms that begin with one of the first two letters of a word.
func (x *index) similarTerms(word string) []typoTerm {
	first := x.manifest.TypoTerms.First
	letters := []rune(word)[:2]
	var list []typoTerm

	for i := range first {
		next := ""
		if i+1 < len(first) {
			next = first[i+1]
		}

		contains := func(letter rune) bool { return mayContain(first[i], next, letter) }
		if len(first) > 2 && !slices.ContainsFunc(letters, contains) {
			continue
		}

		terms, _ := x.typoTerms(i) // without this shard, the other words still find something
		list = append(list, terms...)
	}

	return list
}

// mayContain reports whether a shard that begins with first, before another one that begins with next, may contain
// terms with a first letter. next is empty for the last shard.
func mayContain(first, next string, letter rune) bool {
	endsBefore := next != "" && next <= string(letter)
	beginsAfter := first > string(letter+1)

	return !endsBefore && !beginsAfter
}

// correctWord returns weighted corrections of a word: similar terms, or two terms that it consists of.
func correctWord(word string, unfinished bool, terms []typoTerm) map[string]float64 {
	type candidate struct {
		typoTerm
		typos float64
	}

	var candidates []candidate
	for _, t := range terms {
		if typos := countTypos(word, t.text, unfinished); typos >= 0 {
			candidates = append(candidates, candidate{t, typos})
		}
	}

	slices.SortStableFunc(candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.typos, b.typos), cmp.Compare(b.count, a.count))
	})

	if len(candidates) == 0 || candidates[0].typos > 1 {
		if first, second, ok := splitTerm(word, terms); ok {
			return map[string]float64{first: splitWeight, second: splitWeight}
		}
	}

	corrections := map[string]float64{}
	for _, c := range candidates[:min(len(candidates), maxCorrections)] {
		corrections[c.text] = typoWeight / (c.typos + 1)
	}

	return corrections
}

// countTypos returns the number of typos between a word and a term, or -1 if there are too many. An unfinished word is
// also compared with the beginning of the term, which counts half a typo.
func countTypos(word, term string, unfinished bool) float64 {
	a, b := []rune(word), []rune(term)
	limit := 2

	if len(a) < 6 || hasDigit(word) {
		limit = 1
	}

	if d := distance(a, b, limit); d <= limit {
		return float64(d)
	}

	if unfinished && len(b) > len(a) {
		if d := distance(a, b[:len(a)], limit); d <= limit {
			return float64(d) + 0.5
		}
	}

	return -1
}

// splitTerm returns two terms that a word consists of.
func splitTerm(word string, terms []typoTerm) (first, second string, ok bool) {
	texts := map[string]bool{}
	for _, t := range terms {
		texts[t.text] = true
	}

	letters := []rune(word)
	for i := minSplitLength; i <= len(letters)-minSplitLength; i++ {
		first, second = string(letters[:i]), string(letters[i:])
		if texts[first] && texts[second] {
			return first, second, true
		}
	}

	return "", "", false
}

// sortedKeys returns the keys of a map in their order.
func sortedKeys[V any](m map[int]V) []int {
	return slices.Sorted(maps.Keys(m))
}
