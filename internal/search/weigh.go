package search

import (
	"encoding/binary"
	"math"
	"slices"
)

// posting says that a term stands in an entry, and how much it says there.
type posting struct {
	term, entry uint32
	value       uint8
	again       bool // in the body, of a word that the heading has as well
}

// weighed is what the words of a run of entries are worth.
type weighed struct {
	heads, bodies []posting

	// To be used again:
	words  []uint32
	counts []float64 // how often the words of a body stand in it, in the order of their postings
	places []uint32  // in bodies, of the posting made last for each term
}

// weigher knows what all chunks need.
type weigher struct {
	terms  []string          // sorted
	places []uint32          // in terms, by number in the vocabulary
	mean   float64           // words of a body
	begins []bool            // terms that a longer term begins with, which ends with another
	ends   []bool            // those others
	whole  map[uint64]uint32 // that longer term, by the places of both
}

// newWeigher sorts the terms of a vocabulary, which go by their places from here on.
func newWeigher(v *vocabulary, chunks []chunk) *weigher {
	w := &weigher{terms: v.words(), mean: meanLength(chunks), whole: map[uint64]uint32{}}
	slices.Sort(w.terms)
	w.places = make([]uint32, len(w.terms))
	for i, term := range w.terms {
		number, _ := v.known(term)
		w.places[number] = uint32(i)
	}
	w.begins, w.ends = make([]bool, len(w.terms)), make([]bool, len(w.terms))
	for i, term := range w.terms {
		w.halve(&v.dictionary, uint32(i), term)
	}
	return w
}

// meanLength is how many words a body has, where it has any.
func meanLength(chunks []chunk) float64 {
	total, bodies := 0, 0
	for _, c := range chunks {
		for _, s := range c.sizes {
			if total += int(s.body); s.body > 0 {
				bodies++
			}
		}
	}
	return max(1, float64(total)/float64(max(1, bodies)))
}

// halve finds the terms that a term consists of where it is written apart: "smart card" where there is "smartcard" too.
func (w *weigher) halve(known *dictionary, whole uint32, term string) {
	for i := 2; len(term) >= 5 && i <= len(term)-2; i++ {
		if first, ok := known.known(term[:i]); ok {
			if second, ok := known.known(term[i:]); ok {
				w.join(w.places[first], w.places[second], whole)
			}
		}
	}
}

// join notes that two terms side by side are the halves of a third.
func (w *weigher) join(first, second, whole uint32) {
	w.begins[first], w.ends[second] = true, true
	w.whole[uint64(first)<<32|uint64(second)] = whole
}

// weigh makes the postings of a chunk, in the place of what was in out.
func (w *weigher) weigh(out *weighed, c *chunk) {
	out.heads, out.bodies, out.words = out.heads[:0], out.bodies[:0], out.words[:0]
	for packed := c.packed; len(packed) > 0; {
		word, n := binary.Uvarint(packed)
		out.words = append(out.words, w.places[c.terms[word]])
		packed = packed[n:]
	}
	rest := out.words
	for i, s := range c.sizes {
		entry := uint32(c.first + i)
		before := len(out.heads)
		out.heads = w.head(out.heads, entry, rest[:s.heading])
		rest = rest[s.heading:]
		w.body(out, entry, rest[:s.body], out.heads[before:])
		rest = rest[s.body:]
	}
}

// head notes where in a heading each word stands first, repeated words left out, and how many there are.
func (w *weigher) head(out []posting, entry uint32, heading []uint32) []posting {
	var different []uint32
	for _, term := range heading {
		if !slices.Contains(different, term) {
			different = append(different, term)
		}
	}
	length := uint8(min(15, len(different)))
	for place, term := range different {
		out = append(out, posting{term: term, entry: entry, value: uint8(min(15, place))<<4 | length})
	}
	var seen []uint32
	w.joined(heading, func(place int, term uint32) {
		if !slices.Contains(different, term) && !slices.Contains(seen, term) {
			seen = append(seen, term)
			out = append(out, posting{term: term, entry: entry, value: uint8(min(15, place))<<4 | length})
		}
	})
	return out
}

// body counts the words of a text, those written apart half, and makes a posting of each.
func (w *weigher) body(out *weighed, entry uint32, text []uint32, heads []posting) {
	out.counts = out.counts[:0]
	if out.places == nil {
		out.places = make([]uint32, len(w.terms))
	}
	start := len(out.bodies)
	find := func(term uint32) (i int, known bool) {
		i = int(out.places[term])
		return i, i >= start && i < len(out.bodies) && out.bodies[i].term == term
	}
	count := func(term uint32, share float64) {
		i, known := find(term)
		if !known {
			i = len(out.bodies)
			out.places[term] = uint32(i)
			out.bodies, out.counts = append(out.bodies, posting{term: term, entry: entry}), append(out.counts, 0)
		}
		out.counts[i-start] += share
	}
	for _, term := range text {
		count(term, 1)
	}
	w.joined(text, func(_ int, term uint32) { count(term, 0.5) })
	thinned := 1 - lengthShare + lengthShare*float64(len(text))/w.mean
	once := impact(1 / thinned) // as most words stand in a text
	for i, n := range out.counts {
		p := &out.bodies[start+i]
		if p.value = once; n != 1 {
			p.value = impact(n / thinned)
		}
	}
	for i := range heads {
		if at, known := find(heads[i].term); known {
			out.bodies[at].again = true
		}
	}
}

// lengthShare is BM25's b: how much a long body thins its words out.
const lengthShare = 0.75

// impact finds the nearest of the levels that the index knows.
func impact(weight float64) uint8 {
	level, _ := slices.BinarySearch(bounds, weight)
	return uint8(level)
}

// bounds are the weights between which the levels lie, halfway by their ratio. A root is the same on every processor, as a logarithm of each weight
// would not be.
var bounds = func() []float64 {
	levels := impacts()
	list := make([]float64, len(levels)-1)
	for i := range list {
		list[i] = math.Sqrt(levels[i] * levels[i+1])
	}
	return list
}()

// impacts are the weights that the levels stand for, as the index carries them.
func impacts() []float64 {
	list := make([]float64, 32)
	for i := range list {
		list[i] = math.Round(math.Exp2(float64(i-16)/4)*1024) / 1024
	}
	return list
}

// joined finds words written apart that the site also writes as one.
func (w *weigher) joined(list []uint32, use func(place int, term uint32)) {
	for i := 1; i < len(list); i++ {
		if !w.begins[list[i-1]] || !w.ends[list[i]] {
			continue
		}
		if term, known := w.whole[uint64(list[i-1])<<32|uint64(list[i])]; known {
			use(i-1, term)
		}
	}
}
