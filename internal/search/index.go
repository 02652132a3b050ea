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
)

// index reads the files of an index and keeps them in memory.
type index struct {
	fetch    func(path string) ([]byte, error)
	folder   string
	manifest manifest
	synonyms [][][]string // the words of each phrase

	leads     []int     // the first entry of each page
	pageOf    []int     // the page of each entry
	weights   []float64 // what the scores of the entries of each page are multiplied by
	sectionOf []int     // the section of each entry: the entry itself, or one before it for an alternative heading

	parts  map[string][]any          // the parts of the manifest, by kind of shard
	inline map[string]map[int][]byte // the shards in the first file, by kind

	common     *termShard // the terms in the first file
	termShards map[int]*termShard
	typoShards map[int][]typoTerm
	textShards map[int][]textPage
}

var errDamaged = errors.New("the file is damaged")

// openIndex reads the first file of an index.
func openIndex(first string, fetch func(path string) ([]byte, error)) (*index, error) {
	x := &index{
		fetch:      fetch,
		folder:     path.Dir(first),
		inline:     map[string]map[int][]byte{},
		termShards: map[int]*termShard{},
		typoShards: map[int][]typoTerm{},
		textShards: map[int][]textPage{},
	}

	data, err := x.read(first)
	if err != nil {
		return nil, err
	}

	rest, err := x.readManifest(data)
	if err == nil {
		err = x.readInline(rest)
	}

	if err == nil {
		err = x.numberEntries()
	}

	if err != nil {
		return nil, fmt.Errorf("%s: %w", first, err)
	}

	x.splitSynonyms()

	return x, nil
}

// read fetches and decompresses a file.
func (x *index) read(name string) ([]byte, error) {
	compressed, err := x.fetch(name)
	if err != nil {
		return nil, err
	}

	z, err := zlib.NewReader(bytes.NewReader(compressed))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}

	data, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}

	return data, nil
}

// readManifest decodes the manifest and returns the remaining data.
func (x *index) readManifest(data []byte) (rest []byte, err error) {
	if len(data) < 4 || int(binary.LittleEndian.Uint32(data)) > len(data)-4 {
		return nil, errDamaged
	}

	end := 4 + binary.LittleEndian.Uint32(data)
	if err := json.Unmarshal(data[4:end], &x.manifest); err != nil {
		return nil, err
	}

	if x.manifest.Format != format {
		return nil, fmt.Errorf("format is %d, not %d", x.manifest.Format, format)
	}

	if !x.manifest.isConsistent() {
		return nil, errDamaged
	}

	return data[end:], nil
}

// maxEntries is more than any site has. It keeps a damaged file from exhausting the memory.
const maxEntries = 1 << 22

// isConsistent reports whether the numbers in the manifest can be used.
func (m *manifest) isConsistent() bool {
	if len(m.Impacts) != impactLevels || m.Common < 0 {
		return false
	}

	if m.Entries < 0 || m.Entries > maxEntries {
		return false
	}

	return len(m.Terms.First) == len(m.Terms.Parts) &&
		len(m.TypoTerms.First) == len(m.TypoTerms.Parts) &&
		len(m.Texts.First) == len(m.Texts.Parts)
}

// readInline divides the data after the manifest into shards.
func (x *index) readInline(rest []byte) error {
	m := &x.manifest
	if m.Common > len(rest) {
		return errDamaged
	}

	var err error
	x.common, err = decodeTerms(rest[:m.Common], m.Entries)
	if err != nil {
		return err
	}

	rest = rest[m.Common:]

	x.parts = map[string][]any{
		kindTerms:     m.Terms.Parts,
		kindTypoTerms: m.TypoTerms.Parts,
		kindTexts:     m.Texts.Parts,
	}

	for _, kind := range []string{kindTerms, kindTypoTerms, kindTexts} {
		if rest, err = x.readInlineKind(kind, rest); err != nil {
			return err
		}
	}

	return nil
}

// readInlineKind reads the shards of one kind and returns the remaining data.
func (x *index) readInlineKind(kind string, data []byte) (rest []byte, err error) {
	x.inline[kind] = map[int][]byte{}
	for i, part := range x.parts[kind] {
		length, isInline := part.(float64)
		if !isInline {
			continue
		}

		if length < 0 || int(length) > len(data) {
			return nil, errDamaged
		}

		x.inline[kind][i] = data[:int(length)]
		data = data[int(length):]
	}

	return data, nil
}

// numberEntries sets the page and the section of each entry.
func (x *index) numberEntries() error {
	m := &x.manifest
	for page, n := range m.Pages {
		if n < 0 || len(x.pageOf)+n > m.Entries {
			return errDamaged
		}

		x.leads = append(x.leads, len(x.pageOf))
		x.pageOf = append(x.pageOf, slices.Repeat([]int{page}, n)...)
	}

	if len(x.pageOf) != m.Entries {
		return errDamaged
	}

	x.weights = slices.Repeat([]float64{1}, len(m.Pages))
	for _, w := range m.Weights {
		page := int(w[0])
		if page < 0 || page >= len(x.weights) {
			return errDamaged
		}

		x.weights[page] = w[1]
	}

	for i := range m.Entries {
		x.sectionOf = append(x.sectionOf, i)
	}

	at := 0
	for _, distance := range m.Alternatives {
		at += distance
		if distance <= 0 || at >= m.Entries {
			return errDamaged
		}

		x.sectionOf[at] = x.sectionOf[at-1]
	}

	return nil
}

func (x *index) splitSynonyms() {
	for _, list := range x.manifest.Synonyms {
		phrases := make([][]string, len(list))
		for i, phrase := range list {
			phrases[i] = splitWords(phrase)
		}

		x.synonyms = append(x.synonyms, phrases)
	}
}

// scope returns the entries of a collection.
func (x *index) scope(collection string) (s scope, ok bool) {
	i := slices.IndexFunc(x.manifest.Scopes, func(s scope) bool { return s.In == collection })
	if i < 0 {
		return scope{}, false
	}

	return x.manifest.Scopes[i], true
}

// pageEnd returns the entry after the last one of a page.
func (x *index) pageEnd(page int) int {
	if page+1 < len(x.leads) {
		return x.leads[page+1]
	}

	return x.manifest.Entries
}

// part returns a shard, from the first file or from its own.
func (x *index) part(kind string, i int) ([]byte, error) {
	if i < 0 || i >= len(x.parts[kind]) {
		return nil, errDamaged
	}

	if hash, isFile := x.parts[kind][i].(string); isFile {
		return x.read(path.Join(x.folder, kind+"-"+hash+".idx"))
	}

	return x.inline[kind][i], nil
}

// shardOf returns the number of the shard that contains a term if the index does.
func (x *index) shardOf(text string) int {
	i, found := slices.BinarySearch(x.manifest.Terms.First, text)
	if found {
		return i
	}

	return max(0, i-1)
}

// terms returns a shard of terms, or nil if the index has none.
func (x *index) terms(i int) (*termShard, error) {
	if x.termShards[i] != nil || i >= len(x.manifest.Terms.Parts) {
		return x.termShards[i], nil
	}

	data, err := x.part(kindTerms, i)
	if err != nil {
		return nil, err
	}

	shard, err := decodeTerms(data, x.manifest.Entries)
	if err != nil {
		return nil, err
	}

	x.termShards[i] = shard

	return shard, nil
}

// typoTerms returns a shard of terms for the correction of typos.
func (x *index) typoTerms(i int) ([]typoTerm, error) {
	if x.typoShards[i] != nil {
		return x.typoShards[i], nil
	}

	data, err := x.part(kindTypoTerms, i)
	if err != nil {
		return nil, err
	}

	shard, err := decodeTypoTerms(data)
	if err != nil {
		return nil, err
	}

	x.typoShards[i] = shard

	return shard, nil
}

// textShardOf returns the number of the shard that contains the text of an entry, or -1.
func (x *index) textShardOf(entry int) int {
	i, found := slices.BinarySearch(x.manifest.Texts.First, x.pageOf[entry])
	if !found {
		i--
	}

	return i
}

// text returns the page and the section of an entry.
func (x *index) text(entry int) (*textPage, *textSection, error) {
	i := x.textShardOf(entry)
	if x.textShards[i] == nil {
		data, err := x.part(kindTexts, i)
		if err != nil {
			return nil, nil, err
		}

		if x.textShards[i], err = decodeTexts(data); err != nil {
			return nil, nil, err
		}
	}

	number := x.pageOf[entry]
	n := number - x.manifest.Texts.First[i]

	if n >= len(x.textShards[i]) {
		return nil, nil, errDamaged
	}

	page := &x.textShards[i][n]
	at := 0

	for e := x.leads[number] + 1; e <= entry; e++ {
		if x.sectionOf[e] == e {
			at++
		}
	}

	if at >= len(page.sections) {
		return nil, nil, errDamaged
	}

	return page, &page.sections[at], nil
}
