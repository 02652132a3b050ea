package article

import (
	"encoding/binary"
	"maps"
	"slices"
	"time"

	"signpost/internal/codes"
	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/strictyaml"
)

// header is where the parts behind the outline begin, four bytes each.
const header = 5 * 4

// parts are what a record holds of an article: its outline, its sections, the front matter as it is written, the links, the HTML of the sections, and their texts.
type parts struct{ outline, sections, front, links, html, texts []byte }

// encode is an article and the problems of its file as bytes. They are good until the coder encodes another.
func (c *coder) encode(a *Article, problems []problem.Problem) []byte {
	c.data = append(c.data[:0], make([]byte, header)...)
	c.article(a, &problems)
	sections := len(c.data)
	c.sections(a.Sections)
	front := len(c.data)
	c.data = append(c.data, a.front...)
	links := len(c.data)
	c.links(a.Sections)
	html := len(c.data)
	c.data = appendHTML(c.data, a.Sections)
	for i, begins := range []int{sections, front, links, html, len(c.data)} {
		binary.LittleEndian.PutUint32(c.data[4*i:], uint32(begins))
	}
	c.data = appendTexts(c.data, a.Sections)
	return c.data
}

// cut parts a record. It reports false for bytes that encode cannot have written.
func cut(data []byte) (p parts, ok bool) {
	if len(data) < header {
		return p, false
	}
	from := header
	for i, part := range []*[]byte{&p.outline, &p.sections, &p.front, &p.links, &p.html} {
		end := int(binary.LittleEndian.Uint32(data[4*i:]))
		if end < from || end > len(data) {
			return p, false
		}
		*part, from = data[from:end], end
	}
	p.texts = data[from:]
	return p, true
}

// appendHTML appends for each section the lengths of its heading and body, as varints, and then all of these.
func appendHTML(data []byte, sections []Section) []byte {
	for i := range sections {
		data = binary.AppendUvarint(data, uint64(len(sections[i].Heading.source)))
		data = binary.AppendUvarint(data, uint64(len(sections[i].Body.source)))
	}
	for i := range sections {
		data = append(append(data, sections[i].Heading.source...), sections[i].Body.source...)
	}
	return data
}

// appendTexts appends the length of each section's text, as a varint, and then all of these.
func appendTexts(data []byte, sections []Section) []byte {
	for i := range sections {
		data = binary.AppendUvarint(data, uint64(len(sections[i].Text)))
	}
	for i := range sections {
		data = append(data, sections[i].Text...)
	}
	return data
}

// decode reads the outline of an article, without its sections. Its strings are parts of one, so that they take up little memory. It reports false for
// bytes that encode cannot have written.
func decode(data []byte) (a *Article, problems []problem.Problem, said parts, ok bool) {
	if said, ok = cut(data); !ok {
		return nil, nil, said, false
	}
	c := reading(string(said.outline))
	a = new(Article)
	c.article(a, &problems)
	return a, problems, said, c.whole()
}

// fillSections reads sections, as [coder.sections] wrote them, into the room of others. It reports false for text that it cannot have written.
func fillSections(room []Section, text string) ([]Section, bool) {
	c := reading(text)
	count := 0
	number(c, &count)
	if count < 1 || count > len(text) { // none takes less than a byte
		return nil, false
	}
	sections := slices.Grow(room[:0], count)[:count]
	for i := range sections {
		sections[i] = Section{}
		c.section(&sections[i])
	}
	return sections, c.whole()
}

// fillLinks gives sections their links, as [coder.links] wrote them, in the place of those that are in room. It reports false as fillHTML does.
func fillLinks(sections []Section, text string, room *[]Link) bool {
	c := coder{text: text, reading: true, room: (*room)[:0]}
	c.links(sections)
	*room = c.room
	return c.whole()
}

// fillHTML gives sections their HTML, as appendHTML wrote it. It reports false for bytes that it cannot have written for these sections.
func fillHTML(sections []Section, data []byte) bool {
	list, sound := cutStrips(data, 2*len(sections)), true
	for i := range sections {
		s := &sections[i]
		s.Heading.source, s.Body.source = list.next(), list.next()
		sound = sound && s.Heading.sound() && s.Body.sound()
	}
	return sound && list.whole()
}

// fillTexts gives sections their texts, parts of one string, as appendTexts wrote them. It reports false as fillHTML does.
func fillTexts(sections []Section, data []byte) bool {
	list := cutStrips(data, len(sections))
	text := string(list.data)
	for i := range sections {
		from := len(text) - len(list.data)
		sections[i].Text = text[from : from+len(list.next())]
	}
	return list.whole()
}

// fill reads sections with all that they say. It reports false for parts from which they cannot be read back.
func (p *parts) fill() ([]Section, bool) {
	sections, ok := fillSections(nil, string(p.sections))
	for i := range sections {
		sections[i].Content = new(Content)
	}
	return sections, ok && fillLinks(sections, string(p.links), new([]Link)) && fillHTML(sections, p.html) && fillTexts(sections, p.texts)
}

// strips are bytes that stand behind the lengths of all of them.
type strips struct {
	lengths, data []byte
	damaged       bool
}

// cutStrips parts the lengths of n strips from the strips. They are damaged where there are no n lengths.
func cutStrips(data []byte, n int) strips {
	lengths := data
	for range n {
		_, size := binary.Uvarint(data)
		if size <= 0 {
			return strips{damaged: true}
		}
		data = data[size:]
	}
	return strips{lengths: lengths, data: data}
}

func (p *strips) next() []byte {
	n, size := binary.Uvarint(p.lengths)
	if p.damaged = p.damaged || n > uint64(len(p.data)); p.damaged {
		return nil
	}
	p.lengths = p.lengths[size:]
	strip := p.data[:n:n]
	p.data = p.data[n:]
	return strip
}

// whole reports whether the strips were all there is.
func (p *strips) whole() bool { return !p.damaged && len(p.data) == 0 }

// sound reports whether the holes for the links are in the HTML, one after the other.
func (h *HTML) sound() bool {
	from := int32(0)
	for i := range h.Links {
		at := h.Links[i].at
		if at < from || int(at) > len(h.source) {
			return false
		}
		from = at
	}
	return true
}

// coder goes through an article field by field: it writes each, or, reading, sets each to what was written. One description serves both, so
// that they cannot fall apart.
type coder struct {
	data    []byte // what is written
	text    string // what is read: strings are parts of it
	at      int    // how far it was read
	room    []Link // that are read
	reading bool
	damaged bool // what is read cannot have been written
}

func reading(text string) *coder { return &coder{text: text, reading: true} }

// whole reports whether all was read, and could be.
func (c *coder) whole() bool { return !c.damaged && c.at == len(c.text) }

func (c *coder) article(a *Article, problems *[]problem.Problem) {
	str(c, &a.File)
	str(c, &a.Path)
	flag(c, &a.Index)
	c.front(&a.Front)
	list(c, &a.Includes, str)
	list(c, &a.Mentions, (*coder).mention)
	list(c, problems, (*coder).problem)
}

func (c *coder) front(f *Front) {
	str(c, &f.Title)
	str(c, &f.Description)
	list(c, &f.Authors, str)
	c.date(&f.Updated)
	c.date(&f.Reviewed)
	list(c, &f.Sources, (*coder).source)
	list(c, &f.Tags, str)
	number(c, &f.Order)
	list(c, &f.Aliases, str)
	str(c, &f.Slug)
	list(c, &f.Related, str)
	c.date(&f.Publish)
	c.date(&f.Expire)
	str(c, &f.Lang)
	str(c, &f.Robots)
	str(c, &f.Icon)
	flag(c, &f.Draft)
	c.codes(&f.Codes)
}

func (c *coder) source(s *Source) {
	str(c, &s.Title)
	str(c, &s.URL)
}

// codes are written in the order of the codes: the same article is always the same bytes.
func (c *coder) codes(m *map[codes.Code]Settings) {
	keys := slices.Sorted(maps.Keys(*m))
	if *m != nil && keys == nil {
		keys = []codes.Code{}
	}
	list(c, &keys, str)
	if c.reading && keys != nil {
		*m = make(map[codes.Code]Settings, len(keys))
	}
	for _, key := range keys {
		settings := (*m)[key]
		c.settings(&settings)
		(*m)[key] = settings
	}
}

func (c *coder) settings(s *Settings) {
	str(c, &s.Severity)
	list(c, &s.Also, str)
	str(c, &s.Check)
	retired := s.Retired != nil
	if flag(c, &retired); retired {
		if c.reading {
			s.Retired = new(Retired)
		}
		str(c, &s.Retired.Successor)
	}
}

// sections writes how many there are, and each.
func (c *coder) sections(sections []Section) {
	count := len(sections)
	number(c, &count)
	for i := range sections {
		c.section(&sections[i])
	}
}

func (c *coder) section(s *Section) {
	number(c, &s.Level)
	str(c, &s.ID)
	str(c, &s.Title)
	list(c, &s.Aliases, str)
	str(c, &s.Code)
	number(c, &s.Line)
	if c.reading {
		s.Content = unsaid
	}
	explained := s.Explanation != unexplained
	flag(c, &explained)
	if c.reading {
		s.Explanation = unexplained
	}
	if explained {
		c.explanation(s)
	}
}

func (c *coder) explanation(s *Section) {
	if c.reading {
		s.Explanation = new(Explanation)
	}
	str(c, &s.Summary)
	str(c, &s.Fix)
	list(c, &s.Steps, str)
}

// links are those of each section, which has a Content of its own.
func (c *coder) links(sections []Section) {
	for i := range sections {
		listIn(c, &c.room, &sections[i].Heading.Links, (*coder).link)
		listIn(c, &c.room, &sections[i].Body.Links, (*coder).link)
	}
}

func (c *coder) link(l *Link) {
	str(c, &l.Dest)
	str(c, &l.File)
	str(c, &l.Alt)
	str(c, &l.Target)
	number(c, &l.line)
	number(c, &l.column)
	number(c, &l.at)
	flag(c, &l.Picture)
	shown := l.Image != nil
	if flag(c, &shown); shown {
		if c.reading {
			l.Image = new(Image)
		}
		c.image(l.Image)
	}
}

func (c *coder) image(i *Image) {
	number(c, &i.Width)
	number(c, &i.Height)
	str(c, &i.Type)
	list(c, &i.Variants, (*coder).variant)
	number(c, &i.Column)
}

func (c *coder) variant(v *Variant) {
	str(c, &v.Target)
	number(c, &v.Width)
}

func (c *coder) mention(m *rules.Mention) {
	str(c, &m.Code)
	str(c, &m.Place.File)
	number(c, &m.Place.Line)
	number(c, &m.Place.Column)
}

func (c *coder) problem(p *problem.Problem) {
	str(c, &p.Rule)
	str(c, &p.Severity)
	str(c, &p.File)
	number(c, &p.Line)
	number(c, &p.Column)
	str(c, &p.Text)
	str(c, &p.Hint)
	str(c, &p.URL)
}

func (c *coder) date(d *strictyaml.Date) {
	seconds := d.Unix()
	if number(c, &seconds); c.reading {
		d.Time = time.Unix(seconds, 0).UTC()
	}
}

func flag(c *coder, b *bool) {
	n := 0
	if *b {
		n = 1
	}
	if number(c, &n); c.reading {
		*b = n == 1
	}
}

func number[T ~int | ~int32 | ~int64](c *coder, n *T) {
	if !c.reading {
		c.data = binary.AppendVarint(c.data, int64(*n))
		return
	}
	value, size := binary.Varint([]byte(c.text[c.at:min(len(c.text), c.at+binary.MaxVarintLen64)])) // which makes no garbage
	if size <= 0 || int64(T(value)) != value {
		c.damaged = true
		return
	}
	*n = T(value)
	c.at += size
}

func str[T ~string](c *coder, s *T) {
	length := len(*s)
	number(c, &length)
	switch {
	case !c.reading:
		c.data = append(c.data, *s...)
	case c.damaged || length < 0 || length > len(c.text)-c.at:
		c.damaged = true
	default:
		*s = T(c.text[c.at : c.at+length])
		c.at += length
	}
}

// list tells a list that is nil from one that has nothing in it.
func list[T any](c *coder, items *[]T, item func(*coder, *T)) {
	listIn(c, nil, items, item)
}

// listIn is list, with room for what is read. No item takes less than a byte, so that damage makes no list of a length beyond reason.
func listIn[T any](c *coder, room, items *[]T, item func(*coder, *T)) {
	length := len(*items)
	if *items == nil {
		length = -1
	}
	number(c, &length)
	if c.reading && (c.damaged || length < -1 || length > len(c.text)-c.at) {
		c.damaged = true
		return
	}
	if c.reading {
		*items = nil
	}
	if c.reading && length >= 0 {
		*items = take(room, length)
	}
	for i := range *items {
		item(c, &(*items)[i])
	}
}

// take cuts n items off what room has left. Where that is too little there is new room, twice as large; nil is room for nothing else.
func take[T any](room *[]T, n int) []T {
	if room == nil || n == 0 {
		return make([]T, n)
	}
	used := len(*room)
	if used+n > cap(*room) {
		*room, used = make([]T, 0, max(n, 2*cap(*room))), 0
	}
	*room = (*room)[:used+n]
	items := (*room)[used : used+n : used+n]
	clear(items)
	return items
}
