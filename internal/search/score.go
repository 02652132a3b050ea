package search

import (
	"math"
	"slices"
)

// scorer computes the scores of entries. Its slices have an element for each entry; all are zero between two queries.
type scorer struct {
	index *index

	// The score of all words, and the weight of the words that the entry contains.
	scores   []float64
	coverage []float64
	// The score of the best variant of a word. It is zero between two words.
	best []float64
	// The weighted frequency of a term. It is zero between two terms.
	frequency []float64
	// The number of words in the heading.
	matched []int
}

func newScorer(x *index) *scorer {
	n := x.manifest.Entries
	return &scorer{
		index:     x,
		scores:    make([]float64, n),
		coverage:  make([]float64, n),
		best:      make([]float64, n),
		frequency: make([]float64, n),
		matched:   make([]int, n),
	}
}

// score returns the best entries of a scope, the best first.
func (s *scorer) score(words []queryWord, in scope) []found {
	var touched []int
	total := 0.0

	for i := range words {
		own, weight := s.scoreWord(&words[i])
		total += weight

		for _, e := range own {
			if s.coverage[e] == 0 {
				touched = append(touched, e)
			}

			s.scores[e] += s.best[e]
			s.coverage[e] += weight
			s.best[e] = 0
		}
	}

	list := make([]found, 0, len(touched))
	for _, e := range touched {
		score := s.scores[e] * float64(coverageFactor(s.coverage[e]/total)*s.index.weights[s.index.pageOf[e]])
		if in.From <= e && e < in.To {
			list = append(list, found{entry: e, score: score})
		}

		s.scores[e], s.coverage[e] = 0, 0
	}

	slices.SortFunc(list, compareFound)

	return s.shortlist(list, words)
}

// coverageFactor reduces the score of an entry that lacks words of the query: share to the power of 2.25, which square
// roots compute alike on every processor.
func coverageFactor(share float64) float64 {
	return float64(share*share) * math.Sqrt(math.Sqrt(share))
}

// shortlist returns the best entries, and the best of those whose heading contains all words of the query.
func (s *scorer) shortlist(list []found, words []queryWord) []found {
	for i := range words {
		s.countMatches(&words[i], i)
	}

	n := min(len(list), maxCandidates)
	chosen := list[:n:n]

	for _, f := range list[n:] {
		if s.matched[f.entry] == len(words) && len(chosen) < 2*maxCandidates {
			chosen = append(chosen, f)
		}
	}

	clear(s.matched)

	return chosen
}

// countMatches increases the number of matched words of the headings that contain a word and all words before it.
func (s *scorer) countMatches(word *queryWord, wordsBefore int) {
	for _, v := range word.variants {
		for _, e := range v.headings.entries {
			if s.matched[e] == wordsBefore {
				s.matched[e]++
			}
		}
	}
}

// scoreWord sets best for each entry that contains a variant of a word, and returns these entries and the weight of the
// word. A variant must not be rarer than the word itself.
func (s *scorer) scoreWord(word *queryWord) (touched []int, weight float64) {
	maxIDF := math.Inf(1)
	if v, ok := word.variants[word.text]; ok {
		maxIDF = v.idf
	}

	for _, v := range word.variants {
		variantWeight := v.weight * min(maxIDF, v.idf)
		weight = max(weight, variantWeight)

		for _, e := range s.scoreTerm(v) {
			if s.best[e] == 0 {
				touched = append(touched, e)
			}

			frequency := s.frequency[e]
			s.best[e] = max(s.best[e], variantWeight*(frequency/(saturation+frequency)))
			s.frequency[e] = 0
		}
	}

	return touched, weight
}

// scoreTerm sets the weighted frequency of a term in each entry whose heading, body or page title contains it, and
// returns these entries.
func (s *scorer) scoreTerm(v variant) (touched []int) {
	add := func(e int, frequency float64) {
		if s.frequency[e] == 0 {
			touched = append(touched, e)
		}

		s.frequency[e] += frequency
	}

	if !v.headingsOnly {
		for i, e := range v.bodies.entries {
			add(e, s.index.manifest.Impacts[v.bodies.values[i]&31])
		}
	}

	for i, e := range v.headings.entries {
		length := float64(v.headings.values[i] & 15)
		add(e, headingWeight/(1+float64(headingLengthPenalty*length)))
		page := s.index.pageOf[e]

		if s.index.leads[page] != e {
			continue
		}

		for k := e + 1; k < s.index.pageEnd(page); k++ {
			add(k, titleWeight)
		}
	}

	return touched
}
