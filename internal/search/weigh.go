package search

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"strings"
	"sync"

	"signpost/internal/article"
	"signpost/internal/parallel"
)

// entry is what gets a number in the index: a section, or another name of the section before it (its code, a wording of its message).
type entry struct {
	heading string
	text    string
	code    string // counts as the last word of the text
	other   bool   // another name
}

// entries lists what a page holds.
func entries(title string, sections []section) []entry {
	list := make([]entry, 0, len(sections))
	for i, s := range sections {
		heading := s.heading
		if i == 0 {
			heading = title
		}
		list = append(list, entry{heading, s.text, string(s.code), false})
		if s.code != "" {
			list = append(list, entry{heading: strings.Join(words(string(s.code)), ""), other: true})
		}
		for _, w := range s.also {
			list = append(list, entry{heading: w, other: true})
		}
	}
	return list
}

// chunk is the entries of a run of pages, whose words are numbered in the order in which they come: most have a number of one byte.
type chunk struct {
	first  int   // number of the first entry
	counts []int // entries of each page
	others []bool
	terms  []uint32 // in the vocabulary, by their number here
	sizes  []size   // of each entry
	packed []byte   // varints: the words of all entries, first those of the heading, then those of the body
}

// size is how many words an entry has.
type size struct{ heading, body uint32 }

const chunkSize = 64 // pages, about, that one processor works on at once

// vocabulary is all terms of the site, numbered as they happen to come.
type vocabulary struct {
	mu      sync.Mutex
	numbers map[string]uint32
	terms   []string
}

// number gives the numbers of terms, which are parts of a text.
func (v *vocabulary) number(terms []string) []uint32 {
	numbers := make([]uint32, len(terms))
	v.mu.Lock()
	defer v.mu.Unlock()
	for i, term := range terms {
		n, known := v.numbers[term]
		if !known {
			n = uint32(len(v.terms))
			term = strings.Clone(term) // the text would be kept in memory
			v.numbers[term], v.terms = n, append(v.terms, term)
		}
		numbers[i] = n
	}
	return numbers
}

// cutAll reads what each page says, once: it cuts it into words, and puts the shards of texts.
func cutAll(pages []page, texts *placing) (*vocabulary, []chunk, error) {
	v := &vocabulary{numbers: map[string]uint32{}}
	begins := chunkStarts(texts)
	chunks := make([]chunk, len(begins)-1)
	wrong := make([]error, len(chunks))
	parallel.Each(0, len(chunks), func(i int) {
		chunks[i], wrong[i] = v.cutChunk(pages, texts, begins[i], begins[i+1])
	})
	first := 0
	for i := range chunks {
		chunks[i].first = first
		first += len(chunks[i].sizes)
	}
	return v, chunks, errors.Join(wrong...)
}

// chunkStarts is the first shard of texts of each chunk, and the end of all.
func chunkStarts(texts *placing) []int {
	begins, next := []int{}, 0
	for shard, first := range texts.starts {
		if first >= next {
			begins, next = append(begins, shard), first+chunkSize
		}
	}
	return append(begins, len(texts.starts))
}

// cutter numbers the words of a chunk.
type cutter struct {
	chunk
	numbers map[string]uint32
	words   []string
}

// number notes the words of a text, and counts them.
func (c *cutter) number(text string) (count uint32) {
	eachWord(text, func(word string, _, _ int) {
		n, known := c.numbers[word]
		if !known {
			n = uint32(len(c.words))
			c.numbers[word] = n
			c.words = append(c.words, word)
		}
		c.packed = binary.AppendUvarint(c.packed, uint64(n))
		count++
	})
	return count
}

// add notes the words of a page.
func (c *cutter) add(title string, sections []section) {
	list := entries(title, sections)
	c.counts = append(c.counts, len(list))
	for _, e := range list {
		c.others = append(c.others, e.other)
		c.sizes = append(c.sizes, size{c.number(e.heading), c.number(e.text) + c.number(e.code)})
	}
}

// cutChunk cuts the pages of some shards of texts, from first to before end, and puts these.
func (v *vocabulary) cutChunk(pages []page, texts *placing, first, end int) (chunk, error) {
	c := cutter{numbers: map[string]uint32{}}
	var reader article.Reader
	var b bytes.Buffer
	for shard := first; shard < end; shard++ {
		from, to := texts.run(shard)
		said := make([]any, 0, to-from)
		for i := from; i < to; i++ {
			sections, err := pages[i].sections(&reader)
			if err != nil {
				return chunk{}, err
			}
			c.add(pages[i].title, sections)
			said = append(said, textsOf(&pages[i], sections))
		}
		texts.put(shard, encode(&b, said))
	}
	c.terms, c.packed = v.number(c.words), slices.Clone(c.packed) // without the room to grow
	return c.chunk, nil
}

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
	terms   []string          // sorted
	numbers map[string]uint32 // places in terms; nil when all is made
	places  []uint32          // in terms, by number in the vocabulary
	mean    float64           // words of a body
	begins  []bool            // terms that a longer term begins with, which ends with another
	ends    []bool            // those others
	whole   map[uint64]uint32 // that longer term, by the numbers of both
}

// newWeigher takes over a vocabulary, whose terms it sorts.
func newWeigher(v *vocabulary, chunks []chunk) *weigher {
	w := &weigher{terms: v.terms, numbers: v.numbers, places: make([]uint32, len(v.terms)), whole: map[uint64]uint32{}}
	total, bodies := 0, 0
	for _, c := range chunks {
		for _, s := range c.sizes {
			if total += int(s.body); s.body > 0 {
				bodies++
			}
		}
	}
	w.mean = max(1, float64(total)/float64(max(1, bodies)))
	slices.Sort(w.terms)
	for i, term := range w.terms {
		w.places[w.numbers[term]] = uint32(i)
		w.numbers[term] = uint32(i)
	}
	w.begins, w.ends = make([]bool, len(w.terms)), make([]bool, len(w.terms))
	for i, term := range w.terms {
		w.halve(uint32(i), term)
	}
	w.numbers, v.numbers = nil, nil // from here on, terms go by their places
	return w
}

// halve finds the terms that a term consists of where it is written apart: "smart card" where there is "smartcard" too.
func (w *weigher) halve(whole uint32, term string) {
	for i := 2; len(term) >= 5 && i <= len(term)-2; i++ {
		if first, known := w.numbers[term[:i]]; known {
			if second, known := w.numbers[term[i:]]; known {
				w.begins[first], w.ends[second] = true, true
				w.whole[uint64(first)<<32|uint64(second)] = whole
			}
		}
	}
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
