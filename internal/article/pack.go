package article

import (
	"bytes"

	"signpost/internal/problem"
)

// unsaid is the content of sections whose own is packed.
var unsaid = new(Content)

// Pack makes an article small, once its links are resolved: of a large site, they and the words around them are most of what is in memory. They are
// as bytes then, which [Reader.HTML] reads; where in the file they were written is lost. An article that is in no store stays as it is.
func (a *Article) Pack() {
	if a.parked == nil {
		return
	}
	c := coders.Get().(*coder)
	defer coders.Put(c)
	c.data = c.data[:0]
	for i := range a.Sections {
		c.resolved(a.Sections[i].Content)
		a.Sections[i].Content = unsaid
	}
	p := *a.parked
	p.links = bytes.Clone(c.data)
	small := *a
	small.front, small.Mentions = "", nil
	*a = c.renewed(&small)
	a.parked = &p
}

// renewed is an article whose strings are all of one that holds nothing else.
func (c *coder) renewed(a *Article) Article {
	var none []problem.Problem
	c.data = c.data[:0]
	c.article(a, &none)
	var b Article
	reader := coder{data: c.data, text: string(c.data), reading: true}
	reader.article(&b, &none)
	b.File, b.Path = a.File, a.Path
	for i := range b.Sections {
		b.Sections[i].Content = unsaid
	}
	return b
}

// unpack gives sections the links that Pack took from them.
func unpack(sections []Section, links []byte) {
	c := coder{data: links, text: string(links), reading: true}
	for i := range sections {
		c.resolved(sections[i].Content)
	}
}

func (c *coder) resolved(s *Content) {
	list(c, &s.Heading.Links, (*coder).resolvedLink)
	list(c, &s.Body.Links, (*coder).resolvedLink)
}

func (c *coder) resolvedLink(l *Link) {
	str(c, &l.Target)
	str(c, &l.Alt)
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
