package search

import (
	"encoding/binary"
	"slices"
)

// term is a word of the index with all that is known of it.
type term struct {
	text         string
	count        uint32 // entries that have it, in heading or body
	common       bool   // too many entries have it in their bodies, which are left out
	heads, texts postingList
}

// slip is a term that a slip of the keyboard may have meant.
type slip struct {
	text  string
	count uint32 // entries that have it
}

// postingList is the postings of a term: in turn the step from the entry before, and the value. A large site has millions of
// terms with one posting or two: what stands here is held for each.
type postingList struct {
	length uint32
	last   uint32 // entry
	data   []byte
}

// few is how many bytes the postings of most terms take up: a large site has a million terms with one or two.
const few = 8

// add notes a posting. The first go into room that is cut off piece.
func (l *postingList) add(p *posting, piece *[]byte) {
	if l.data == nil {
		if len(*piece) < few {
			*piece = make([]byte, 64<<10)
		}
		l.data, *piece = (*piece)[:0:few], (*piece)[few:]
	}
	l.data = append(binary.AppendUvarint(l.data, uint64(p.entry-l.last)), p.value)
	l.last = p.entry
	l.length++
}

// appendTo writes all steps, then all values.
func (l *postingList) appendTo(out []byte) []byte {
	values := make([]byte, 0, l.length)
	for rest := l.data; len(rest) > 0; {
		_, n := binary.Uvarint(rest)
		out = append(out, rest[:n]...)
		values = append(values, rest[n])
		rest = rest[n+1:]
	}
	return append(out, values...)
}

// gatherer puts the postings of chunks to their terms. Chunks come in the order of their entries.
type gatherer struct {
	terms []term
	most  uint32 // entries that may have a term in their bodies before it is common
	piece []byte // room for postings
}

func newGatherer(names []string, most int) gatherer {
	terms := make([]term, len(names))
	for i, name := range names {
		terms[i].text = name
	}
	return gatherer{terms: terms, most: uint32(most)}
}

func (g *gatherer) add(w *weighed) {
	for i := range w.heads {
		t := &g.terms[w.heads[i].term]
		t.heads.add(&w.heads[i], &g.piece)
		t.count++
	}
	for i := range w.bodies {
		t := &g.terms[w.bodies[i].term]
		if !w.bodies[i].again {
			t.count++
		}
		if t.common {
			continue
		}
		if t.texts.add(&w.bodies[i], &g.piece); t.texts.length > g.most {
			t.texts, t.common = postingList{}, true
		}
	}
}

// termShard writes a run of terms.
func termShard(terms []term) []byte {
	var names, postings []byte
	last := ""
	for i := range terms {
		t := &terms[i]
		before := len(postings)
		postings = t.texts.appendTo(t.heads.appendTo(postings))
		names = appendName(names, last, t.text)
		for _, n := range []uint32{t.count, t.heads.length, t.texts.length, uint32(len(postings) - before)} {
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
func slipShard(slips []slip) []byte {
	out := binary.AppendUvarint(nil, uint64(len(slips)))
	last := ""
	for _, s := range slips {
		out = appendName(out, last, s.text)
		out = binary.AppendUvarint(out, uint64(s.count))
		last = s.text
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
