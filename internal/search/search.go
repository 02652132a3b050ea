// Package search writes the search index of a site and searches it.
//
// Browsers read the same index with the theme's script, assets/search/*.ts. Both implementations rank alike, and the
// files and functions of the ranking have the same names, with few exceptions.
//
// A search finds sections. A section is a heading and the text below it, or the text before the first heading of a
// page, whose heading is the title of the page. Each section is an entry of the index. A code that a heading declares,
// and each other wording of its error message, is an entry of its own behind that of the section: an alternative
// heading without a body. Entries are numbered in the order of their pages. docs/search.md explains the ranking.
//
// # Files
//
// All files are in the folder search/ and compressed with zlib (RFC 1950): browsers decompress it without a library,
// and its checksum reveals damage. All names except that of the first file contain a hash of the content, so that
// browsers may cache the files forever. The first file keeps its name, so that pages do not change whenever an article
// does; browsers ask each time whether it has changed:
//
//	index.idx           the first file, whose address every page contains
//	terms-XXXXXXXX.idx  a shard of terms
//	slips-XXXXXXXX.idx  a shard of terms for the correction of typos
//	texts-XXXXXXXX.idx  a shard of texts
//
// Shards of a kind that are small in total are part of the first file instead. The first file consists of the length of
// the manifest as a 32-bit little-endian number, the manifest, a shard of the common terms (more than a fifth of all
// entries contain them, and their postings of bodies are left out), and the shards without files of their own: terms,
// typo terms, texts. The manifest is JSON:
//
//	format    the version of the index; readers reject any other
//	stem      whether words also match without their English endings
//	synonyms  lists of words or phrases with the same meaning
//	impacts   the weights of the 32 levels of a posting in a body
//	entries   the number of entries
//	pages     the number of entries of each page; the first entry of a page has its title as the heading
//	within    {in, from, to} for each collection: its address without slashes around it ("" for the whole site),
//	          its first entry, and the entry after its last
//	weights   the pages whose scores are multiplied: [page number, factor] of each; left out if there are none
//	others    the entries that are alternative headings of the entry before: the distance of each from the last
//	common    the length of the shard of common terms
//	terms     {first, parts}: the beginning of each shard, as the shortest prefix of its first term that sorts after
//	          the term before; and the hash in the name of its file, or its length in the first file
//	slips     the same for the shards of typo terms (the name dates from the first version of the format)
//	texts     the same for the shards of texts, with page numbers in first
//
// # Numbers and names
//
// A number is a varint: seven bits per byte, the lowest first; the eighth bit is set in all bytes except the last. A
// name is two numbers, the length of the prefix that it shares with the name before it in the shard and the length of
// the rest, followed by the rest, in UTF-8. Names are sorted by their bytes.
//
// # Shards
//
// A shard of terms begins with the number of terms. For each term follow its name, the number of entries that contain
// it, the numbers of its postings in headings and in bodies, and the length of both in bytes; then, for each term, the
// postings in headings and those in bodies. Postings are the distance of each entry from the one before, starting at 0,
// as numbers, and then a byte for each entry. For a heading, the upper half of the byte is the position of the word and
// the lower half the number of words, both without repeated words and at most 15. For a body it is the level in
// impacts.
//
// A shard of typo terms is the number of terms and, for each one, its name and the number of entries that contain it.
//
// A shard of texts is JSON: [[url, title, [[id, heading, code, text, who], …]], …], a list of pages with their
// sections. who can fix the error of the code; it is left out where the article does not say so.
//
// # Terms
//
// A term is a sequence of letters, digits, marks and apostrophes in the Unicode form NFKD, without the marks and
// apostrophes, in lower case, with σ instead of ς, and truncated after 40 letters. Text in Thai, Lao, Burmese, Khmer,
// Chinese and Japanese is split into pairs of neighbouring letters. Two neighbouring words that the site also writes as
// one word also count as that word.
package search

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"signpost/internal/config"
	"signpost/internal/parallel"
	"signpost/internal/site"
)

// FirstFile is the path of the first file of an index.
const FirstFile = "search/index.idx"

// File is a file of the index. Path is relative and uses slashes.
type File struct {
	Path string
	Data []byte
}

// The kinds of shards, as file names and the manifest call them. These names are part of the format, which calls typo
// terms "slips".
const (
	kindTerms     = "terms"
	kindTypoTerms = "slips"
	kindTexts     = "texts"
)

// The size of a shard of each kind in bytes, before compression.
const (
	termShardSize = 16 << 10
	typoShardSize = 96 << 10
	textShardSize = 32 << 10
)

// The total size of the shards of each kind up to which they are part of the first file.
const (
	maxInlineTerms     = 96 << 10
	maxInlineTypoTerms = 48 << 10
	maxInlineTexts     = 48 << 10
)

// manifest describes the content of the other files.
type manifest struct {
	Format       int           `json:"format"`
	Stem         bool          `json:"stem"`
	Synonyms     [][]string    `json:"synonyms"`
	Impacts      []float64     `json:"impacts"`
	Entries      int           `json:"entries"`
	Pages        []int         `json:"pages"`
	Scopes       []scope       `json:"within"`
	Alternatives []int         `json:"others"`
	Weights      []pageWeight  `json:"weights,omitempty"`
	Common       int           `json:"common"`
	Terms        shardList     `json:"terms"`
	TypoTerms    shardList     `json:"slips"`
	Texts        textShardList `json:"texts"`
}

// pageWeight is the number of a page, and what its scores are multiplied by.
type pageWeight [2]float64

// scope contains the entries of a collection and of the collections below it.
type scope struct {
	In   string `json:"in"`
	From int    `json:"from"`
	To   int    `json:"to"`
}

// shardList lists the shards of terms: the beginning of each one, and the hash in the name of its file or its length in
// the first file.
type shardList struct {
	First []string `json:"first"`
	Parts []any    `json:"parts"`
}

// textShardList lists the shards of texts by the number of their first page.
type textShardList struct {
	First []int `json:"first"`
	Parts []any `json:"parts"`
}

// Index returns the search index of an edition. The first file comes first. It fails if the content of an article
// cannot be read, or with ctx.Err().
func Index(ctx context.Context, e *site.Edition, cfg *config.Config) ([]File, error) {
	var mu sync.Mutex
	var files []File

	err := Write(ctx, e, cfg, func(f File) error {
		mu.Lock()
		defer mu.Unlock()
		files = append(files, f)

		return nil
	})

	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })

	return files, err
}

// Write makes the search index of an edition and calls put with each file when it is ready, from any goroutine. The
// index of a large site is never in memory as a whole. Write fails if the content of an article cannot be read, if put
// fails, or with ctx.Err().
func Write(ctx context.Context, e *site.Edition, cfg *config.Config, put func(File) error) error {
	pages, ranges := collect(e)
	files := &fileWriter{put: put}

	texts := newShardWriter(files, textKind(pages))
	vocabulary, chunks, err := tokenize(ctx, pages, texts)
	if err != nil {
		return err
	}

	entries, alternatives := countEntries(chunks)
	m := newManifest(cfg)
	m.Entries = len(alternatives)
	m.Pages = entries
	m.Scopes = scopesOf(ranges, entries)
	m.Alternatives = distances(alternatives)
	m.Weights = weightsOf(pages)

	terms, err := collectTerms(ctx, vocabulary, chunks, m.Entries)
	if err != nil {
		return err
	}

	if err := writeTerms(ctx, files, m, terms); err != nil {
		return err
	}

	texts.finish()
	m.Texts = textShardList{texts.starts, texts.parts}
	files.finish(m)

	return files.err
}

func newManifest(cfg *config.Config) *manifest {
	m := &manifest{
		Format:   format,
		Stem:     cfg.Language == "" || strings.HasPrefix(cfg.Language, "en"),
		Synonyms: cfg.Search.Synonyms,
		Impacts:  impacts(),
	}

	if m.Synonyms == nil {
		m.Synonyms = [][]string{}
	}

	return m
}

// countEntries returns the number of entries of each page, and for each entry whether it is an alternative heading.
func countEntries(chunks []chunk) (entries []int, alternatives []bool) {
	for _, c := range chunks {
		entries = append(entries, c.entries...)
		alternatives = append(alternatives, c.alternatives...)
	}

	return entries, alternatives
}

// scopesOf returns the entries of each collection, given the number of entries of each page.
func scopesOf(ranges []pageRange, entries []int) []scope {
	leads := []int{0}
	for i, n := range entries {
		leads = append(leads, leads[i]+n)
	}

	list := make([]scope, len(ranges))
	for i, r := range ranges {
		list[i] = scope{r.collection, leads[r.first], leads[r.end]}
	}

	return list
}

// weightsOf returns the pages with a weight other than 1.
func weightsOf(pages []page) []pageWeight {
	var list []pageWeight
	for i := range pages {
		if w := pages[i].weight; w != 1 {
			list = append(list, pageWeight{float64(i), w})
		}
	}

	return list
}

// distances returns the numbers of the entries that are alternative headings, each as its distance from the last.
func distances(alternatives []bool) []int {
	list := []int{}
	last := 0

	for i, alternative := range alternatives {
		if alternative {
			list = append(list, i-last)
			last = i
		}
	}

	return list
}

// collectTerms returns all terms with their postings. It works on a few chunks at a time, because the postings of a
// chunk need much memory before they are encoded.
func collectTerms(ctx context.Context, v *vocabulary, chunks []chunk, entries int) ([]term, error) {
	w := newWeigher(v, chunks)
	v.dictionary = dictionary{} // releases its memory, which is needed for the postings
	collector := newTermCollector(w.terms, max(200, entries/5))

	postings := make([]chunkPostings, runtime.GOMAXPROCS(0))
	for len(chunks) > 0 {
		batch := chunks[:min(len(postings), len(chunks))]
		err := parallel.Each(ctx, 0, len(batch), func(i int) {
			w.weigh(&postings[i], &batch[i])
			batch[i] = chunk{}
		})
		if err != nil {
			return nil, err
		}

		for i := range batch {
			collector.add(&postings[i])
		}

		chunks = chunks[len(batch):]
	}

	return collector.terms, nil
}

// writeTerms writes the shards of terms and typo terms and lists them in the manifest.
func writeTerms(ctx context.Context, files *fileWriter, m *manifest, terms []term) error {
	typoTerms := selectTypoTerms(terms, m.Entries)
	common, terms := splitCommon(terms)
	files.inline = encodeTerms(common)
	m.Common = len(files.inline)

	shards, err := writeShards(ctx, files, termKind(terms), encodeTerms)
	if err != nil {
		return err
	}

	m.Terms = shardList{
		First: shardNames(shards.starts, func(i int) string { return terms[i].text }),
		Parts: shards.parts,
	}

	shards, err = writeShards(ctx, files, typoKind(typoTerms), encodeTypoTerms)
	if err != nil {
		return err
	}

	m.TypoTerms = shardList{
		First: shardNames(shards.starts, func(i int) string { return typoTerms[i].text }),
		Parts: shards.parts,
	}

	return nil
}

// splitCommon separates the terms that are so common that they hardly distinguish sections. They are in the first file,
// which every query needs.
func splitCommon(terms []term) (common, rest []term) {
	for i := range terms {
		if terms[i].common {
			common = append(common, terms[i])
		}
	}

	return common, slices.DeleteFunc(terms, func(t term) bool { return t.common })
}

// selectTypoTerms returns the terms for the correction of typos. On a large site it leaves out rare terms, many of
// which are typos themselves.
func selectTypoTerms(terms []term, entries int) []typoTerm {
	const largeSite = 2500
	minCount := uint32(1)

	if entries > largeSite {
		minCount = 3
	}

	var selected []typoTerm
	for i := range terms {
		t := &terms[i]
		if t.count >= minCount || t.headings.length > 0 {
			selected = append(selected, typoTerm{t.text, t.count})
		}
	}

	return selected
}

func textKind(pages []page) shardKind[page] {
	return shardKind[page]{
		name:      kindTexts,
		items:     pages,
		shardSize: textShardSize,
		maxInline: maxInlineTexts,
		itemSize:  (*page).textSize,
	}
}

func termKind(terms []term) shardKind[term] {
	return shardKind[term]{
		name:      kindTerms,
		items:     terms,
		shardSize: termShardSize,
		maxInline: maxInlineTerms,
		itemSize: func(t *term) int {
			return 3*int(t.headings.length+t.bodies.length) + 8
		},
		keepTogether: haveSameStem,
	}
}

func typoKind(terms []typoTerm) shardKind[typoTerm] {
	return shardKind[typoTerm]{
		name:      kindTypoTerms,
		items:     terms,
		shardSize: typoShardSize,
		maxInline: maxInlineTypoTerms,
		itemSize:  func(t *typoTerm) int { return len(t.text) + 2 },
	}
}

// haveSameStem reports whether two neighbouring terms are forms of one word, which belong in one shard.
func haveSameStem(before, next *term) bool {
	root := stem(before.text)
	return stem(next.text) == root || len(root) > 3 && strings.HasPrefix(next.text, root)
}

// shardNames returns the beginning of each shard: the shortest prefix of its first term that sorts after the term
// before.
func shardNames(starts []int, term func(i int) string) []string {
	list := make([]string, len(starts))
	for i, start := range starts {
		list[i] = term(start)
		if start > 0 {
			list[i] = distinctPrefix(term(start-1), list[i])
		}
	}

	return list
}

// distinctPrefix returns the shortest prefix of a name that sorts after the name before.
func distinctPrefix(before, name string) string {
	for i, r := range name {
		if end := i + utf8.RuneLen(r); name[:end] > before {
			return name[:end]
		}
	}

	return name
}
