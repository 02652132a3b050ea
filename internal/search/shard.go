package search

import (
	"encoding/binary"
	"slices"
)

// term is a word of the index with all that is known of it.
type term struct {
	text         string
	count        int // entries that have it, in heading or body
	heads, texts postingList
	common       bool // too many entries have it in their bodies
}

// postingList is the postings of a term as they are written: the steps from one entry to the next, and the values.
type postingList struct {
	length        int
	last          uint32 // entry
	steps, values []byte
}

func (l *postingList) add(p *posting) {
	l.steps = binary.AppendUvarint(l.steps, uint64(p.entry-l.last))
	l.values = append(l.values, p.value)
	l.last = p.entry
	l.length++
}

// gatherer puts the postings of chunks to their terms. Chunks come in the order of their entries.
type gatherer []term

func newGatherer(names []string) gatherer {
	terms := make(gatherer, len(names))
	for i, name := range names {
		terms[i].text = name
	}
	return terms
}

func (g gatherer) add(w *weighed) {
	for i := range w.heads {
		t := &g[w.heads[i].term]
		t.heads.add(&w.heads[i])
		t.count++
	}
	for i := range w.bodies {
		t := &g[w.bodies[i].term]
		t.texts.add(&w.bodies[i])
		if !w.bodies[i].again {
			t.count++
		}
	}
}

// without drops the bodies of terms that more entries have than most.
func (g gatherer) without(most int) []term {
	for i := range g {
		if g[i].texts.length > most {
			g[i].texts, g[i].common = postingList{}, true
		}
	}
	return g
}

// termShard writes a run of terms.
func termShard(terms []term) []byte {
	var names, postings []byte
	last := ""
	for _, t := range terms {
		before := len(postings)
		for _, part := range [][]byte{t.heads.steps, t.heads.values, t.texts.steps, t.texts.values} {
			postings = append(postings, part...)
		}
		names = appendName(names, last, t.text)
		for _, n := range []int{t.count, t.heads.length, t.texts.length, len(postings) - before} {
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
