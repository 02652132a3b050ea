package library

import (
	"encoding/binary"
	"maps"
	"math"
	"slices"
	"time"

	"signpost/internal/article"
	"signpost/internal/codes"
	"signpost/internal/markdown"
	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/strictyaml"
)

// coder encodes or decodes values field by field. Each method describes the fields of one type in one place for both
// directions, so that encoder and decoder cannot differ. When encoding, it reads the fields; when decoding, it sets
// them.
//
// Only the functions at the end of this file depend on the direction.
type coder struct {
	decoding bool

	data []byte // encoded so far

	text    string // to decode; decoded strings are substrings of it
	offset  int    // in text
	damaged bool   // text cannot have been encoded
	links   []markdown.Link
}

func newDecoder(text string) *coder {
	return &coder{
		decoding: true,
		text:     text,
	}
}

// complete reports whether exactly the whole text was decoded.
func (c *coder) complete() bool {
	return !c.damaged && c.offset == len(c.text)
}

func (c *coder) metadata(a *Article, problems *[]problem.Problem) {
	str(c, &a.File)
	str(c, &a.Path)
	boolean(c, &a.Index)

	c.front(&a.Front)
	list(c, &a.FormerSlugs, str)
	list(c, &a.Ignored, str)
	str(c, &a.ForeignID)
	list(c, &a.Includes, str)
	list(c, &a.Mentions, (*coder).mention)

	str(c, &a.Summary)
	list(c, &a.CodeSections, (*coder).codeSection)
	number(c, &a.Size)

	list(c, problems, (*coder).problem)
}

func (c *coder) front(f *article.Front) {
	str(c, &f.Title)
	str(c, &f.Description)
	list(c, &f.Authors, str)

	date(c, &f.Updated)
	date(c, &f.Reviewed)
	list(c, &f.Sources, (*coder).source)
	list(c, &f.Tags, str)
	number(c, &f.Order)

	list(c, &f.Aliases, str)
	str(c, &f.Slug)
	list(c, &f.Related, str)

	date(c, &f.Publish)
	date(c, &f.Expire)

	str(c, &f.Lang)
	str(c, &f.Robots)
	str(c, &f.Audience)
	str(c, &f.Search.Mode)
	fraction(c, &f.Search.Weight)
	boolean(c, &f.Search.Exclude)
	fraction(c, &f.Search.Boost)
	optional(c, &f.Print, boolean)
	str(c, &f.Icon)
	boolean(c, &f.NoGlossary)
	boolean(c, &f.Draft)
	c.codes(&f.Codes)
}

func (c *coder) source(s *article.Source) {
	str(c, &s.Title)
	str(c, &s.URL)
}

// codes handles a map. It is encoded in the order of its keys, because an article must always have the same record.
func (c *coder) codes(m *map[codes.Code]article.Settings) {
	type entry struct {
		code     codes.Code
		settings article.Settings
	}
	var entries []entry
	if *m != nil {
		entries = []entry{} // an empty map is not nil
	}

	for _, code := range slices.Sorted(maps.Keys(*m)) {
		entries = append(entries, entry{code, (*m)[code]})
	}

	list(c, &entries, func(c *coder, e *entry) {
		str(c, &e.code)
		c.settings(&e.settings)
	})
	if !c.decoding || entries == nil {
		return
	}

	*m = make(map[codes.Code]article.Settings, len(entries))
	for _, e := range entries {
		(*m)[e.code] = e.settings
	}
}

func (c *coder) settings(s *article.Settings) {
	str(c, &s.Severity)
	list(c, &s.Also, str)
	str(c, &s.Check)
	str(c, &s.Facts.Who)
	str(c, &s.Facts.Time)
	str(c, &s.Facts.Needs)
	optional(c, &s.Retired, (*coder).retired)
}

func (c *coder) retired(r *article.Retired) {
	str(c, &r.Successor)
}

func (c *coder) codeSection(s *CodeSection) {
	number(c, &s.Index)
	str(c, &s.Code)
	str(c, &s.ID)
	str(c, &s.Title)
	number(c, &s.Line)

	str(c, &s.Summary)
	str(c, &s.Fix)
	list(c, &s.Steps, str)
}

func (c *coder) heading(h *article.Heading) {
	number(c, &h.Level)
	str(c, &h.ID)
	str(c, &h.Title)
	list(c, &h.Aliases, str)
	list(c, &h.Anchors, str)
	str(c, &h.Code)
	number(c, &h.Line)
}

func (c *coder) link(l *markdown.Link) {
	str(c, &l.Dest)
	str(c, &l.File)
	str(c, &l.Alt)
	str(c, &l.Target)

	number(c, &l.Line)
	number(c, &l.Column)
	number(c, &l.EndLine)
	number(c, &l.EndColumn)
	number(c, &l.Offset)

	number(c, &l.Note)
	boolean(c, &l.Picture)
	boolean(c, &l.InAttribute)
	boolean(c, &l.SingleFile)
	str(c, &l.Attributes)
	optional(c, &l.Image, (*coder).image)
}

// linkWithoutDest encodes a link without its destination as written.
func (c *coder) linkWithoutDest(l *markdown.Link) {
	resolved := *l
	resolved.Dest = ""
	c.link(&resolved)
}

func (c *coder) image(i *markdown.Image) {
	number(c, &i.Width)
	number(c, &i.Height)
	str(c, &i.Type)
	list(c, &i.Variants, (*coder).variant)
	number(c, &i.Column)
	str(c, &i.Captions)
}

func (c *coder) variant(v *markdown.Variant) {
	str(c, &v.Target)
	number(c, &v.Width)
}

func (c *coder) mention(m *rules.Mention) {
	str(c, &m.Code)
	str(c, &m.Place.File)
	number(c, &m.Place.Line)
	number(c, &m.Place.Column)
	number(c, &m.Place.EndLine)
	number(c, &m.Place.EndColumn)
}

func (c *coder) problem(p *problem.Problem) {
	str(c, &p.Rule)
	str(c, &p.Severity)
	str(c, &p.File)
	number(c, &p.Line)
	number(c, &p.Column)
	number(c, &p.EndLine)
	number(c, &p.EndColumn)
	str(c, &p.Text)
	str(c, &p.Hint)
	str(c, &p.URL)
	str(c, &p.Key)
	str(c, &p.Target)
	boolean(c, &p.Follows)
	boolean(c, &p.Known)
}

// encodeLinks encodes the links of a heading or a body.
func (c *coder) encodeLinks(links []markdown.Link) {
	list(c, &links, (*coder).link)
}

// decodeLinks decodes the links of a heading or a body. Those of all sections share the memory of c.links.
func (c *coder) decodeLinks() []markdown.Link {
	count := c.listLength()
	if count <= 0 {
		return nil
	}

	used := len(c.links)
	if used+count > cap(c.links) { // links that are decoded already stay where they are
		c.links = make([]markdown.Link, 0, max(count, 2*cap(c.links)))
		used = 0
	}

	c.links = c.links[:used+count]
	links := c.links[used : used+count : used+count]
	clear(links)
	for i := range links {
		c.link(&links[i])
	}

	return links
}

// optional handles a pointer that may be nil.
func optional[T any](c *coder, p **T, fields func(*coder, *T)) {
	present := *p != nil
	boolean(c, &present)
	if !present {
		return
	}

	if c.decoding {
		*p = new(T)
	}

	fields(c, *p)
}

// list handles a slice. A nil slice stays nil and an empty one empty.
func list[T any](c *coder, items *[]T, item func(*coder, *T)) {
	if c.decoding {
		*items = nil
		if count := c.listLength(); count >= 0 {
			*items = make([]T, count)
		}
	} else {
		count := len(*items)
		if *items == nil {
			count = -1
		}

		number(c, &count)
	}

	for i := range *items {
		item(c, &(*items)[i])
	}
}

// listLength decodes the length of a slice; -1 means nil. An item takes at least one byte, so damaged lengths are
// limited.
func (c *coder) listLength() int {
	count := 0
	number(c, &count)
	if c.damaged || count < -1 || count > len(c.text)-c.offset {
		c.damaged = true
		return -1
	}

	return count
}

// date handles a date, to the second.
func date(c *coder, d *strictyaml.Date) {
	seconds := d.Unix()
	number(c, &seconds)
	if c.decoding {
		d.Time = time.Unix(seconds, 0).UTC()
	}
}

func boolean(c *coder, b *bool) {
	n := 0
	if *b {
		n = 1
	}

	number(c, &n)
	if c.decoding {
		*b = n == 1
	}
}

func number[T ~int | ~int32 | ~int64](c *coder, n *T) {
	if !c.decoding {
		c.data = binary.AppendVarint(c.data, int64(*n))
		return
	}

	end := min(len(c.text), c.offset+binary.MaxVarintLen64)
	value, size := binary.Varint([]byte(c.text[c.offset:end])) // the conversion does not allocate
	if size <= 0 || int64(T(value)) != value {
		c.damaged = true
		return
	}

	*n = T(value)
	c.offset += size
}

func fraction(c *coder, f *float64) {
	bits := int64(math.Float64bits(*f))
	number(c, &bits)
	*f = math.Float64frombits(uint64(bits))
}

func str[T ~string](c *coder, s *T) {
	length := len(*s)
	number(c, &length)
	if !c.decoding {
		c.data = append(c.data, *s...)
		return
	}

	if c.damaged || length < 0 || length > len(c.text)-c.offset {
		c.damaged = true
		return
	}

	*s = T(c.text[c.offset : c.offset+length])
	c.offset += length
}
