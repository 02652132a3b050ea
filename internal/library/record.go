package library

import (
	"encoding/binary"
	"sync"

	"signpost/internal/article"
	"signpost/internal/problem"
)

// parts are the parts of a record.
type parts struct {
	metadata    []byte // with the problems of the file
	outline     []byte
	links       []byte
	frontMatter []byte
	html        []byte
	texts       []byte
}

// list returns pointers to the parts in the order of a record.
func (p *parts) list() []*[]byte {
	return []*[]byte{
		&p.metadata,
		&p.outline,
		&p.links,
		&p.frontMatter,
		&p.html,
		&p.texts,
	}
}

// headerSize is the size of the lengths at the beginning of a record, four bytes for each part.
const headerSize = 6 * 4

// encode encodes an article, its summary and the problems of its file as a record, which is valid until the next call.
func (c *coder) encode(a *article.Article, summary *Article, problems []problem.Problem) []byte {
	c.data = append(c.data[:0], make([]byte, headerSize)...)
	start := headerSize
	part := 0
	endPart := func() {
		length := uint32(len(c.data) - start)
		binary.LittleEndian.PutUint32(c.data[4*part:], length)
		start = len(c.data)
		part++
	}

	c.metadata(summary, &problems)
	endPart()

	c.headings(len(a.Sections), func(i int) *article.Heading {
		return &a.Sections[i].Heading
	})
	endPart()

	for i := range a.Sections {
		s := &a.Sections[i]
		c.encodeLinks(s.HeadingHTML.Links)
		c.encodeLinks(s.Body.Links)
	}

	endPart()

	c.data = append(c.data, a.FrontMatter...)
	endPart()

	c.data = appendHTML(c.data, a.Sections)
	endPart()

	c.data = appendTexts(c.data, a.Sections)
	endPart()

	return c.data
}

// headings encodes an outline of n headings.
func (c *coder) headings(n int, heading func(i int) *article.Heading) {
	number(c, &n)
	for i := range n {
		c.heading(heading(i))
	}
}

// appendHTML appends the lengths of the HTML of all headings and bodies, and then the HTML.
func appendHTML(data []byte, sections []article.Section) []byte {
	for i := range sections {
		s := &sections[i]
		data = appendLength(data, len(s.HeadingHTML.Source))
		data = appendLength(data, len(s.Body.Source))
	}

	for i := range sections {
		s := &sections[i]
		data = append(data, s.HeadingHTML.Source...)
		data = append(data, s.Body.Source...)
	}

	return data
}

// appendTexts appends the lengths of the texts of all sections, and then the texts.
func appendTexts(data []byte, sections []article.Section) []byte {
	for i := range sections {
		data = appendLength(data, len(sections[i].Text))
	}

	for i := range sections {
		data = append(data, sections[i].Text...)
	}

	return data
}

func appendLength(data []byte, length int) []byte {
	return binary.AppendUvarint(data, uint64(length))
}

// split splits a record into its parts. ok is false for data that encode cannot have written.
func split(data []byte) (p parts, ok bool) {
	if len(data) < headerSize {
		return p, false
	}

	header := data[:headerSize]
	rest := data[headerSize:]
	for i, part := range p.list() {
		length := int(binary.LittleEndian.Uint32(header[4*i:]))
		if length > len(rest) {
			return p, false
		}

		*part = rest[:length:length]
		rest = rest[length:]
	}

	return p, len(rest) == 0
}

// decodeRecord decodes a record into an article in memory. ok is false for data that encode cannot have written:
// readers rely on valid parts.
func decodeRecord(data []byte) (a *Article, problems []problem.Problem, ok bool) {
	p, ok := split(data)
	if !ok {
		return nil, nil, false
	}

	a = new(Article)
	c := newDecoder(string(p.metadata))
	c.metadata(a, &problems)
	if !c.complete() {
		return nil, nil, false
	}

	a.setParts(p)
	onDemand := len(p.frontMatter) + len(p.html) + len(p.texts)
	a.stored.data = data[len(data)-onDemand:]

	return a, problems, a.valid()
}

// decodeOutline decodes headings into the memory of list. ok is false for text that coder.headings cannot have
// written.
func decodeOutline(list []article.Heading, text string) (headings []article.Heading, ok bool) {
	c := newDecoder(text)
	count := 0
	number(c, &count)
	if count < 0 || count > len(text) { // a heading takes at least one byte
		return nil, false
	}

	headings = resize(list, count)
	clear(headings)
	for i := range headings {
		c.heading(&headings[i])
	}

	return headings, c.complete()
}

var validators = sync.Pool{New: func() any { return new(Reader) }}

// valid reports whether everything about an article can be read.
func (a *Article) valid() bool {
	r := validators.Get().(*Reader)
	defer validators.Put(r)

	var ok bool
	if r.headings, ok = decodeOutline(r.headings, a.outline); !ok || !r.readLinks(a) {
		return false
	}

	if _, err := r.HTML(a); err != nil {
		return false
	}

	_, err := r.Texts(a)

	return err == nil
}

// sliceDecoder decodes byte slices that follow the varints of their lengths.
type sliceDecoder struct {
	lengths []byte
	data    []byte
	damaged bool
}

// newSliceDecoder returns a decoder for n slices.
func newSliceDecoder(data []byte, n int) sliceDecoder {
	lengths := data
	for range n {
		_, size := binary.Uvarint(data)
		if size <= 0 {
			return sliceDecoder{damaged: true}
		}

		data = data[size:]
	}

	return sliceDecoder{
		lengths: lengths,
		data:    data,
	}
}

func (d *sliceDecoder) next() []byte {
	length, size := binary.Uvarint(d.lengths)
	if d.damaged || length > uint64(len(d.data)) {
		d.damaged = true
		return nil
	}

	d.lengths = d.lengths[size:]
	slice := d.data[:length:length]
	d.data = d.data[length:]

	return slice
}

// complete reports whether exactly the whole data was decoded.
func (d *sliceDecoder) complete() bool {
	return !d.damaged && len(d.data) == 0
}
