package search

import (
	"errors"
	"math"
	"slices"
	"strings"

	"signpost/internal/parallel"
)

// entry is what gets a number in the index: a section, or another name of the section before it (its code, a wording of its message).
type entry struct {
	heading string
	text    string
	other   bool // another name
}

// entries lists what a page holds.
func entries(title string, sections []section) []entry {
	var list []entry
	for i, s := range sections {
		heading := s.heading
		if i == 0 {
			heading = title
		}
		list = append(list, entry{heading, s.text + "\n" + string(s.code), false})
		if s.code != "" {
			list = append(list, entry{strings.Join(words(string(s.code)), ""), "", true})
		}
		for _, w := range s.also {
			list = append(list, entry{w, "", true})
		}
	}
	return list
}

// chunk is the entries of a run of pages, whose words are numbered in the order in which they come.
type chunk struct {
	first  int   // number of the first entry
	counts []int // entries of each page
	others []bool
	terms  []string
	heads  [][]uint32
	bodies [][]uint32
}

const chunkSize = 64 // pages that one processor works on at once

// cutAll cuts all pages into words.
func cutAll(pages []page) ([]chunk, error) {
	chunks := make([]chunk, (len(pages)+chunkSize-1)/chunkSize)
	wrong := make([]error, len(chunks))
	parallel.Each(0, len(chunks), func(i int) {
		chunks[i], wrong[i] = cutChunk(pages[i*chunkSize : min((i+1)*chunkSize, len(pages))])
	})
	first := 0
	for i := range chunks {
		chunks[i].first = first
		first += len(chunks[i].heads)
	}
	return chunks, errors.Join(wrong...)
}

func cutChunk(pages []page) (chunk, error) {
	var c chunk
	numbers := map[string]uint32{}
	var all []uint32
	number := func(s string) []uint32 {
		start := len(all)
		eachWord(s, func(word string, _, _ int) {
			n, known := numbers[word]
			if !known {
				n = uint32(len(c.terms))
				word = strings.Clone(word) // a part of the text would keep all of it in memory
				numbers[word] = n
				c.terms = append(c.terms, word)
			}
			all = append(all, n)
		})
		return all[start:len(all):len(all)]
	}
	for i := range pages {
		sections, err := pages[i].sections()
		if err != nil {
			return chunk{}, err
		}
		pages[i].weight = weightOf(sections)
		list := entries(pages[i].title, sections)
		c.counts = append(c.counts, len(list))
		for _, e := range list {
			c.others = append(c.others, e.other)
			c.heads = append(c.heads, number(e.heading))
			c.bodies = append(c.bodies, number(e.text))
		}
	}
	return c, nil
}

// posting says that a term stands in an entry, and how much it says there. It is packed, since a large site has millions.
type posting uint32

func (p posting) entry() uint32 { return uint32(p >> 8) }
func (p posting) value() uint8  { return uint8(p) }

// termPosting is a posting that is not with those of its term yet.
type termPosting struct {
	term uint32
	posting
}

func newPosting(term, entry uint32, value uint8) termPosting {
	return termPosting{term, posting(entry<<8 | uint32(value))}
}

// weighed is what the words of a run of entries are worth.
type weighed struct{ heads, bodies []termPosting }

// weigher knows what all chunks need.
type weigher struct {
	terms   []string          // sorted
	numbers map[string]uint32 // of terms
	mean    float64           // words of a body
}

func newWeigher(chunks []chunk) *weigher {
	w := &weigher{numbers: map[string]uint32{}}
	total, bodies := 0, 0
	for _, c := range chunks {
		for _, term := range c.terms {
			w.numbers[term] = 0
		}
		for _, b := range c.bodies {
			if total += len(b); len(b) > 0 {
				bodies++
			}
		}
	}
	w.mean = max(1, float64(total)/float64(max(1, bodies)))
	w.terms = make([]string, 0, len(w.numbers))
	for term := range w.numbers {
		w.terms = append(w.terms, term)
	}
	slices.Sort(w.terms)
	for i, term := range w.terms {
		w.numbers[term] = uint32(i)
	}
	return w
}

func (w *weigher) weigh(c *chunk) weighed {
	global := make([]uint32, len(c.terms))
	for i, term := range c.terms {
		global[i] = w.numbers[term]
	}
	var out weighed
	var all []uint32
	for i := range c.heads {
		number(c.heads[i], global)
		number(c.bodies[i], global)
		out.heads = w.head(out.heads, uint32(c.first+i), c.heads[i])
		out.bodies, all = w.body(out.bodies, uint32(c.first+i), c.bodies[i], all)
	}
	return out
}

func number(list, global []uint32) {
	for i, n := range list {
		list[i] = global[n]
	}
}

// head notes where in a heading each word stands first, repeated words left out, and how many there are.
func (w *weigher) head(out []termPosting, entry uint32, heading []uint32) []termPosting {
	var different []uint32
	for _, term := range heading {
		if !slices.Contains(different, term) {
			different = append(different, term)
		}
	}
	length := uint8(min(15, len(different)))
	for place, term := range different {
		out = append(out, newPosting(term, entry, uint8(min(15, place))<<4|length))
	}
	var seen []uint32
	w.joined(heading, func(place int, term uint32) {
		if !slices.Contains(different, term) && !slices.Contains(seen, term) {
			seen = append(seen, term)
			out = append(out, newPosting(term, entry, uint8(min(15, place))<<4|length))
		}
	})
	return out
}

// body counts the words of a text, those written apart half. It sorts them in all, which it returns to be used again.
func (w *weigher) body(out []termPosting, entry uint32, text []uint32, all []uint32) ([]termPosting, []uint32) {
	all = all[:0]
	for _, term := range text {
		all = append(all, term<<1)
	}
	w.joined(text, func(_ int, term uint32) { all = append(all, term<<1|1) })
	slices.Sort(all)
	thinned := 1 - lengthShare + lengthShare*float64(len(text))/w.mean
	for i := 0; i < len(all); {
		term, count := all[i]>>1, 0.0
		for ; i < len(all) && all[i]>>1 == term; i++ {
			count += 1 - 0.5*float64(all[i]&1)
		}
		out = append(out, newPosting(term, entry, impact(count/thinned)))
	}
	return out, all
}

// lengthShare is BM25's b: how much a long body thins its words out.
const lengthShare = 0.75

// impact finds the nearest of the levels that the index knows.
func impact(weight float64) uint8 {
	return uint8(max(0, min(31, math.Round(16+4*math.Log2(weight)))))
}

// impacts are the weights that the levels stand for, as the index carries them.
func impacts() []float64 {
	list := make([]float64, 32)
	for i := range list {
		list[i] = math.Round(math.Exp2(float64(i-16)/4)*1024) / 1024
	}
	return list
}

// joined finds words written apart that the site also writes as one: "smart card" where there is "smartcard" too.
func (w *weigher) joined(list []uint32, use func(place int, term uint32)) {
	var both []byte
	for i := 1; i < len(list); i++ {
		a, b := w.terms[list[i-1]], w.terms[list[i]]
		if len(a) < 2 || len(b) < 2 || len(a)+len(b) < 5 {
			continue
		}
		both = append(append(both[:0], a...), b...)
		if term, known := w.numbers[string(both)]; known {
			use(i-1, term)
		}
	}
}
