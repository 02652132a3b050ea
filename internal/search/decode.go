package search

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// termShard is a shard of terms in their order.
type termShard struct {
	texts []string
	terms []loadedTerm
}

// loadedTerm is a term in memory, for queries.
type loadedTerm struct {
	text     string
	idf      float64
	headings postings
	bodies   postings
}

// postings lists the entries that contain a term, in order, with a value for each.
type postings struct {
	entries []int
	values  []byte
}

// textPage is a page with the texts of its sections.
type textPage struct {
	url      string
	title    string
	sections []textSection
}

// textSection is a section with its text. The first section of a page has neither ID nor heading.
type textSection struct {
	id, heading, code, text string
}

// decoder reads numbers and names from a shard. damaged is set if the data was invalid.
type decoder struct {
	data    []byte
	damaged bool
}

func (d *decoder) number() int {
	const maxNumber = 1 << 31
	n, size := binary.Uvarint(d.data)

	if size <= 0 || n > maxNumber {
		d.fail()
		return 0
	}

	d.data = d.data[size:]

	return int(n)
}

func (d *decoder) bytes(n int) []byte {
	if n > len(d.data) {
		d.fail()
		return nil
	}

	taken := d.data[:n]
	d.data = d.data[n:]

	return taken
}

// name reads a name without the prefix that it shares with the name before.
func (d *decoder) name(before string) string {
	shared := d.number()
	if shared > len(before) {
		d.damaged = true
		return ""
	}

	return before[:shared] + string(d.bytes(d.number()))
}

// postings reads n postings.
func (d *decoder) postings(n int) postings {
	if n > len(d.data) {
		d.damaged = true
		return postings{}
	}

	entries := make([]int, n)
	entry := 0

	for i := range entries {
		entry += d.number()
		entries[i] = entry
	}

	return postings{entries, d.bytes(n)}
}

func (d *decoder) fail() {
	d.data = nil
	d.damaged = true
}

// decodeTerms reads a shard of terms of an index with the given number of entries.
func decodeTerms(data []byte, entries int) (*termShard, error) {
	d := &decoder{data: data}
	n := d.number()

	if n > len(data) {
		return nil, errDamaged
	}

	shard := &termShard{
		texts: make([]string, n),
		terms: make([]loadedTerm, n),
	}

	type size struct{ headings, bodies, bytes int }
	sizes := make([]size, n)
	before := ""

	for i := range sizes {
		before = d.name(before)
		shard.texts[i] = before
		shard.terms[i].text = before
		shard.terms[i].idf = idf(d.number(), entries)
		sizes[i] = size{d.number(), d.number(), d.number()}
	}

	for i, size := range sizes {
		t := &shard.terms[i]
		own := &decoder{data: d.bytes(size.bytes)}
		t.headings = own.postings(size.headings)
		t.bodies = own.postings(size.bodies)

		if own.damaged || !t.headings.areBelow(entries) || !t.bodies.areBelow(entries) {
			d.damaged = true
		}
	}

	if d.damaged {
		return nil, errDamaged
	}

	return shard, nil
}

// areBelow reports whether all entries are below a number.
func (p postings) areBelow(entries int) bool {
	n := len(p.entries)
	return n == 0 || p.entries[n-1] < entries
}

// decodeTypoTerms reads a shard of terms for the correction of typos.
func decodeTypoTerms(data []byte) ([]typoTerm, error) {
	d := &decoder{data: data}
	n := d.number()

	if n > len(data) {
		return nil, errDamaged
	}

	terms := make([]typoTerm, n)
	before := ""

	for i := range terms {
		before = d.name(before)
		terms[i] = typoTerm{before, uint32(d.number())}
	}

	if d.damaged {
		return nil, errDamaged
	}

	return terms, nil
}

// decodeTexts reads a shard of texts.
func decodeTexts(data []byte) ([]textPage, error) {
	var rows [][3]json.RawMessage
	if err := json.Unmarshal(data, &rows); err != nil {
		return nil, err
	}

	pages := make([]textPage, len(rows))
	for i, row := range rows {
		var sections [][]string
		err := errors.Join(
			json.Unmarshal(row[0], &pages[i].url),
			json.Unmarshal(row[1], &pages[i].title),
			json.Unmarshal(row[2], &sections),
		)
		if err != nil {
			return nil, err
		}

		for _, s := range sections {
			if len(s) < 4 {
				return nil, errDamaged
			}

			pages[i].sections = append(pages[i].sections, textSection{s[0], s[1], s[2], s[3]})
		}
	}

	return pages, nil
}

// find returns a term, or nil if the shard does not contain it.
func (s *termShard) find(text string) *loadedTerm {
	i, found := slices.BinarySearch(s.texts, text)
	if !found {
		return nil
	}

	return &s.terms[i]
}

// withPrefix returns the terms that begin with a prefix.
func (s *termShard) withPrefix(prefix string) []loadedTerm {
	from, _ := slices.BinarySearch(s.texts, prefix)
	to := from

	for to < len(s.texts) && strings.HasPrefix(s.texts[to], prefix) {
		to++
	}

	return s.terms[from:to]
}
