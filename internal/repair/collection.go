package repair

import (
	"cmp"
	"math"
	"slices"
)

// wholePage is the index of a document that is a page, not a section.
const wholePage = -1

// document is the words of a section or a page in one version.
type document struct {
	page    *Page
	section int // index in the page, or wholePage

	terms []uint32 // those in the vocabulary, sorted
	body  []uint32 // of a section: the terms of its text without the title
	other int      // number of terms that are not in the vocabulary

	same bool // it is the same in the old version and at present
}

// address returns the address of the page or section.
func (d *document) address() string {
	if d.section == wholePage {
		return d.page.Address
	}

	return join(d.page.Address, d.page.Sections[d.section].ID)
}

// key returns the language and the text of a section.
func (d *document) key() string {
	return d.page.Edition + " " + d.page.Sections[d.section].Text
}

// texts returns the titles and texts of a document.
func (d *document) texts() []string {
	sections := d.page.Sections
	if d.section != wholePage {
		sections = sections[d.section : d.section+1]
	}

	var list []string
	for _, s := range sections {
		list = append(list, s.Title, s.Text)
	}

	return list
}

// vocabulary contains the terms of the old documents that are looked for. Terms that occur in few documents weigh most.
type vocabulary struct {
	ids     map[uint64]uint32
	weights []float64
	unknown float64 // weight of other terms
}

// add adds the terms of a document.
func (v *vocabulary) add(d *document) {
	for _, term := range termsOf(d.texts()...) {
		if _, ok := v.ids[term]; !ok {
			v.ids[term] = uint32(len(v.ids))
		}
	}
}

// read sets the terms of a document.
func (v *vocabulary) read(d *document) {
	all := termsOf(d.texts()...)
	d.terms = v.known(all)
	d.other = len(all) - len(d.terms)
	d.body = d.terms
	if d.section != wholePage {
		d.body = v.known(termsOf(d.page.Sections[d.section].Text))
	}
}

// known returns the terms that are in the vocabulary, sorted.
func (v *vocabulary) known(terms []uint64) []uint32 {
	list := make([]uint32, 0, min(len(terms), len(v.ids)))
	for _, term := range terms {
		if id, ok := v.ids[term]; ok {
			list = append(list, id)
		}
	}

	slices.Sort(list)

	return list
}

// weigh sets the weights of terms from the number of documents that contain them.
func (v *vocabulary) weigh(documents []*document) {
	counts := make([]int, len(v.ids))
	for _, d := range documents {
		for _, term := range d.terms {
			counts[term]++
		}
	}

	all := float64(len(documents) + 1)
	v.unknown = leastWeight + math.Log(all)
	v.weights = make([]float64, len(counts))
	for i, n := range counts {
		v.weights[i] = leastWeight + math.Log(all/float64(max(n, 1)))
	}
}

// leastWeight is the weight of a term that every document contains.
const leastWeight = 0.1

// weight returns the weight of terms.
func (v *vocabulary) weight(terms []uint32) float64 {
	sum := 0.0
	for _, term := range terms {
		sum += v.weights[term]
	}

	return sum
}

// similarity returns how much of an old document is in a present one, and how much else is there. A title counts only
// if it makes the documents more similar: titles are reworded, or left out when a text becomes a part of another.
func (v *vocabulary) similarity(old, present *document) float64 {
	with := v.similarTerms(old.terms, present.terms, present.other)
	if len(old.body) < tellingSize {
		return with
	}

	return max(with, withoutTitle*v.similarTerms(old.body, present.body, present.other))
}

// withoutTitle is the similarity of equal texts with different titles.
const withoutTitle = 0.97

// similarTerms returns how similar two lists of terms are. other is the number of unknown terms in the second one.
func (v *vocabulary) similarTerms(old, present []uint32, other int) float64 {
	common := v.weight(intersection(old, present))
	whole := v.weight(old)
	if whole == 0 {
		return 0
	}

	either := whole + v.weight(present) - common + v.unknown*float64(other)

	return contained*common/whole + (1-contained)*common/either
}

// contained is the weight of the part of the old text that is found. The rest of the weight rewards the absence of
// other text.
const contained = 0.75

// distinction returns how much of an old list of terms another one does not have, and how much of that is in a present
// one. Both are parts from 0 to 1.
func (v *vocabulary) distinction(old, other, present []uint32) (own, found float64) {
	only := difference(old, other)
	weight := v.weight(only)
	whole := v.weight(old)
	if weight == 0 || whole == 0 {
		return 0, 0
	}

	return weight / whole, v.weight(intersection(only, present)) / weight
}

// intersection returns the terms in both sorted lists.
func intersection(a, b []uint32) []uint32 {
	var list []uint32
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			list = append(list, a[0])
			a, b = a[1:], b[1:]
		}
	}

	return list
}

// difference returns the terms of a sorted list that another does not contain.
func difference(a, b []uint32) []uint32 {
	var list []uint32
	for _, term := range a {
		for len(b) > 0 && b[0] < term {
			b = b[1:]
		}

		if len(b) == 0 || b[0] != term {
			list = append(list, term)
		}
	}

	return list
}

// index finds the documents that contain terms.
type index struct {
	vocabulary *vocabulary
	documents  []*document
	postings   map[uint32][]int32
}

func newIndex(v *vocabulary) *index {
	return &index{vocabulary: v, postings: map[uint32][]int32{}}
}

func (x *index) add(d *document) {
	for _, term := range d.terms {
		if list := x.postings[term]; len(list) <= maxPostings {
			x.postings[term] = append(list, int32(len(x.documents)))
		}
	}

	x.documents = append(x.documents, d)
}

// Limits that keep the search linear in the number of documents.
const (
	maxPostings = 100 // terms in more documents are not looked up
	maxLookups  = 200 // terms of a document that are looked up, the heaviest first
	maxSimilar  = 8   // documents that are compared in full
)

// similar returns the documents with the greatest weight of common terms, in the same language.
func (x *index) similar(terms []uint32, edition string) []*document {
	rare := slices.DeleteFunc(slices.Clone(terms), func(term uint32) bool {
		n := len(x.postings[term])
		return n == 0 || n > maxPostings
	})

	slices.SortFunc(rare, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(x.vocabulary.weights[b], x.vocabulary.weights[a]), cmp.Compare(a, b))
	})

	sums := map[int32]float64{}
	for _, term := range rare[:min(len(rare), maxLookups)] {
		for _, i := range x.postings[term] {
			if x.documents[i].page.Edition == edition {
				sums[i] += x.vocabulary.weights[term]
			}
		}
	}

	found := make([]int32, 0, len(sums))
	for i := range sums {
		found = append(found, i)
	}

	slices.SortFunc(found, func(a, b int32) int {
		return cmp.Or(cmp.Compare(sums[b], sums[a]), cmp.Compare(a, b))
	})

	var list []*document
	for _, i := range found[:min(len(found), maxSimilar)] {
		list = append(list, x.documents[i])
	}

	return list
}
