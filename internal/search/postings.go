package search

import (
	"encoding/binary"
	"slices"
)

// term is a term of the index with its postings.
type term struct {
	text     string
	count    uint32 // entries that contain it, in heading or body
	common   bool   // so many bodies contain it that their postings are left out
	headings postingList
	bodies   postingList
}

// typoTerm is a possible correction of a word with typos.
type typoTerm struct {
	text  string
	count uint32 // entries that contain it
}

// postingList is a list of postings: for each one the distance from the entry before, and its value. A large site has
// millions of terms with one or two postings, so the struct is small.
type postingList struct {
	length    uint32
	lastEntry uint32
	data      []byte
}

const (
	// smallList is the capacity of a new list in bytes, which is enough for most terms.
	smallList = 8
	// listBuffer is the size of the buffers that small lists are cut from.
	listBuffer = 64 << 10
)

// add appends a posting. A new list takes its memory from buffer.
func (l *postingList) add(p *posting, buffer *[]byte) {
	if l.data == nil {
		if len(*buffer) < smallList {
			*buffer = make([]byte, listBuffer)
		}

		l.data = (*buffer)[:0:smallList]
		*buffer = (*buffer)[smallList:]
	}

	l.data = binary.AppendUvarint(l.data, uint64(p.entry-l.lastEntry))
	l.data = append(l.data, p.value)
	l.lastEntry = p.entry
	l.length++
}

// appendTo appends the encoded list: all distances, then all values.
func (l *postingList) appendTo(out []byte) []byte {
	values := make([]byte, 0, l.length)
	rest := l.data

	for len(rest) > 0 {
		_, n := binary.Uvarint(rest)
		out = append(out, rest[:n]...)
		values = append(values, rest[n])
		rest = rest[n+1:]
	}

	return append(out, values...)
}

// termCollector collects the postings of each term from the chunks, which come in the order of their entries.
type termCollector struct {
	terms     []term
	maxBodies uint32 // bodies that may contain a term before it is common
	buffer    []byte // memory for postings
}

func newTermCollector(names []string, maxBodies int) termCollector {
	terms := make([]term, len(names))
	for i, name := range names {
		terms[i].text = name
	}

	return termCollector{terms: terms, maxBodies: uint32(maxBodies)}
}

func (c *termCollector) add(p *chunkPostings) {
	for i := range p.headings {
		t := &c.terms[p.headings[i].term]
		t.headings.add(&p.headings[i], &c.buffer)
		t.count++
	}

	for i := range p.bodies {
		c.addBody(&p.bodies[i])
	}
}

func (c *termCollector) addBody(p *posting) {
	t := &c.terms[p.term]
	if !p.inHeading {
		t.count++
	}

	if t.common {
		return
	}

	t.bodies.add(p, &c.buffer)
	if t.bodies.length > c.maxBodies {
		t.common = true
		t.bodies = postingList{}
	}
}

// encodeTerms returns a shard of terms.
func encodeTerms(terms []term) []byte {
	var names, postings []byte
	before := ""

	for i := range terms {
		t := &terms[i]
		start := len(postings)
		postings = t.headings.appendTo(postings)
		postings = t.bodies.appendTo(postings)

		names = appendName(names, before, t.text)
		names = binary.AppendUvarint(names, uint64(t.count))
		names = binary.AppendUvarint(names, uint64(t.headings.length))
		names = binary.AppendUvarint(names, uint64(t.bodies.length))
		names = binary.AppendUvarint(names, uint64(len(postings)-start))
		before = t.text
	}

	count := binary.AppendUvarint(nil, uint64(len(terms)))

	return slices.Concat(count, names, postings)
}

// encodeTypoTerms returns a shard of terms for the correction of typos.
func encodeTypoTerms(terms []typoTerm) []byte {
	out := binary.AppendUvarint(nil, uint64(len(terms)))
	before := ""

	for _, t := range terms {
		out = appendName(out, before, t.text)
		out = binary.AppendUvarint(out, uint64(t.count))
		before = t.text
	}

	return out
}

// appendName appends a name without the prefix that it shares with the name before it.
func appendName(out []byte, before, name string) []byte {
	shared := 0
	for shared < len(before) && shared < len(name) && before[shared] == name[shared] {
		shared++
	}

	out = binary.AppendUvarint(out, uint64(shared))
	out = binary.AppendUvarint(out, uint64(len(name)-shared))

	return append(out, name[shared:]...)
}
