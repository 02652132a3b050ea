package search

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// Searcher searches an index that was built. It is not for several goroutines at once.
type Searcher struct {
	fetch    func(path string) ([]byte, error)
	folder   string
	manifest manifest
	parts    map[string][]any          // by kind of shard
	inside   map[string]map[int][]byte // the shards that stand in the first file
	leads    []int                     // the first entry of each page
	pageOf   []int                     // of each entry
	real     []int                     // the section that an entry is a name of: itself, or one before it
	synonyms [][][]string

	common *shard         // the words of the first file
	used   map[int]*shard // those of terms that the present query asked for
	terms  map[int]*shard
	slips  map[int][]guess
	texts  map[int][]textPage

	headed []int // how many words of a query stand in the heading of each entry, all zero between two queries

	// scratch holds a number for each entry, all zero between two words.
	score, covered, best, weight []float64
}

// shard is a run of terms in their order.
type shard struct {
	names []string
	terms []postings
}

// postings are where a term stands.
type postings struct {
	name         string
	rarity       float64
	heads, texts list
}

// list is entries in their order, with a value for each.
type list struct {
	entries []int
	values  []byte
}

// guess is a term that a slip may have meant.
type guess struct {
	name  string
	count int
}

// textPage is a page with the texts of its sections.
type textPage struct {
	url, title string
	sections   [][]string // id, heading, code, text
}

var errDamaged = errors.New("the file is damaged")

// Open reads the first file of an index, as named by [Index]. fetch gets it and all others.
func Open(first string, fetch func(path string) ([]byte, error)) (*Searcher, error) {
	s := &Searcher{
		fetch: fetch, folder: path.Dir(first), inside: map[string]map[int][]byte{},
		terms: map[int]*shard{}, slips: map[int][]guess{}, texts: map[int][]textPage{},
	}
	data, err := s.read(first)
	if err != nil {
		return nil, err
	}
	if len(data) < 4 || int(binary.LittleEndian.Uint32(data)) > len(data)-4 {
		return nil, fmt.Errorf("%s: %w", first, errDamaged)
	}
	end := 4 + binary.LittleEndian.Uint32(data)
	if err := json.Unmarshal(data[4:end], &s.manifest); err != nil {
		return nil, fmt.Errorf("%s: %w", first, err)
	}
	if s.manifest.Format != format {
		return nil, fmt.Errorf("%s has format %d, not %d", first, s.manifest.Format, format)
	}
	if err := s.prepare(data[end:]); err != nil {
		return nil, fmt.Errorf("%s: %w", first, err)
	}
	return s, nil
}

// mostEntries is more than any site has, and keeps a damaged file from asking for all memory.
const mostEntries = 1 << 22

// prepare makes what is looked up for every query. What follows the manifest is cut into shards.
func (s *Searcher) prepare(rest []byte) error {
	m := &s.manifest
	if len(m.Impacts) != 32 || m.Common < 0 || m.Common > len(rest) || m.Entries < 0 || m.Entries > mostEntries ||
		len(m.Terms.First) != len(m.Terms.Parts) || len(m.Slips.First) != len(m.Slips.Parts) || len(m.Texts.First) != len(m.Texts.Parts) {
		return errDamaged
	}
	var err error
	if s.common, err = s.readTerms(rest[:m.Common]); err != nil {
		return err
	}
	s.parts = map[string][]any{"terms": m.Terms.Parts, "slips": m.Slips.Parts, "texts": m.Texts.Parts}
	rest = rest[m.Common:]
	for _, kind := range []string{"terms", "slips", "texts"} {
		s.inside[kind] = map[int][]byte{}
		for i, part := range s.parts[kind] {
			if length, inside := part.(float64); inside {
				if length < 0 || int(length) > len(rest) {
					return errDamaged
				}
				s.inside[kind][i], rest = rest[:int(length)], rest[int(length):]
			}
		}
	}
	for _, same := range m.Synonyms {
		phrases := make([][]string, len(same))
		for i, phrase := range same {
			phrases[i] = words(phrase)
		}
		s.synonyms = append(s.synonyms, phrases)
	}
	return s.number()
}

// number says for each entry which page and which section it belongs to.
func (s *Searcher) number() error {
	m := &s.manifest
	for page, n := range m.Pages {
		if n < 0 || len(s.pageOf)+n > m.Entries {
			return errDamaged
		}
		s.leads = append(s.leads, len(s.pageOf))
		s.pageOf = append(s.pageOf, slices.Repeat([]int{page}, n)...)
	}
	if len(s.pageOf) != m.Entries {
		return errDamaged
	}
	for i := range m.Entries {
		s.real = append(s.real, i)
	}
	at := 0
	for _, step := range m.Others {
		if at += step; step <= 0 || at >= m.Entries {
			return errDamaged
		}
		s.real[at] = s.real[at-1]
	}
	s.headed = make([]int, m.Entries)
	for _, scratch := range []*[]float64{&s.score, &s.covered, &s.best, &s.weight} {
		*scratch = make([]float64, m.Entries)
	}
	return nil
}

func (s *Searcher) read(name string) ([]byte, error) {
	packed, err := s.fetch(name)
	if err != nil {
		return nil, err
	}
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return data, nil
}

// part gets a shard, from the first file or from its own.
func (s *Searcher) part(kind string, i int) ([]byte, error) {
	if i < 0 || i >= len(s.parts[kind]) {
		return nil, errDamaged
	}
	if name, apart := s.parts[kind][i].(string); apart {
		return s.read(path.Join(s.folder, kind+"-"+name+".idx"))
	}
	return s.inside[kind][i], nil
}

// shardOf is the number of the shard whose terms begin at or before a term.
func shardOf(first []string, name string) int {
	i, found := slices.BinarySearch(first, name)
	if found {
		return i
	}
	return max(0, i-1)
}

// cursor reads numbers from a shard; what is wrong with it shows in the end.
type cursor struct {
	data    []byte
	damaged bool
}

func (c *cursor) number() int {
	n, size := binary.Uvarint(c.data)
	if size <= 0 || n > 1<<31 {
		c.data, c.damaged = nil, true
		return 0
	}
	c.data = c.data[size:]
	return int(n)
}

func (c *cursor) take(n int) []byte {
	if n > len(c.data) {
		c.data, c.damaged = nil, true
		return nil
	}
	taken := c.data[:n]
	c.data = c.data[n:]
	return taken
}

func (c *cursor) name(before string) string {
	shared := c.number()
	if shared > len(before) {
		c.damaged = true
		return ""
	}
	return before[:shared] + string(c.take(c.number()))
}

func (c *cursor) list(n int) list {
	if n > len(c.data) {
		c.damaged = true
		return list{}
	}
	l := list{entries: make([]int, n)}
	at := 0
	for i := range l.entries {
		at += c.number()
		l.entries[i] = at
	}
	l.values = c.take(n)
	return l
}

func (s *Searcher) readTerms(data []byte) (*shard, error) {
	c := &cursor{data: data}
	n := c.number()
	if n > len(data) {
		return nil, errDamaged
	}
	out := &shard{names: make([]string, n), terms: make([]postings, n)}
	type sizes struct{ heads, texts, length int }
	all, before := make([]sizes, n), ""
	for i := range all {
		before = c.name(before)
		out.names[i] = before
		out.terms[i].name, out.terms[i].rarity = before, rarity(c.number(), s.manifest.Entries)
		all[i] = sizes{c.number(), c.number(), c.number()}
	}
	for i, size := range all {
		own := &cursor{data: c.take(size.length)}
		out.terms[i].heads, out.terms[i].texts = own.list(size.heads), own.list(size.texts)
		c.damaged = c.damaged || own.damaged || s.outside(out.terms[i].heads) || s.outside(out.terms[i].texts)
	}
	if c.damaged {
		return nil, errDamaged
	}
	return out, nil
}

func (s *Searcher) outside(l list) bool {
	return len(l.entries) > 0 && l.entries[len(l.entries)-1] >= s.manifest.Entries
}

func readSlips(data []byte) ([]guess, error) {
	c := &cursor{data: data}
	n := c.number()
	if n > len(data) {
		return nil, errDamaged
	}
	out, before := make([]guess, n), ""
	for i := range out {
		before = c.name(before)
		out[i] = guess{before, c.number()}
	}
	if c.damaged {
		return nil, errDamaged
	}
	return out, nil
}

func readTexts(data []byte) ([]textPage, error) {
	var rows [][3]json.RawMessage
	if err := json.Unmarshal(data, &rows); err != nil {
		return nil, err
	}
	out := make([]textPage, len(rows))
	for i, row := range rows {
		err := errors.Join(json.Unmarshal(row[0], &out[i].url), json.Unmarshal(row[1], &out[i].title), json.Unmarshal(row[2], &out[i].sections))
		if err != nil {
			return nil, err
		}
		for _, section := range out[i].sections {
			if len(section) != 4 {
				return nil, errDamaged
			}
		}
	}
	return out, nil
}

// withPrefix cuts out the run of a shard's terms that begin with letters.
func (s *shard) withPrefix(prefix string) []postings {
	from, _ := slices.BinarySearch(s.names, prefix)
	to := from
	for to < len(s.names) && strings.HasPrefix(s.names[to], prefix) {
		to++
	}
	return s.terms[from:to]
}
