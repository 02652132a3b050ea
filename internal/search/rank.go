package search

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Result is one section that was found.
type Result struct {
	URL     string `json:"url"`     // from the site's root, without a slash in front: "smartcards/resolve/#ods-code-not-present"
	Title   string `json:"title"`   // of the page
	Heading string `json:"heading"` // of the section; empty for what stands before the page's first heading
	Code    string `json:"code"`    // that the heading declares, or empty
	Excerpt string `json:"excerpt"` // the part of the text that answers best

	entry  int
	score  float64
	begins bool // its heading begins with the words of the query
}

// What a word counts for in each field; in the body it counts by its impact.
const (
	headingWeight = 4.0
	titleWeight   = 2.0
	headingLength = 0.05 // how much each word of a heading thins the others out
	saturation    = 0.5  // BM25's k1: how soon a repeated word stops counting
)

const (
	mostWords  = 32  // of a query count: a pasted message may be longer
	mostApart  = 6   // words of a query whose terms stand in files of their own are looked up
	candidates = 200 // sections, the best by their words, whose headings are compared with the query
)

// A section needs this share of the best score to be shown at all, and more where one is exactly what was asked for.
const (
	enough            = 0.2
	enoughBesideExact = 0.5
)

// Rewards, each out of reach of what stands below it.
const (
	exactCode    = 1e6
	exactHeading = 1e4
	exactTitle   = 5e3
)

// query is what somebody typed.
type query struct {
	text      string   // without spaces around it
	typed     []string // its words, with those that come again
	shortened bool     // a last word of one letter was left out
	cut       bool     // its shorter words are not looked up
}

// Search finds at most limit sections, the best first.
func (s *Searcher) Search(text string, limit int) ([]Result, error) {
	return s.SearchIn("", text, limit)
}

// SearchIn is Search in a collection and those below it, which goes by its address: "smartcards". In one that is not there it finds nothing.
func (s *Searcher) SearchIn(collection, text string, limit int) ([]Result, error) {
	all := written(words(text))
	q := query{text: strings.TrimSpace(text), typed: all[:min(len(all), mostWords)]}
	distinct := slices.Clone(q.typed)[:0]
	for _, word := range q.typed {
		if !slices.Contains(distinct, word) {
			distinct = append(distinct, word)
		}
	}
	at := slices.IndexFunc(s.manifest.Within, func(w within) bool { return w.In == collection })
	if len(distinct) == 0 || s.manifest.Entries == 0 || at < 0 {
		return nil, nil
	}
	asked := finished(distinct)
	q.shortened = len(asked) < len(distinct)
	long := s.longest(asked)
	q.cut = len(long) < len(asked)
	slots := s.plan(long)
	if err := s.lookUp(slots); err != nil {
		return nil, err
	}
	found := s.compare(s.weigh(slots, s.manifest.Within[at]), slots, &q)
	found, err := s.readAll(found, &q, telling(slots), limit)
	return found[:min(len(found), limit)], err
}

// Collections lists what [Searcher.SearchIn] may be asked for.
func (s *Searcher) Collections() []string {
	var names []string
	for _, w := range s.manifest.Within[min(1, len(s.manifest.Within)):] {
		names = append(names, w.In)
	}
	return names
}

// longest leaves out the shorter words of a long query, each of which would take a file and says little.
func (s *Searcher) longest(asked []string) []string {
	if len(s.manifest.Terms.Parts) == 0 || s.inside["terms"][0] != nil {
		return asked
	}
	apart := slices.DeleteFunc(slices.Clone(asked), s.common.has)
	slices.SortStableFunc(apart, func(a, b string) int { return cmp.Compare(units(b), units(a)) })
	left := apart[min(mostApart, len(apart)):]
	return slices.DeleteFunc(slices.Clone(asked), func(word string) bool { return slices.Contains(left, word) })
}

// units is the length of a word as JavaScript counts it.
func units(word string) int { return len(utf16.Encode([]rune(word))) }

// finished leaves out the first letter of a word that is being typed: too much begins with it.
func finished(typed []string) []string {
	n := len(typed) - 1
	if n > 0 && single(typed[n]) {
		return typed[:n]
	}
	return typed
}

func single(word string) bool {
	return utf8.RuneCountInString(word) == 1 && !hasDigit(word) && !unspaced([]rune(word)[0])
}

// weigh adds up what the words are worth in each section of a collection, and lists the best.
func (s *Searcher) weigh(slots []slot, in within) []Result {
	var touched []int
	total := 0.0
	for _, sl := range slots {
		own, worth := s.weighWord(&sl)
		total += worth
		for _, e := range own {
			if s.covered[e] == 0 {
				touched = append(touched, e)
			}
			s.score[e] += s.best[e]
			s.covered[e] += worth
			s.best[e] = 0
		}
	}
	list := make([]Result, 0, len(touched))
	for _, e := range touched {
		share := s.covered[e] / total
		if in.From <= e && e < in.To {
			list = append(list, Result{entry: e, score: s.score[e] * coverage(share)})
		}
		s.score[e], s.covered[e] = 0, 0
	}
	slices.SortFunc(list, better)
	return s.choose(list, slots)
}

// coverage lets a section sink that lacks words of the query: by share to the power of 2.25, which every reader reckons alike.
func coverage(share float64) float64 {
	return float64(share*share) * math.Sqrt(math.Sqrt(share))
}

// choose takes the best entries, and the best of those whose heading has all words of the query.
func (s *Searcher) choose(list []Result, slots []slot) []Result {
	for i := range slots {
		for _, v := range slots[i].variants {
			for _, e := range v.heads.entries {
				if s.headed[e] == i {
					s.headed[e]++
				}
			}
		}
	}
	chosen := list[:min(len(list), candidates):min(len(list), candidates)]
	for _, r := range list[len(chosen):] {
		if s.headed[r.entry] == len(slots) && len(chosen) < 2*candidates {
			chosen = append(chosen, r)
		}
	}
	clear(s.headed)
	return chosen
}

func better(a, b Result) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.entry, b.entry))
}

// weighWord leaves in best what the best variant of a word is worth in each entry that it lists.
func (s *Searcher) weighWord(sl *slot) (touched []int, worth float64) {
	limit := math.Inf(1)
	if v, known := sl.variants[sl.word]; known {
		limit = v.rarity
	}
	for _, v := range sl.variants {
		rarity := v.worth * min(limit, v.rarity)
		worth = max(worth, rarity)
		own := s.weighTerm(v)
		for _, e := range own {
			if s.best[e] == 0 {
				touched = append(touched, e)
			}
			s.best[e] = max(s.best[e], rarity*(s.weight[e]/(saturation+s.weight[e])))
			s.weight[e] = 0
		}
	}
	return touched, worth
}

// weighTerm leaves in weight how much a term stands in each entry that it lists: in its heading, its body, the title of its page.
func (s *Searcher) weighTerm(p variant) (touched []int) {
	add := func(e int, weight float64) {
		if s.weight[e] == 0 {
			touched = append(touched, e)
		}
		s.weight[e] += weight
	}
	for i, e := range p.texts.entries {
		if p.onlyHeads {
			break
		}
		add(e, s.manifest.Impacts[p.texts.values[i]&31])
	}
	for i, e := range p.heads.entries {
		length := float64(p.heads.values[i] & 15)
		add(e, headingWeight/(1+float64(headingLength*length)))
		page := s.pageOf[e]
		if s.leads[page] != e {
			continue
		}
		for k := e + 1; k < s.end(page); k++ {
			add(k, titleWeight)
		}
	}
	return touched
}

// end is the entry after the last of a page.
func (s *Searcher) end(page int) int {
	if page+1 < len(s.leads) {
		return s.leads[page+1]
	}
	return s.manifest.Entries
}

// compare rewards entries whose heading is what was asked for, and puts those that are names of one section together.
func (s *Searcher) compare(list []Result, slots []slot, q *query) []Result {
	if len(list) == 0 {
		return nil
	}
	least := list[0].score * enough
	best := map[int]Result{}
	for _, r := range list {
		own, above := placesIn(slots, r.entry), heading{}
		if lead := s.leads[s.pageOf[r.entry]]; lead != r.entry {
			above = placesIn(slots, lead)
		}
		score := float64(r.score * (1 + likeness(&own, &above, q.shortened)))
		if !q.shortened {
			score += s.exact(&own, &above, slots, r.entry, q.cut)
		}
		if real := s.real[r.entry]; score >= least && score > best[real].score {
			best[real] = Result{entry: real, score: score, begins: own.begins}
		}
	}
	return trimmed(slices.SortedFunc(maps.Values(best), better))
}

// trimmed leaves out what is far below a section that is exactly what was asked for.
func trimmed(list []Result) []Result {
	if len(list) == 0 || list[0].score < exactTitle {
		return list
	}
	rest := slices.IndexFunc(list, func(r Result) bool { return r.score < exactTitle })
	if rest < 0 {
		return list
	}
	least := list[rest].score * enoughBesideExact
	return slices.DeleteFunc(list, func(r Result) bool { return r.score < least })
}

// exact is the reward of a heading that is the query itself, and of a code that is in it. Of a query that was cut, a heading that has all the
// words that are left will do: its text is read, and tells.
func (s *Searcher) exact(own, above *heading, slots []slot, entry int, cut bool) float64 {
	n := len(slots)
	switch {
	case own.length == 1 && s.real[entry] != entry && isCode(slots, entry):
		return exactCode
	case cut && own.typed > 0 && together(own, above) == float64(n):
		return exactTitle
	case own.worth == float64(n) && own.different >= own.length && own.run == n:
		return exactHeading
	case above.length == 0 || own.typed == 0 || own.typed == n || own.different < own.length:
		return 0
	}
	if together(own, above) == float64(n) && above.different >= above.length {
		return exactTitle
	}
	return 0
}

// isCode reports whether a word of the query, or two together, are the one word of an entry.
func isCode(slots []slot, entry int) bool {
	for i := range slots {
		for _, v := range slots[i].variants {
			if _, found := slices.BinarySearch(v.heads.entries, entry); found && v.worth >= joinedWorth && hasDigit(v.name) {
				return true
			}
		}
	}
	return false
}
