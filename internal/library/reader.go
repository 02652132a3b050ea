package library

import (
	"slices"

	"signpost/internal/article"
	"signpost/internal/markdown"
)

// Reader reads the headings, links, HTML and texts of articles. Its zero value is ready to use. It must not be used
// concurrently.
//
// A Reader reuses its buffers, because a build reads a million sections several times. Every slice that a method
// returns, and everything in it except strings, is valid only until the next call of any method of the same Reader. A
// caller that needs two results at once uses two Readers.
type Reader struct {
	headings     []article.Heading
	htmlSections []HTMLSection
	textSections []TextSection
	linkSections []LinkSection
	links        []markdown.Link
	data         []byte

	// html says whose HTML the buffers contain: the pages of an article's codes are made one after the other.
	html htmlSource
}

// htmlSource is an article with the parts of it that may change.
type htmlSource struct {
	article        *Article
	outline, links string
}

// HTMLSection is a section with its HTML.
type HTMLSection struct {
	article.Heading
	HeadingHTML markdown.HTML
	Body        markdown.HTML
}

// TextSection is a section with its plain text.
type TextSection struct {
	article.Heading
	Text string
}

// LinkSection is a section with its links and pictures.
type LinkSection struct {
	article.Heading
	HeadingLinks []markdown.Link // in the heading
	BodyLinks    []markdown.Link
}

// Outline returns the headings of an article. The first is the title, with the text before the first heading. The
// slice is valid until the next call of a method of r.
func (r *Reader) Outline(a *Article) []article.Heading {
	r.html = htmlSource{}
	r.headings, _ = decodeOutline(r.headings, a.outline) // which was validated when it was read
	return r.headings
}

// Links returns the links of an article by section. The caller may change them and pass them to [Article.SetLinks]. The
// slice is valid until the next call of a method of r; SetLinks calls none.
func (r *Reader) Links(a *Article) []LinkSection {
	r.readLinks(a)
	return r.linkSections
}

// readLinks reads the links of an article and reports whether they are valid.
func (r *Reader) readLinks(a *Article) bool {
	outline := r.Outline(a)
	r.linkSections = resize(r.linkSections, len(outline))
	c := newDecoder(a.links)
	c.links = r.links[:0]
	for i, h := range outline {
		s := &r.linkSections[i]
		s.Heading = h
		s.HeadingLinks = c.decodeLinks()
		s.BodyLinks = c.decodeLinks()
	}

	r.links = c.links

	return c.complete()
}

// HTML returns the sections of an article with their HTML. It returns an error if the record cannot be read. The slice
// and the HTML are valid until the next call of a method of r.
func (r *Reader) HTML(a *Article) ([]HTMLSection, error) {
	source := htmlSource{a, a.outline, a.links}
	if r.html == source {
		return r.htmlSections, nil
	}

	r.html = htmlSource{}
	data, err := a.stored.read(r.data, partHTML)
	if err != nil {
		return nil, err
	}

	r.data = data

	links := r.Links(a)
	r.htmlSections = resize(r.htmlSections, len(links))
	parts := newSliceDecoder(r.data, 2*len(links))
	for i := range links {
		s := &r.htmlSections[i]
		s.Heading = links[i].Heading
		s.HeadingHTML.Links = links[i].HeadingLinks
		s.HeadingHTML.Source = parts.next()
		s.Body.Links = links[i].BodyLinks
		s.Body.Source = parts.next()
	}

	if !parts.complete() || !validHTML(r.htmlSections) {
		return nil, errDamaged
	}

	r.html = source

	return r.htmlSections, nil
}

func validHTML(sections []HTMLSection) bool {
	for i := range sections {
		if !sections[i].HeadingHTML.Valid() || !sections[i].Body.Valid() {
			return false
		}
	}

	return true
}

// Texts returns the sections of an article with their plain text. It returns an error if the record cannot be read. The
// slice is valid until the next call of a method of r, the texts without limit.
func (r *Reader) Texts(a *Article) ([]TextSection, error) {
	r.html = htmlSource{}
	data, err := a.stored.read(r.data, partTexts)
	if err != nil {
		return nil, err
	}

	r.data = data

	outline := r.Outline(a)
	r.textSections = resize(r.textSections, len(outline))
	parts := newSliceDecoder(r.data, len(outline))
	all := string(parts.data) // one allocation for all texts
	for i, h := range outline {
		from := len(all) - len(parts.data)
		length := len(parts.next())
		r.textSections[i] = TextSection{
			Heading: h,
			Text:    all[from : from+length],
		}
	}

	if !parts.complete() {
		return nil, errDamaged
	}

	return r.textSections, nil
}

// resize returns a slice of n elements, which may contain those of list.
func resize[T any](list []T, n int) []T {
	return slices.Grow(list[:0], n)[:n]
}
