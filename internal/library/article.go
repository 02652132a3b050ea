package library

import (
	"errors"
	"iter"
	"os"
	"slices"
	"sync"

	"signpost/internal/article"
	"signpost/internal/codes"
)

// Article is an article of a library: its metadata, and a record from which a [Reader] reads the rest.
type Article struct {
	article.Metadata

	// Summary is the first paragraph before the first heading, or empty.
	Summary string

	// CodeSections are the sections that explain a code, in order.
	CodeSections []CodeSection

	// Size is the approximate size of its sections as text, in bytes.
	Size int

	outline  string       // packed headings
	sections sectionIndex // nil if there are few
	links    string       // packed links of all sections
	stored   stored
}

// CodeSection is a section that explains a code.
type CodeSection struct {
	Index int // in the outline
	Code  codes.Code
	ID    string
	Title string
	Line  int // of the heading in the file

	article.Explanation
}

// summarise returns the form of an article that a library keeps in memory, without the parts of its record.
func summarise(a *article.Article) *Article {
	packed := &Article{
		Metadata: a.Metadata,
		Size:     sizeOf(a.Sections),
	}
	for i := range a.Sections {
		s := &a.Sections[i]
		if i == 0 {
			packed.Summary = s.Summary
		}

		if s.Code == "" {
			continue
		}

		packed.CodeSections = append(packed.CodeSections, CodeSection{
			Index:       i,
			Code:        s.Code,
			ID:          s.ID,
			Title:       s.Title,
			Line:        s.Line,
			Explanation: s.Explanation,
		})
	}

	return packed
}

// setParts stores the in-memory parts of its record in the article, and the lengths of the others.
func (a *Article) setParts(p parts) {
	a.setOutline(string(p.outline))
	a.links = string(p.links)
	a.stored = stored{
		frontMatter: len(p.frontMatter),
		html:        len(p.html),
		texts:       len(p.texts),
	}
}

// sizeOf returns the approximate size of sections as text.
func sizeOf(sections []article.Section) int {
	const markup = 50 // around each section
	size := 0
	for i := range sections {
		size += markup + len(sections[i].Title) + len(sections[i].Text)
	}

	return size
}

// SizeOfHTML returns the size of the HTML of its sections, in bytes, without the addresses of links and pictures.
func (a *Article) SizeOfHTML() int {
	return a.stored.html
}

// Clone returns a copy. Its fields, links and aliases can be set independently; the elements of its slices and maps are
// shared.
func (a *Article) Clone() *Article {
	clone := *a
	return &clone
}

// CodeSection returns the section with an index in the outline. ok is false if it explains no code.
func (a *Article) CodeSection(index int) (section *CodeSection, ok bool) {
	i := slices.IndexFunc(a.CodeSections, func(s CodeSection) bool {
		return s.Index == index
	})
	if i < 0 {
		return nil, false
	}

	return &a.CodeSections[i], true
}

// DeclaredCodes returns the codes that headings of the article declare, in order.
func (a *Article) DeclaredCodes() []codes.Code {
	var list []codes.Code
	for i := range a.CodeSections {
		list = append(list, a.CodeSections[i].Code)
	}

	return list
}

// SectionOf returns the index of the section whose heading has an ID, now or earlier, or -1. The section before the
// first heading has the empty ID.
func (a *Article) SectionOf(id string) int {
	if a.sections != nil {
		return a.sections.of(id)
	}

	for i, h := range a.headings() {
		if h.HasID(id) {
			return i
		}
	}

	return -1
}

// Heading returns the heading of a section. It is faster than [Reader.Outline] for a single one.
func (a *Article) Heading(section int) article.Heading {
	for i, h := range a.headings() {
		if i == section {
			return *h
		}
	}

	return article.Heading{}
}

// headings returns the headings of all sections with their indexes. A heading is valid until the next one.
func (a *Article) headings() iter.Seq2[int, *article.Heading] {
	return func(yield func(int, *article.Heading) bool) {
		c := newDecoder(a.outline)
		count := 0
		number(c, &count)
		var h article.Heading
		for i := range count {
			c.heading(&h)
			if c.damaged || !yield(i, &h) {
				return
			}
		}
	}
}

// manySections is the number of sections from which an article has an index of their IDs.
const manySections = 64

// sectionIndex contains the index of the section with an ID.
type sectionIndex map[string]int

func (x sectionIndex) of(id string) int {
	if i, ok := x[id]; ok {
		return i
	}

	return -1
}

// setOutline stores the packed headings, and makes an index of their IDs if there are many: each link to a heading of
// the article looks for its ID.
func (a *Article) setOutline(outline string) {
	a.outline = outline
	a.sections = nil
	count := 0
	number(newDecoder(outline), &count)
	if count < manySections {
		return
	}

	a.sections = sectionIndex{}
	for i, h := range a.headings() {
		for _, id := range slices.Concat([]string{h.ID}, h.Aliases, h.Anchors) {
			if _, ok := a.sections[id]; !ok {
				a.sections[id] = i
			}
		}
	}
}

// Alias is an earlier ID of the heading of a section.
type Alias struct {
	Section int
	ID      string
}

// AddAliases adds earlier IDs to headings. It writes the outline once, so add all of an article together.
func (a *Article) AddAliases(list []Alias) {
	var r Reader
	outline := r.Outline(a)
	for i := range outline {
		outline[i].Aliases = slices.Clip(outline[i].Aliases) // sections share memory
	}

	for _, alias := range list {
		h := &outline[alias.Section]
		h.Aliases = append(h.Aliases, alias.ID)
	}

	var c coder
	c.headings(len(outline), func(i int) *article.Heading {
		return &outline[i]
	})
	a.setOutline(string(c.data))
}

// SetLinks replaces the links of the article with copies of the ones in sections, which must be the result of
// [Reader.Links] for this article, with targets. The copies have no Dest, to save memory.
func (a *Article) SetLinks(sections []LinkSection) {
	c := encoders.Get().(*coder)
	defer encoders.Put(c)
	c.data = c.data[:0]
	for i := range sections {
		list(c, &sections[i].HeadingLinks, (*coder).linkWithoutDest)
		list(c, &sections[i].BodyLinks, (*coder).linkWithoutDest)
	}

	a.links = string(c.data)
}

// LineOf returns the line of a key like [article.Article.LineOf]. It also returns 0 if the record cannot be read. It is
// meant for problems: it may read a file, and it parses the front matter again.
func (a *Article) LineOf(path ...string) int {
	frontMatter, err := a.stored.read(nil, partFrontMatter)
	if err != nil {
		return 0
	}

	return article.LineOf(string(frontMatter), path...)
}

// Lines returns a function like [Article.LineOf] that reads and parses the front matter once, when it is first called.
func (a *Article) Lines() func(path ...string) int {
	lines := sync.OnceValue(func() func(path ...string) int {
		frontMatter, _ := a.stored.read(nil, partFrontMatter)
		return article.Lines(string(frontMatter))
	})

	return func(path ...string) int { return lines()(path...) }
}

// HidingLine returns what makes a draft one, like [article.HidingLine]. Like LineOf, it is meant for problems.
func (a *Article) HidingLine() string {
	frontMatter, _ := a.stored.read(nil, partFrontMatter)
	return article.HidingLine(string(frontMatter))
}

// stored is the position of the parts of a record that are read on demand: front matter, HTML and texts.
type stored struct {
	file *os.File // nil if data contains the parts
	end  int64    // of the record in file
	data []byte

	frontMatter, html, texts int // lengths
}

// part is one of the parts of a record that are read on demand.
type part int

const (
	partFrontMatter part = iota
	partHTML
	partTexts
)

// keep keeps the parts in memory.
func (s *stored) keep(p parts) {
	s.data = slices.Concat(p.frontMatter, p.html, p.texts)
}

// moveTo releases the parts in memory: they are in a file, in a record that ends at an offset.
func (s *stored) moveTo(file *os.File, end int64) {
	s.file = file
	s.end = end
	s.data = nil
}

// read returns a part, in buffer if that is large enough.
func (s *stored) read(buffer []byte, p part) ([]byte, error) {
	lengths := [...]int{s.frontMatter, s.html, s.texts}
	from, total := 0, 0
	for i, length := range lengths {
		if part(i) < p {
			from += length
		}

		total += length
	}

	to := from + lengths[p]

	if s.file == nil {
		data := s.data[from:to]
		return append(buffer[:0], data...), nil
	}

	buffer = resize(buffer, to-from)
	if len(buffer) == 0 {
		return buffer, nil
	}

	_, err := s.file.ReadAt(buffer, s.end-int64(total-from))

	return buffer, err
}

var errDamaged = errors.New("the cache of articles was changed while it was read")
