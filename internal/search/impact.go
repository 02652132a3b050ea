package search

import (
	"encoding/binary"
	"math"
	"slices"
)

// posting states that an entry contains a term.
type posting struct {
	term      uint32
	entry     uint32
	value     uint8 // as the index contains it
	inHeading bool  // a posting of the body whose term the heading also contains
}

// chunkPostings contains the postings of a chunk. Its buffers are reused for the next chunk.
type chunkPostings struct {
	headings []posting
	bodies   []posting

	// The words of all entries.
	words []uint32
	// The frequency of each word in the current body, in the order of its postings.
	counts []float64
	// The index in bodies of the latest posting of each term.
	latest []uint32
}

// weigher turns the words of chunks into postings.
type weigher struct {
	terms      []string // sorted
	positions  []uint32 // position in terms of each number of the vocabulary
	meanLength float64  // words of a body

	// Terms that are the first or the second half of a longer term.
	isFirstHalf  []bool
	isSecondHalf []bool
	// The longer term of two halves, by the positions of both.
	joined map[uint64]uint32
}

// newWeigher sorts the terms of a vocabulary. From here on, a term is identified by its position.
func newWeigher(v *vocabulary, chunks []chunk) *weigher {
	w := &weigher{
		terms:      v.words(),
		meanLength: meanBodyLength(chunks),
		joined:     map[uint64]uint32{},
	}

	slices.Sort(w.terms)

	w.positions = make([]uint32, len(w.terms))
	for i, term := range w.terms {
		number, _ := v.lookup(term)
		w.positions[number] = uint32(i)
	}

	w.isFirstHalf = make([]bool, len(w.terms))
	w.isSecondHalf = make([]bool, len(w.terms))

	for i, term := range w.terms {
		w.findHalves(&v.dictionary, uint32(i), term)
	}

	return w
}

// meanBodyLength returns the mean number of words of the bodies that are not empty.
func meanBodyLength(chunks []chunk) float64 {
	total, bodies := 0, 0
	for _, c := range chunks {
		for _, l := range c.lengths {
			total += int(l.body)
			if l.body > 0 {
				bodies++
			}
		}
	}

	return max(1, float64(total)/float64(max(1, bodies)))
}

// findHalves finds the pairs of terms that a term consists of: "smart" and "card" for "smartcard".
func (w *weigher) findHalves(d *dictionary, position uint32, term string) {
	if len(term) < 5 {
		return
	}

	for i := 2; i <= len(term)-2; i++ {
		first, ok := d.lookup(term[:i])
		if !ok {
			continue
		}

		if second, ok := d.lookup(term[i:]); ok {
			w.addHalves(w.positions[first], w.positions[second], position)
		}
	}
}

func (w *weigher) addHalves(first, second, joined uint32) {
	w.isFirstHalf[first] = true
	w.isSecondHalf[second] = true
	w.joined[pairKey(first, second)] = joined
}

func pairKey(first, second uint32) uint64 {
	return uint64(first)<<32 | uint64(second)
}

// eachJoined calls use for each pair of neighbouring words that the site also writes as one word.
func (w *weigher) eachJoined(words []uint32, use func(position int, term uint32)) {
	for i := 1; i < len(words); i++ {
		first, second := words[i-1], words[i]
		if !w.isFirstHalf[first] || !w.isSecondHalf[second] {
			continue
		}

		if term, ok := w.joined[pairKey(first, second)]; ok {
			use(i-1, term)
		}
	}
}

// weigh replaces the content of out with the postings of a chunk.
func (w *weigher) weigh(out *chunkPostings, c *chunk) {
	out.reset(len(w.terms))
	w.decodeWords(out, c)

	rest := out.words
	for i, l := range c.lengths {
		entry := uint32(c.firstEntry + i)
		heading := rest[:l.heading]
		rest = rest[l.heading:]
		body := rest[:l.body]
		rest = rest[l.body:]

		start := len(out.headings)
		out.headings = w.appendHeading(out.headings, entry, heading)
		w.appendBody(out, entry, body, out.headings[start:])
	}
}

// reset removes all postings and keeps the memory for others.
func (p *chunkPostings) reset(terms int) {
	p.headings = p.headings[:0]
	p.bodies = p.bodies[:0]
	p.words = p.words[:0]

	if p.latest == nil {
		p.latest = make([]uint32, terms)
	}
}

// decodeWords decodes the words of a chunk as positions of terms.
func (w *weigher) decodeWords(out *chunkPostings, c *chunk) {
	rest := c.words
	for len(rest) > 0 {
		word, n := binary.Uvarint(rest)
		number := c.terms[word]
		out.words = append(out.words, w.positions[number])
		rest = rest[n:]
	}
}

// maxHeadingValue is the largest position and length that the value of a posting in a heading can contain.
const maxHeadingValue = 15

// appendHeading appends a posting for each different word of a heading, with its position and the number of words.
func (w *weigher) appendHeading(out []posting, entry uint32, heading []uint32) []posting {
	var distinct []uint32
	for _, term := range heading {
		if !slices.Contains(distinct, term) {
			distinct = append(distinct, term)
		}
	}

	length := uint8(min(maxHeadingValue, len(distinct)))
	add := func(position int, term uint32) {
		value := uint8(min(maxHeadingValue, position))<<4 | length
		out = append(out, posting{term: term, entry: entry, value: value})
	}

	for position, term := range distinct {
		add(position, term)
	}

	var joined []uint32
	w.eachJoined(heading, func(position int, term uint32) {
		if !slices.Contains(distinct, term) && !slices.Contains(joined, term) {
			joined = append(joined, term)
			add(position, term)
		}
	})

	return out
}

// appendBody appends a posting for each different word of a body. Two words that the site also writes as one count as
// half an occurrence of that one.
func (w *weigher) appendBody(out *chunkPostings, entry uint32, body []uint32, heading []posting) {
	start := len(out.bodies)
	out.counts = out.counts[:0]

	for _, term := range body {
		out.count(start, entry, term, 1)
	}

	w.eachJoined(body, func(_ int, term uint32) { out.count(start, entry, term, 0.5) })

	norm := 1 - lengthNormalization + lengthNormalization*float64(len(body))/w.meanLength
	once := impactLevel(1 / norm) // for words that occur once, as most do

	for i, n := range out.counts {
		level := once
		if n != 1 {
			level = impactLevel(n / norm)
		}

		out.bodies[start+i].value = level
	}

	for i := range heading {
		if at, ok := out.find(start, heading[i].term); ok {
			out.bodies[at].inHeading = true
		}
	}
}

// count adds to the number of occurrences of a term in the body whose postings begin at start.
func (p *chunkPostings) count(start int, entry, term uint32, occurrences float64) {
	i, ok := p.find(start, term)
	if !ok {
		i = len(p.bodies)
		p.latest[term] = uint32(i)
		p.bodies = append(p.bodies, posting{term: term, entry: entry})
		p.counts = append(p.counts, 0)
	}

	p.counts[i-start] += occurrences
}

// find returns the index of the posting of a term in the body whose postings begin at start.
func (p *chunkPostings) find(start int, term uint32) (i int, ok bool) {
	i = int(p.latest[term])
	return i, i >= start && i < len(p.bodies) && p.bodies[i].term == term
}

// lengthNormalization is BM25's b: the influence of the length of a body on the weight of its words.
const lengthNormalization = 0.75

// impactLevel returns the level that is nearest to a weight.
func impactLevel(weight float64) uint8 {
	level, _ := slices.BinarySearch(impactBounds, weight)
	return uint8(level)
}

// impactBounds are the weights between the levels: the geometric mean of two neighbours. Unlike a logarithm, a square
// root is the same on every processor.
var impactBounds = func() []float64 {
	levels := impacts()
	list := make([]float64, len(levels)-1)

	for i := range list {
		list[i] = math.Sqrt(levels[i] * levels[i+1])
	}

	return list
}()

const impactLevels = 32

// impacts returns the weight of each level, which the manifest contains.
func impacts() []float64 {
	list := make([]float64, impactLevels)
	for i := range list {
		list[i] = math.Round(math.Exp2(float64(i-16)/4)*1024) / 1024
	}

	return list
}

// idf returns BM25's inverse document frequency, rounded to 1/64 so that every processor gets the same number.
func idf(count, entries int) float64 {
	frequency := (float64(entries-count) + 0.5) / (float64(count) + 0.5)
	return math.Round(64*math.Log(1+frequency)) / 64
}
