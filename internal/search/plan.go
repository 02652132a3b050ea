package search

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// What a variant of a word is worth, the word itself being worth 1.
const (
	joinedWorth  = 0.9
	synonymWorth = 0.7
	stemWorth    = 0.55
	splitWorth   = 0.5
	slipWorth    = 0.8
)

// variant is a term that a word of the query may stand for.
type variant struct {
	*postings
	worth     float64
	onlyHeads bool // it counts in headings alone
}

// slot is a word of the query with its variants.
type slot struct {
	word     string
	last     bool               // it may be unfinished
	wanted   map[string]float64 // terms to look up, with their worth
	variants map[string]variant
}

// plan lists the words of a query, and the terms to look up for each.
func (s *Searcher) plan(typed []string) []slot {
	slots := make([]slot, len(typed))
	for i, word := range typed {
		slots[i] = slot{word, i == len(typed)-1, map[string]float64{word: 1}, map[string]variant{}}
	}
	for _, phrases := range s.synonyms {
		for _, phrase := range phrases {
			if at := find(typed, phrase); at >= 0 {
				replace(slots[at:at+len(phrase)], phrases)
			}
		}
	}
	return slots
}

// code reports whether two words may be the parts of a code: "id" and "201".
func code(letters, digits string) bool {
	return len(letters) <= 4 && !hasDigit(letters) && '0' <= digits[0] && digits[0] <= '9'
}

func (s *slot) want(name string, worth float64) { s.wanted[name] = max(s.wanted[name], worth) }

// find is the place of a phrase in a list, or -1.
func find(list, phrase []string) int {
	for i := 0; len(phrase) > 0 && i+len(phrase) <= len(list); i++ {
		if slices.Equal(list[i:i+len(phrase)], phrase) {
			return i
		}
	}
	return -1
}

// replace lets words stand for those of phrases that mean the same. Of two words against one, both stand for the one.
func replace(slots []slot, phrases [][]string) {
	for i := range slots {
		for _, other := range phrases {
			for k, word := range other {
				if min(k, len(slots)-1) == min(i, len(other)-1) {
					slots[i].want(word, synonymWorth)
				}
			}
		}
	}
}

// lookUp fills the variants of all words that the index knows.
func (s *Searcher) lookUp(slots []slot) error {
	s.used = map[int]*shard{}
	if err := s.loadTerms(s.needed(slots)); err != nil {
		return err
	}
	for i := range slots {
		s.fill(&slots[i])
	}
	for i := 1; i < len(slots); i++ {
		both := s.lookup(slots[i-1].word + slots[i].word)
		slots[i-1].add(both, joinedWorth)
		slots[i].add(both, joinedWorth)
	}
	return s.guess(slots)
}

// needed are the shards that the words of a query may stand in. Of two words that the site also writes as one, the one is found where its
// shard is there for another word; a code is worth a file of its own.
func (s *Searcher) needed(slots []slot) map[int]bool {
	needed := map[int]bool{}
	first := s.manifest.Terms.First
	for i := range slots {
		for name := range slots[i].wanted {
			if !s.common.has(name) {
				needed[shardOf(first, name)] = true
			}
		}
		if !s.common.has(slots[i].word) {
			needed[shardOf(first, s.stem(slots[i].word))] = true
		}
		if i > 0 && code(slots[i-1].word, slots[i].word) {
			needed[shardOf(first, slots[i-1].word+slots[i].word)] = true
		}
		if next := shardOf(first, slots[i].word) + 1; slots[i].last && next < len(first) && strings.HasPrefix(first[next], slots[i].word) {
			needed[next] = true
		}
	}
	return needed
}

func (s *Searcher) stem(word string) string {
	if s.manifest.Stem {
		return stem(word)
	}
	return word
}

// loadTerms gets shards; those that cannot be had are left out, unless that leaves none.
func (s *Searcher) loadTerms(needed map[int]bool) error {
	var wrong []error
	for _, i := range slices.Sorted(maps.Keys(needed)) {
		if err := s.loadShard(i); err != nil {
			wrong = append(wrong, err)
		}
		s.used[i] = s.terms[i]
	}
	if len(wrong) > 0 && len(wrong) == len(needed) {
		return errors.Join(wrong...)
	}
	return nil
}

func (s *Searcher) loadShard(i int) error {
	if s.terms[i] != nil || i >= len(s.manifest.Terms.Parts) {
		return nil
	}
	data, err := s.part("terms", i)
	if err != nil {
		return err
	}
	shard, err := s.readTerms(data)
	if err == nil {
		s.terms[i] = shard
	}
	return err
}

func (s *shard) has(name string) bool {
	_, found := slices.BinarySearch(s.names, name)
	return found
}

// lookup finds a term in the shards that are there.
func (s *Searcher) lookup(name string) *postings {
	for _, shard := range []*shard{s.common, s.used[shardOf(s.manifest.Terms.First, name)]} {
		if shard == nil {
			continue
		}
		if i, found := slices.BinarySearch(shard.names, name); found {
			return &shard.terms[i]
		}
	}
	return nil
}

func (s *slot) add(p *postings, worth float64) {
	if p != nil && worth > s.variants[p.name].worth {
		s.variants[p.name] = variant{p, worth, false}
	}
}

// mostEndings is how many longer terms an unfinished word stands for, the most frequent first.
const mostEndings = 24

// fill looks up a word, its other forms, and, of the last word, the terms that begin with it.
func (s *Searcher) fill(sl *slot) {
	for name, worth := range sl.wanted {
		sl.add(s.lookup(name), worth)
	}
	if root := s.stem(sl.word); root != sl.word || s.manifest.Stem {
		for _, p := range s.beginningWith(root) {
			if stem(p.name) == root && !hasDigit(sl.word) {
				sl.add(p, stemWorth)
			}
		}
	}
	if !sl.last || utf8.RuneCountInString(sl.word) < 2 {
		return
	}
	longer := s.beginningWith(sl.word)
	slices.SortStableFunc(longer, func(a, b *postings) int { return cmp.Compare(a.rarity, b.rarity) })
	for i, p := range longer {
		worth := 0.4 + 0.4*float64(utf8.RuneCountInString(sl.word))/float64(utf8.RuneCountInString(p.name))
		if sl.add(p, worth); i >= mostEndings && sl.variants[p.name].worth == worth {
			sl.variants[p.name] = variant{p, worth, true}
		}
	}
}

// beginningWith lists the terms that begin so, in all shards that the query asked for.
func (s *Searcher) beginningWith(prefix string) []*postings {
	shards := []*shard{s.common}
	for _, i := range slices.Sorted(maps.Keys(s.used)) {
		shards = append(shards, s.used[i])
	}
	var out []*postings
	for _, shard := range shards {
		if shard == nil {
			continue
		}
		run := shard.withPrefix(prefix)
		for k := range run {
			out = append(out, &run[k])
		}
	}
	return out
}

// mostGuesses is how many terms a word stands for that nobody knows.
const mostGuesses = 6

// guess finds what words may mean that the index does not know.
func (s *Searcher) guess(slots []slot) error {
	guesses := make([]map[string]float64, len(slots))
	needed := map[int]bool{}
	for i := range slots {
		if len(slots[i].variants) > 0 || utf8.RuneCountInString(slots[i].word) < 4 {
			continue
		}
		guesses[i] = s.slipsOf(slots[i].word, slots[i].last)
		for name := range guesses[i] {
			needed[shardOf(s.manifest.Terms.First, name)] = true
		}
	}
	if len(needed) == 0 {
		return nil
	}
	err := s.loadTerms(needed)
	for i, names := range guesses {
		for name, worth := range names {
			slots[i].add(s.lookup(name), worth)
		}
	}
	return err
}

// slipsOf lists the terms that a word may be a slip of, or the two that it is made of.
func (s *Searcher) slipsOf(word string, unfinished bool) map[string]float64 {
	known := s.known(word)
	type near struct {
		guess
		slips float64
	}
	var found []near
	for _, g := range known {
		if slips := slips(word, g.name, unfinished); slips >= 0 {
			found = append(found, near{g, slips})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Or(cmp.Compare(a.slips, b.slips), cmp.Compare(b.count, a.count)) })
	out := map[string]float64{}
	if parts := split(word, known); parts != nil && (len(found) == 0 || found[0].slips > 1) {
		return map[string]float64{parts[0]: splitWorth, parts[1]: splitWorth}
	}
	for _, n := range found[:min(len(found), mostGuesses)] {
		out[n.name] = slipWorth / (n.slips + 1)
	}
	return out
}

// known are the terms that begin with one of a word's first two letters.
func (s *Searcher) known(word string) []guess {
	m := &s.manifest.Slips
	needed := map[int]bool{}
	letters := []rune(word)
	for i := range m.First {
		for _, letter := range letters[:2] {
			before, after := i+1 < len(m.First) && m.First[i+1] <= string(letter), m.First[i] > string(letter+1)
			if !before && !after || len(m.First) <= 2 {
				needed[i] = true
			}
		}
	}
	var out []guess
	for _, i := range slices.Sorted(maps.Keys(needed)) {
		if s.slips[i] == nil {
			if data, err := s.part("slips", i); err == nil {
				s.slips[i], _ = readSlips(data) // without it the other words still answer
			}
		}
		out = append(out, s.slips[i]...)
	}
	return out
}

// slips counts the slips between a word and a term, or is -1 where there are too many. An unfinished word may be the beginning of the term.
func slips(word, name string, unfinished bool) float64 {
	a, b := []rune(word), []rune(name)
	most := 2
	if len(a) < 6 || hasDigit(word) {
		most = 1
	}
	if d := distance(a, b, most); d <= most {
		return float64(d)
	}
	if unfinished && len(b) > len(a) {
		if d := distance(a, b[:len(a)], most); d <= most {
			return float64(d) + 0.5
		}
	}
	return -1
}

// split finds two terms that a word is made of.
func split(word string, known []guess) []string {
	has := func(name string) bool {
		return slices.ContainsFunc(known, func(g guess) bool { return g.name == name })
	}
	letters := []rune(word)
	for i := 3; i <= len(letters)-3; i++ {
		if a, b := string(letters[:i]), string(letters[i:]); has(a) && has(b) {
			return []string{a, b}
		}
	}
	return nil
}
