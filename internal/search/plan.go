package search

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"
)

// queryWord is a word of the query, with the terms that match it.
type queryWord struct {
	text     string
	last     bool               // the word may be unfinished
	lookups  map[string]float64 // terms to look up, with their weights
	variants map[string]variant // terms that the index contains
}

// variant is a term that matches a word of the query.
type variant struct {
	*loadedTerm
	weight       float64
	headingsOnly bool // the term does not count in bodies
}

// planner finds the variants of the words of one query.
type planner struct {
	index  *index
	words  []queryWord
	shards map[int]*termShard // those that the query needs; nil if the index has no such shard
}

// planQuery finds the variants of all words. A shard that cannot be read is left out, unless that leaves none.
func planQuery(ctx context.Context, x *index, texts []string) ([]queryWord, error) {
	p := &planner{index: x, shards: map[int]*termShard{}}
	for i, text := range texts {
		p.words = append(p.words, queryWord{
			text:     text,
			last:     i == len(texts)-1,
			lookups:  map[string]float64{text: 1},
			variants: map[string]variant{},
		})
	}

	p.addSynonyms(texts)

	if err := p.lookUp(ctx); err != nil {
		return nil, err
	}

	if err := p.correct(ctx); err != nil {
		return nil, err
	}

	return p.words, nil
}

// addSynonyms adds the words of phrases with the same meaning to the lookups.
func (p *planner) addSynonyms(texts []string) {
	for _, phrases := range p.index.synonyms {
		for _, phrase := range phrases {
			if at := indexOfPhrase(texts, phrase); at >= 0 {
				addPhrases(p.words[at:at+len(phrase)], phrases)
			}
		}
	}
}

// indexOfPhrase returns the index of a phrase in a list of words, or -1.
func indexOfPhrase(list, phrase []string) int {
	for i := 0; len(phrase) > 0 && i+len(phrase) <= len(list); i++ {
		if slices.Equal(list[i:i+len(phrase)], phrase) {
			return i
		}
	}

	return -1
}

// addPhrases lets the words of a phrase stand for those of phrases with the same meaning. If one phrase has more words
// than the other, its last words stand for the last word of the other.
func addPhrases(words []queryWord, phrases [][]string) {
	for i := range words {
		for _, other := range phrases {
			for k, text := range other {
				if min(k, len(words)-1) == min(i, len(other)-1) {
					words[i].lookups[text] = max(words[i].lookups[text], synonymWeight)
				}
			}
		}
	}
}

// lookUp adds all variants of the words that the index contains.
func (p *planner) lookUp(ctx context.Context) error {
	if err := p.load(ctx, p.neededShards()); err != nil {
		return err
	}

	for i := range p.words {
		p.addVariants(&p.words[i])
	}

	for i := 1; i < len(p.words); i++ {
		before, word := &p.words[i-1], &p.words[i]
		joined := p.find(before.text + word.text)
		before.add(joined, joinedWeight)
		word.add(joined, joinedWeight)
	}

	return nil
}

// neededShards returns the shards that may contain the terms to look up. Two words that the site also writes as one are
// found only if that term is in one of these shards, except for the two parts of a code, which justify a shard.
func (p *planner) neededShards() map[int]bool {
	x := p.index
	needed := map[int]bool{}

	for i := range p.words {
		word := &p.words[i]
		for text := range word.lookups {
			if x.common.find(text) == nil {
				needed[x.shardOf(text)] = true
			}
		}

		if x.common.find(word.text) == nil {
			needed[x.shardOf(p.stem(word.text))] = true
		}

		if i > 0 && isCodeParts(p.words[i-1].text, word.text) {
			needed[x.shardOf(p.words[i-1].text+word.text)] = true
		}
	}

	last := p.words[len(p.words)-1].text
	next := x.shardOf(last) + 1

	if first := x.manifest.Terms.First; next < len(first) && strings.HasPrefix(first[next], last) {
		needed[next] = true // it also contains completions
	}

	return needed
}

// maxCodeLetters is the greatest length of the letters of a code whose two parts are looked up as one word.
const maxCodeLetters = 4

// isCodeParts reports whether two words may be the parts of a code: "id" and "201".
func isCodeParts(letters, digits string) bool {
	return len(letters) <= maxCodeLetters && !hasDigit(letters) && '0' <= digits[0] && digits[0] <= '9'
}

func (p *planner) stem(word string) string {
	if p.index.manifest.Stem {
		return stem(word)
	}

	return word
}

// load reads shards. Those that cannot be read are left out, unless that leaves none.
func (p *planner) load(ctx context.Context, needed map[int]bool) error {
	var errs []error
	for _, i := range sortedKeys(needed) {
		if err := ctx.Err(); err != nil {
			return err
		}

		shard, err := p.index.terms(i)
		if err != nil {
			errs = append(errs, err)
		}

		p.shards[i] = shard
	}

	if len(errs) > 0 && len(errs) == len(needed) {
		return errors.Join(errs...)
	}

	return nil
}

// find returns a term of the shards that have been read, or nil.
func (p *planner) find(text string) *loadedTerm {
	for _, shard := range []*termShard{p.index.common, p.shards[p.index.shardOf(text)]} {
		if shard == nil {
			continue
		}

		if term := shard.find(text); term != nil {
			return term
		}
	}

	return nil
}

// add adds a variant, unless the term is nil or a variant with at least the same weight already.
func (w *queryWord) add(term *loadedTerm, weight float64) {
	if term != nil && weight > w.variants[term.text].weight {
		w.variants[term.text] = variant{term, weight, false}
	}
}

// addVariants adds the terms to look up, the other forms of the word and, if it is the last one, its completions.
func (p *planner) addVariants(word *queryWord) {
	for text, weight := range word.lookups {
		word.add(p.find(text), weight)
	}

	if p.index.manifest.Stem && !hasDigit(word.text) {
		root := stem(word.text)
		for _, term := range p.withPrefix(root) {
			if stem(term.text) == root {
				word.add(term, stemWeight)
			}
		}
	}

	if word.last && utf8.RuneCountInString(word.text) >= 2 {
		p.addCompletions(word)
	}
}

// addCompletions adds the terms that begin with a word. The less of a term is missing, the higher is its weight.
func (p *planner) addCompletions(word *queryWord) {
	completions := p.withPrefix(word.text)
	slices.SortStableFunc(completions, func(a, b *loadedTerm) int {
		return cmp.Compare(a.idf, b.idf)
	})

	typed := float64(utf8.RuneCountInString(word.text))
	for i, term := range completions {
		length := float64(utf8.RuneCountInString(term.text))
		weight := 0.4 + 0.4*typed/length
		word.add(term, weight)

		if i >= maxCompletions && word.variants[term.text].weight == weight {
			word.variants[term.text] = variant{term, weight, true}
		}
	}
}

// withPrefix returns the terms with a prefix in the shards that have been read.
func (p *planner) withPrefix(prefix string) []*loadedTerm {
	shards := []*termShard{p.index.common}
	for _, i := range sortedKeys(p.shards) {
		if p.shards[i] != nil {
			shards = append(shards, p.shards[i])
		}
	}

	var list []*loadedTerm
	for _, shard := range shards {
		terms := shard.withPrefix(prefix)
		for i := range terms {
			list = append(list, &terms[i])
		}
	}

	return list
}
