package article

import (
	"errors"
	"hash/crc32"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"signpost/internal/problem"
)

// Store keeps what articles say in a file, so that a site of any size fits into memory: what the whole site needs to know of an article
// (headings, ids, links, codes) is a fraction of it, most of which waits as bytes until it is asked for.
//
// It may keep the file for the next build, which then parses only what has changed. Each record stands under a sum of all that it was
// made of, and has a checksum: one that is damaged, or of anything else, is as good as none. Nothing that goes wrong with the file fails a build.
type Store struct {
	kept   *keptFile // nil where nothing is kept
	file   *os.File  // what is written by this build
	source keys

	mu     sync.Mutex
	size   int64
	made   map[key]record // in file
	failed bool           // not everything could be written
}

// record is where something stands in a file.
type record struct {
	at     int64
	length int
	sum    uint32
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// NewStore makes a store in the system's folder for temporary files. It is to be closed.
func NewStore() (*Store, error) {
	file, err := os.CreateTemp("", "signpost-*")
	if err != nil {
		return nil, err
	}
	nameless(file)
	return &Store{file: file}, nil
}

// OpenStore makes a store that is kept as the file called name, which an earlier one may have left. What was made by another program
// than this one is made anew. Where nothing can be kept there, the store is like any other.
func OpenStore(name, program string, now time.Time) (*Store, error) {
	file, err := beginKept(name)
	if err != nil {
		return NewStore()
	}
	return &Store{kept: openKept(name, now), file: file, source: keys{program: program}, made: map[key]record{}}, nil
}

// nameless takes the name from a file that is open, if the system lets it, as Windows does not: then nothing is left behind by a build that is killed.
func nameless(file *os.File) { _ = os.Remove(file.Name()) }

// Close gives up everything in the store, but for what the next build may have.
func (s *Store) Close() error {
	if s.kept != nil {
		s.keep()
		return nil
	}
	err := s.file.Close()
	if wrong := os.Remove(s.file.Name()); !errors.Is(wrong, fs.ErrNotExist) {
		err = errors.Join(err, wrong)
	}
	return err
}

// parked is where a store has an article. The outline of its sections and their links stay in memory, as they were written: a large site has a
// million sections and more links, and whatever is not bytes would be looked through whenever garbage is collected.
type parked struct {
	file               *os.File
	at                 int64 // where in the file the front matter stands; links, HTML and texts follow it
	front, html, texts int   // how long they are
	skipped            int   // how long the links are in the file
	length             int   // as Article.Length says
	links              string
}

// park gives an article the parts of a record that ends at end. sections are those that the record was made of. An article that explains codes has
// its sections itself: codes are looked up.
func (a *Article) park(file *os.File, end int64, said parts, sections []Section) {
	p := &parked{
		file: file, front: len(said.front), skipped: len(said.links), html: len(said.html), texts: len(said.texts),
		length: lengthOf(sections), links: string(said.links),
	}
	p.at = end - int64(p.front+p.skipped+p.html+p.texts)
	a.parked, a.outline = p, string(said.sections)
	if declare(sections) {
		a.Sections, _ = fillSections(nil, a.outline) // they were written here, or seen to be whole
		a.outline = ""
	}
}

// htmlAt is where in the file the HTML stands.
func (p *parked) htmlAt() int64 { return p.at + int64(p.front+p.skipped) }

// frontMatter is as it is written, or empty where it cannot be read.
func (p *parked) frontMatter() string {
	front := make([]byte, p.front)
	if _, err := p.file.ReadAt(front, p.at); err != nil {
		return ""
	}
	return string(front)
}

// Parse is as the function of that name, but that the HTML and the texts of the sections are in the store: [Reader] has them. All files that
// it is asked to parse are of one content folder, and the options differ in their language alone.
func (s *Store) Parse(file string, src []byte, opts Options) (*Article, []problem.Problem) {
	if s.kept == nil {
		a, problems := Parse(file, src, opts)
		return s.park(key{}, a, problems), problems
	}
	opts = s.source.steady(opts)
	key := s.source.of(file, src, opts)
	if a, problems, ok := s.kept.recall(key); ok {
		a.File, a.Path = file, strings.Clone(a.Path) // tables go by them, and would keep the whole outline
		return a, problems
	}
	a, problems := Parse(file, src, opts)
	return s.park(key, a, problems), problems
}

// coders have room for an article, so that storing one makes no garbage.
var coders = sync.Pool{New: func() any { return new(coder) }}

// park is the article with its sections in the store. One that cannot be put there stays as it is.
func (s *Store) park(key key, a *Article, problems []problem.Problem) *Article {
	if len(a.Sections) == 0 { // the file is no text
		return a
	}
	c := coders.Get().(*coder)
	defer coders.Put(c)
	data := c.encode(a, problems)
	outline, _, said, ok := decode(data)
	if !ok {
		return a
	}
	s.mu.Lock()
	at := s.size
	s.size += int64(len(data))
	s.mu.Unlock()
	_, err := s.file.WriteAt(data, at)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		s.failed = true
		return a
	}
	if s.made != nil {
		s.made[key] = record{at, len(data), crc32.Checksum(data, castagnoli)}
	}
	outline.File, outline.Path = a.File, a.Path
	outline.park(s.file, at+int64(len(data)), said, a.Sections)
	return outline
}

var errDamaged = errors.New("what articles say was changed on the disk while they were read; build again")

// Reader reads back what the sections of articles say, wherever it is kept, one article after the other into the same memory: what it returns is
// overwritten when the next is read, but for texts, which may be kept.
type Reader struct {
	article  Article
	sections []Section
	contents []Content
	links    []Link
	data     []byte
}

// Links is the article with the links in its sections. Their HTML and texts may be missing.
func (r *Reader) Links(a *Article) *Article {
	if a.parked == nil {
		return a
	}
	r.copy(a)
	_ = fillLinks(r.article.Sections, a.parked.links, &r.links) // which were seen to be whole
	return &r.article
}

// HTML is the article with the HTML of its sections, and with the links in it. Their texts may be missing.
func (r *Reader) HTML(a *Article) (*Article, error) {
	p := a.parked
	if p == nil {
		return a, nil
	}
	r.copy(a)
	if err := r.read(p.file, p.htmlAt(), p.html); err != nil {
		return nil, err
	}
	if !fillLinks(r.article.Sections, p.links, &r.links) || !fillHTML(r.article.Sections, r.data) {
		return nil, errDamaged
	}
	return &r.article, nil
}

// Texts is the article with the texts of its sections. Their HTML may be missing.
func (r *Reader) Texts(a *Article) (*Article, error) {
	p := a.parked
	if p == nil {
		return a, nil
	}
	r.copy(a)
	if err := r.read(p.file, p.htmlAt()+int64(p.html), p.texts); err != nil {
		return nil, err
	}
	if !fillTexts(r.article.Sections, r.data) {
		return nil, errDamaged
	}
	return &r.article, nil
}

// read reads a part of what the sections of an article say.
func (r *Reader) read(file *os.File, at int64, length int) error {
	r.data = slices.Grow(r.data[:0], length)[:length]
	if length == 0 {
		return nil
	}
	_, err := file.ReadAt(r.data, at)
	return err
}

// copy copies an article, to be filled with what its sections say.
func (r *Reader) copy(a *Article) {
	outline := r.Outline(a)
	if !a.shelved() { // it is the article's own
		r.sections = append(r.sections[:0], outline...)
	}
	r.article = *a
	r.article.parked, r.article.Sections = nil, r.sections
	r.contents = slices.Grow(r.contents[:0], len(r.sections))[:len(r.sections)]
	for i := range r.sections {
		r.contents[i] = Content{}
		r.sections[i].Content = &r.contents[i]
	}
}
