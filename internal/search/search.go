// Package search writes the index that the script of the theme, assets/search/*.ts, reads in the browser, and searches it the same way itself.
//
// What is found is a section: a heading and what stands below it, or what stands on a page before the first heading, which goes by the
// page's title. Sections are numbered in the order of their pages. A code that a heading declares and each other wording of its message
// get the number after that of their section, and are entries of their own, with a heading and no body. docs/search.md says how entries
// are ranked.
//
// # Files
//
// In a copy that is opened from a disk, the bytes of each file stand in a script beside it (see [ForDisk]).
//
// All files stand in search/, are packed as zlib does (RFC 1950: the browser unpacks them itself, and the checksum at the end shows damage), and all but
// the first are named after a hash of what they hold, so that they may be kept for ever. The first keeps its name, so that pages stay as they are when
// an article changes; readers ask each time whether it has changed:
//
//	index.idx           the first file, whose address stands on every page
//	terms-XXXXXXXX.idx  a shard of terms
//	slips-XXXXXXXX.idx  a shard of the terms that a slip of the keyboard may have meant
//	texts-XXXXXXXX.idx  a shard of texts
//
// Shards of a kind that are small together stand in the first file instead. It consists of the length of the manifest, four bytes with the
// lowest first; the manifest; a shard of the common terms, whose bodies are left out because more than a fifth of all entries have them; and the
// shards that are not files of their own: terms, slips, texts. The manifest is JSON:
//
//	format    3; readers refuse any other
//	stem      whether words are matched without their English endings
//	synonyms  lists of words or phrases that mean the same
//	impacts   what the 32 levels of a word in a body are worth
//	entries   how many there are
//	pages     for each page its number of entries, of which the first bears the title
//	within    {in, from, to}: of each collection its address without slashes around it, its first entry, and the one after its last; the whole site as ""
//	others    the entries that are another name of the one before, each as its distance from the last
//	common    length of the shard of common terms
//	terms     {first, parts}: where each shard begins, as few letters as its first term needs to come after the term before; the eight letters
//	          of its file's name, or its length in the first file
//	slips     the same for the shards of slips
//	texts     the same for the shards of texts, first being the number of a page
//
// # Numbers and names
//
// A number is a varint: seven bits in each byte, the lowest first, the eighth set in all but the last. A name is two numbers, how many bytes it shares
// with the name before it in the shard and how many follow, and these bytes, in UTF-8. Names are sorted by their bytes.
//
// # Shards
//
// A shard of terms is the number of its terms; for each its name, the number of entries that have it, the numbers of its heading and of its
// body postings, and the length of both in bytes; then for each its heading and its body postings. Postings are the distances from one entry to the
// next, the first from 0, as numbers; then a byte for each. In a heading the byte's high half is the place of the word and its low half the number
// of words, both without repeated words and 15 at most. In a body it is the level in impacts.
//
// A shard of slips is the number of its terms; for each its name and the number of entries that have it.
//
// A shard of texts is JSON: [[url, title, [[id, heading, code, text], …]], …], a page with its sections in each place.
//
// # Terms
//
// A term is a run of letters, digits, marks and apostrophes, in Unicode's form NFKD, without marks and apostrophes, in lower case, ς as σ, cut after 40 letters.
// What is written in Thai, Lao, Burmese, Khmer, Chinese or Japanese is cut into pairs of neighbouring letters. Two words that stand side by
// side and that the site also writes as one count as the one as well.
package search

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"encoding/json"
	"io"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/klauspost/compress/zlib" // several times as fast as the standard library's, for a hundredth more bytes

	"signpost/internal/config"
	"signpost/internal/parallel"
	"signpost/internal/site"
)

// format is the version of the index. It goes up with every change that an older reader would not understand.
const format = 3

// FirstFile is the path of the file that leads to all others.
const FirstFile = "search/index.idx"

// File is a file of the index. Path has slashes and none in front.
type File struct {
	Path string
	Data []byte
}

// How large shards are, in bytes before they are compressed, and up to where they stand in the first file.
const (
	termSize, textSize, slipSize          = 16 << 10, 32 << 10, 96 << 10
	termsInside, slipsInside, textsInside = 96 << 10, 48 << 10, 48 << 10
)

// manifest is the first file, which says what is in the others.
type manifest struct {
	Format   int        `json:"format"`
	Stem     bool       `json:"stem"`
	Synonyms [][]string `json:"synonyms"`
	Impacts  []float64  `json:"impacts"`
	Entries  int        `json:"entries"`
	Pages    []int      `json:"pages"`
	Within   []within   `json:"within"`
	Others   []int      `json:"others"`
	Common   int        `json:"common"`
	Terms    group      `json:"terms"`
	Slips    group      `json:"slips"`
	Texts    textGroup  `json:"texts"`
}

// within is the entries of a collection and of those below it.
type within struct {
	In   string `json:"in"`
	From int    `json:"from"`
	To   int    `json:"to"`
}

// group is the shards of terms: where each begins, and the part of its file's name that differs, or its length in the first file.
type group struct {
	First []string `json:"first"`
	Parts []any    `json:"parts"`
}

// textGroup is the shards of texts, by the number of their first page.
type textGroup struct {
	First []int `json:"first"`
	Parts []any `json:"parts"`
}

// Index makes the search index of a site. The file that leads to all others comes first. An error is of articles that cannot be read
// back from where they are kept.
func Index(ctx context.Context, s *site.Site, cfg *config.Config) ([]File, error) {
	var mu sync.Mutex
	var files []File
	err := Write(ctx, s, cfg, func(f File) error {
		mu.Lock()
		defer mu.Unlock()
		files = append(files, f)
		return nil
	})
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	return files, err
}

// Write makes the search index of a site and hands over each file as it is made, from any goroutine: that of a large site is never in memory
// whole. An error is of articles that cannot be read back from where they are kept, or comes from put.
func Write(ctx context.Context, s *site.Site, cfg *config.Config, put func(File) error) error {
	pages, spans := collect(s)
	w := writer{put: put}
	texts := newPlacing(&w, kindOf[page]{"texts", pages, textSize, textsInside, (*page).weight, nil})
	vocabulary, chunks, err := cutAll(ctx, pages, texts)
	if err != nil {
		return err
	}
	counts, others := tally(chunks)
	entries := len(others)
	terms, err := weighAll(ctx, vocabulary, chunks, entries)
	if err != nil {
		return err
	}
	m := &manifest{
		Format: format, Stem: cfg.Language == "" || strings.HasPrefix(cfg.Language, "en"), Synonyms: cfg.Search.Synonyms,
		Impacts: impacts(), Entries: entries, Pages: counts, Within: entriesOf(spans, counts), Others: steps(others),
	}
	if m.Synonyms == nil {
		m.Synonyms = [][]string{}
	}
	slips := worthGuessing(terms, entries)
	frequent, terms := apart(terms)
	w.inside = termShard(frequent)
	m.Common = len(w.inside)
	placed, err := placeAll(ctx, &w, kindOf[term]{"terms", terms, termSize, termsInside, termWeight, sameStem}, termShard)
	if err != nil {
		return err
	}
	m.Terms = group{names(placed.starts, func(i int) string { return terms[i].text }), placed.parts}
	placed, err = placeAll(ctx, &w, kindOf[slip]{"slips", slips, slipSize, slipsInside, slipWeight, nil}, slipShard)
	if err != nil {
		return err
	}
	m.Slips = group{names(placed.starts, func(i int) string { return slips[i].text }), placed.parts}
	texts.end()
	m.Texts = textGroup{texts.starts, texts.parts}
	w.finish(m)
	return w.wrong
}

// tally says how many entries each page has, and which entries are other names.
func tally(chunks []chunk) (counts []int, others []bool) {
	for _, c := range chunks {
		counts, others = append(counts, c.counts...), append(others, c.others...)
	}
	return counts, others
}

// entriesOf says which entries the pages of collections have.
func entriesOf(spans []span, counts []int) []within {
	leads := []int{0}
	for i, n := range counts {
		leads = append(leads, leads[i]+n)
	}
	list := make([]within, len(spans))
	for i, s := range spans {
		list[i] = within{s.name, leads[s.first], leads[s.end]}
	}
	return list
}

// weighAll makes the postings of all terms, of as many chunks at once as there are processors, so that few are in memory as they are.
func weighAll(ctx context.Context, v *vocabulary, chunks []chunk, entries int) ([]term, error) {
	w := newWeigher(v, chunks)
	v.dictionary = dictionary{} // its room is needed
	gathered := newGatherer(w.terms, max(200, entries/5))
	done := make([]weighed, runtime.GOMAXPROCS(0))
	for len(chunks) > 0 {
		batch := chunks[:min(len(done), len(chunks))]
		err := parallel.Each(ctx, 0, len(batch), func(i int) {
			w.weigh(&done[i], &batch[i])
			batch[i] = chunk{}
		})
		if err != nil {
			return nil, err
		}
		for i := range batch {
			gathered.add(&done[i])
		}
		chunks = chunks[len(batch):]
	}
	return gathered.terms, nil
}

// apart takes out the words whose bodies tell few sections from others. They stand in the first file, which every query has.
func apart(terms []term) (common, rest []term) {
	for i := range terms {
		if terms[i].common {
			common = append(common, terms[i])
		}
	}
	return common, slices.DeleteFunc(terms, func(t term) bool { return t.common })
}

// steps lists the entries that are another name of the one before, as steps from one to the next.
func steps(others []bool) []int {
	steps, last := []int{}, 0
	for i, other := range others {
		if other {
			steps = append(steps, i-last)
			last = i
		}
	}
	return steps
}

// worthGuessing leaves out what only a slip in the text itself brought in, where the site is large enough to tell.
func worthGuessing(terms []term, entries int) []slip {
	least := uint32(1)
	if entries > 2500 {
		least = 3
	}
	var slips []slip
	for i := range terms {
		if t := &terms[i]; t.count >= least || t.heads.length > 0 {
			slips = append(slips, slip{t.text, t.count})
		}
	}
	return slips
}

// names are where shards begin: as few letters as tell their first term from the one before.
func names(starts []int, term func(i int) string) []string {
	list := make([]string, len(starts))
	for i, s := range starts {
		if list[i] = term(s); s > 0 {
			list[i] = distinct(term(s-1), list[i])
		}
	}
	return list
}

func distinct(before, name string) string {
	for i, r := range name {
		if end := i + utf8.RuneLen(r); name[:end] > before {
			return name[:end]
		}
	}
	return name
}

func termWeight(t *term) int { return 3*int(t.heads.length+t.texts.length) + 8 }

// sameStem keeps the forms of a word in one shard.
func sameStem(before, next *term) bool {
	root := stem(before.text)
	return stem(next.text) == root || len(root) > 3 && strings.HasPrefix(next.text, root)
}

func slipWeight(s *slip) int { return len(s.text) + 2 }

// textsOf is a page as it stands in a shard of texts: one entry for each number.
func textsOf(p *page, sections []section) any {
	rows := make([][]string, 0, len(sections))
	for _, s := range sections {
		rows = append(rows, []string{s.id, s.heading, string(s.code), s.text})
	}
	return []any{p.url, p.title, rows}
}

// encode is v as JSON. It stands in b, in the place of what was there.
func encode(b *bytes.Buffer, v any) []byte {
	b.Reset()
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // numbers and strings always marshal
	}
	return b.Bytes()
}

// writer hands over files as they are made, and collects what stands in the first of them.
type writer struct {
	put    func(File) error
	inside []byte

	mu    sync.Mutex
	wrong error // the first of a page that could not be read or a file that was not taken
}

// hand hands over a file; what goes wrong is known at the end.
func (w *writer) hand(f File) {
	if err := w.put(f); err != nil {
		w.fail(err)
	}
}

func (w *writer) fail(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.wrong == nil {
		w.wrong = err
	}
}

// kindOf says how a list is cut into shards.
type kindOf[T any] struct {
	name         string // begins those of the files
	list         []T
	size, inside int // about how many bytes a shard has, and up to how many all of them stand in the first file
	weight       func(*T) int
	together     func(before, next *T) bool // no shard begins between them; nil: wherever
}

// placing puts the shards of a list where they belong: into the first file where they are small together, else each into a file of its own.
type placing struct {
	writer *writer
	name   string
	length int   // of the list
	starts []int // where in the list each shard begins
	parts  []any // as the manifest has them
	inside [][]byte
}

// newPlacing decides where the shards of a list begin. They are to be put, in any order, and the placing is to be ended.
func newPlacing[T any](w *writer, k kindOf[T]) *placing {
	total := 0
	weights := make([]int, len(k.list))
	for i := range k.list {
		weights[i] = k.weight(&k.list[i])
		total += weights[i]
	}
	starts := runs(weights, k.size, func(i int) bool { return k.together != nil && i > 0 && k.together(&k.list[i-1], &k.list[i]) })
	p := &placing{writer: w, name: k.name, length: len(k.list), starts: starts, parts: make([]any, len(starts))}
	if total <= k.inside {
		p.inside = make([][]byte, len(starts))
	}
	return p
}

// run is where in the list a shard begins and ends.
func (p *placing) run(shard int) (from, to int) {
	if shard+1 < len(p.starts) {
		return p.starts[shard], p.starts[shard+1]
	}
	return p.starts[shard], p.length
}

// put places a shard, whose bytes may be overwritten afterwards.
func (p *placing) put(shard int, data []byte) {
	if p.inside != nil {
		p.parts[shard], p.inside[shard] = len(data), bytes.Clone(data)
		return
	}
	packed := packShard(data)
	name := fingerprint(packed)
	p.parts[shard] = name
	p.writer.hand(File{"search/" + p.name + "-" + name + ".idx", packed})
}

// end puts what stands in the first file behind what stands there.
func (p *placing) end() {
	p.writer.inside = append(p.writer.inside, slices.Concat(p.inside...)...)
}

// placeAll makes and puts all shards of a list.
func placeAll[T any](ctx context.Context, w *writer, k kindOf[T], shard func([]T) []byte) (*placing, error) {
	p := newPlacing(w, k)
	err := parallel.Each(ctx, 0, len(p.starts), func(i int) {
		from, to := p.run(i)
		p.put(i, shard(k.list[from:to]))
	})
	if err != nil {
		return nil, err
	}
	p.end()
	return p, nil
}

// finish writes the first file: the length of the manifest, the manifest, and the shards in it.
func (w *writer) finish(m *manifest) {
	head := encode(new(bytes.Buffer), m)
	w.hand(File{FirstFile, pack(slices.Concat(binary.LittleEndian.AppendUint32(nil, uint32(len(head))), head, w.inside))})
}

func fingerprint(data []byte) string {
	sum := sha256.Sum256(data)
	return base32.StdEncoding.EncodeToString(sum[:])[:8]
}

// packers are used again: each has a megabyte of its own.
var packers = sync.Pool{New: func() any { return packer(6) }}

func packer(level int) *zlib.Writer {
	z, err := zlib.NewWriterLevel(io.Discard, level)
	if err != nil {
		panic(err) // there is such a level
	}
	return z
}

// packShard packs one of many files.
func packShard(data []byte) []byte {
	z := packers.Get().(*zlib.Writer)
	defer packers.Put(z)
	return packWith(z, data)
}

// pack packs the first file as small as can be: everybody who searches fetches it.
func pack(data []byte) []byte { return packWith(packer(zlib.BestCompression), data) }

func packWith(z *zlib.Writer, data []byte) []byte {
	b := bytes.NewBuffer(make([]byte, 0, len(data)/2))
	z.Reset(b)
	if _, err := z.Write(data); err != nil {
		panic(err) // a buffer takes everything
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// rarity is BM25's inverse document frequency, in steps of 1/64, so that every reader has the same.
func rarity(count, entries int) float64 {
	return math.Round(64*math.Log(1+(float64(entries-count)+0.5)/(float64(count)+0.5))) / 64
}
