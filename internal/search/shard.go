package search

import (
	"encoding/binary"
	"slices"
)

// term is a word of the index with all that is known of it.
type term struct {
	text         string
	count        int // entries that have it, in heading or body
	heads, texts []posting
	common       bool // too many entries have it in their bodies
}

// gather puts the postings of all chunks in the order of their terms.
func gather(names []string, chunks []weighed, most int) []term {
	terms := make([]term, len(names))
	heads := byTerm(len(names), chunks, func(w *weighed) *[]termPosting { return &w.heads })
	bodies := byTerm(len(names), chunks, func(w *weighed) *[]termPosting { return &w.bodies })
	for i, name := range names {
		terms[i] = term{text: name, heads: heads[i], texts: bodies[i], count: countEither(heads[i], bodies[i])}
		if len(bodies[i]) > most {
			terms[i].texts, terms[i].common = nil, true
		}
	}
	return terms
}

// byTerm sorts by counting: chunks are in the order of their entries, so each list is too.
func byTerm(n int, chunks []weighed, of func(*weighed) *[]termPosting) [][]posting {
	counts := make([]int, n)
	total := 0
	for i := range chunks {
		for _, p := range *of(&chunks[i]) {
			counts[p.term]++
			total++
		}
	}
	all, lists, start := make([]posting, total), make([][]posting, n), 0
	for i, c := range counts {
		lists[i] = all[start : start : start+c]
		start += c
	}
	for i := range chunks {
		for _, p := range *of(&chunks[i]) {
			lists[p.term] = append(lists[p.term], p.posting)
		}
		*of(&chunks[i]) = nil
	}
	return lists
}

// countEither counts the entries of two lists, those in both once.
func countEither(a, b []posting) int {
	n := len(a) + len(b)
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].entry() < b[0].entry():
			a = a[1:]
		case a[0].entry() > b[0].entry():
			b = b[1:]
		default:
			n, a, b = n-1, a[1:], b[1:]
		}
	}
	return n
}

// appendPostings writes the steps from one entry to the next, then the values.
func appendPostings(out []byte, list []posting) []byte {
	last := uint32(0)
	for _, p := range list {
		out = binary.AppendUvarint(out, uint64(p.entry()-last))
		last = p.entry()
	}
	for _, p := range list {
		out = append(out, p.value())
	}
	return out
}

// termShard writes a run of terms.
func termShard(terms []term) []byte {
	var names, postings []byte
	last := ""
	for _, t := range terms {
		before := len(postings)
		postings = appendPostings(appendPostings(postings, t.heads), t.texts)
		names = appendName(names, last, t.text)
		for _, n := range []int{t.count, len(t.heads), len(t.texts), len(postings) - before} {
			names = binary.AppendUvarint(names, uint64(n))
		}
		last = t.text
	}
	return slices.Concat(binary.AppendUvarint(nil, uint64(len(terms))), names, postings)
}

// appendName leaves out the letters that a name shares with the one before.
func appendName(out []byte, before, name string) []byte {
	shared := 0
	for shared < len(before) && shared < len(name) && before[shared] == name[shared] {
		shared++
	}
	out = binary.AppendUvarint(out, uint64(shared))
	out = binary.AppendUvarint(out, uint64(len(name)-shared))
	return append(out, name[shared:]...)
}

// slipShard writes terms as what slips of the keyboard may have meant.
func slipShard(terms []term) []byte {
	out := binary.AppendUvarint(nil, uint64(len(terms)))
	last := ""
	for _, t := range terms {
		out = appendName(out, last, t.text)
		out = binary.AppendUvarint(out, uint64(t.count))
		last = t.text
	}
	return out
}

// runs cuts a list into runs of about size bytes each, and says where each begins. Where together is true, none does.
func runs(weights []int, size int, together func(i int) bool) []int {
	starts := []int{}
	filled := size
	for i, w := range weights {
		if (filled+w/2 >= size || w >= size) && !together(i) {
			starts, filled = append(starts, i), 0
		}
		if filled += w; w >= size {
			filled = size
		}
	}
	return starts
}
