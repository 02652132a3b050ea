package render

import (
	"bytes"
	"cmp"
	"html/template"
	"slices"
	"sync"

	"signpost/internal/article"
	"signpost/internal/config"
	"signpost/internal/library"
	"signpost/internal/site"
)

// articlePage is what layouts/article.html receives.
type articlePage struct {
	frame
	body
	about
	Contents linkList
	Feedback *feedback
	// Related lists articles to read next: the author's choice, or articles of other collections.
	Related   linkList
	MoreTitle string
	// More lists articles of the collection, this one among them.
	More neighbours
	// Previous and Next are the articles before and after this one in the collection.
	Previous, Next *link
}

// articlePage returns the page of the i-th article in a collection.
func (p *printer) articlePage(c *site.Collection, i int) *articlePage {
	a := c.Articles[i]
	r := readers.Get().(*library.Reader)
	defer readers.Put(r)

	contents := contentsOf(r.Outline(a))
	sections, err := r.HTML(a) // body.Sections reports the error

	page := &articlePage{
		frame:     p.articleFrame(c, a),
		about:     p.strings.about(a, p.language()),
		Contents:  contents,
		MoreTitle: fill(p.strings.Article.More, "collection", c.Title),
	}

	l := page.linker
	page.body = body{
		article: a, from: l, words: p.strings, terms: p.site.GlossaryFor(a), contact: page.contactAddress(),
	}
	if err == nil {
		page.setHeading(sections)
		page.html = sectionsHTML(sections, page.body)
	}

	page.Feedback = p.strings.feedback(p.config.Feedback, l.page, page.Heading)
	page.More = p.neighbours(l, c, i)
	page.Previous, page.Next = step(l, c, i-1), step(l, c, i+1)
	page.Related = p.related(l, a, page.More)

	return page
}

// about is what a page says about an article besides its text.
type about struct {
	// Foreign is the language of the article, if the page has another one. ForeignDir is "ltr" or "rtl".
	Foreign    string
	ForeignDir string
	// Signed is set if there is an author or a date to show.
	Signed   bool
	Authors  string // "Written by Ann and Ben"
	Updated  *date
	Reviewed *date
	Sources  []article.Source
	// Open is set if the sources are shown.
	Open bool
}

// about returns what a page in a language says about an article.
func (t *themeStrings) about(a *library.Article, lang string) about {
	of := about{
		Authors:  t.authors(a.Authors),
		Updated:  t.date(a.Updated.Time),
		Reviewed: t.date(a.Reviewed.Time),
		Sources:  a.Sources,
	}

	of.Signed = of.Authors != "" || of.Updated != nil || of.Reviewed != nil
	if a.Lang != lang {
		of.Foreign = a.Lang
		of.ForeignDir = cmp.Or(direction(a.Lang), "ltr")
	}

	return of
}

// articleFrame returns the frame of an article's page.
func (p *printer) articleFrame(c *site.Collection, a *library.Article) frame {
	f := p.frame(a.Path, a.Title, cmp.Or(a.Description, a.Summary))
	f.Lead = a.Description
	f.Internal = !p.site.IsForPublic(a)
	f.Robots = cmp.Or(f.Robots, a.Robots)
	f.Kind = "article"
	f.Linked = p.linkedData(f.Lang, a)
	f.Markdown = f.Address(site.File{Path: a.File}.Address())
	f.Trail = p.trail(f.linker, c)

	if p.titles[a.Title] > 1 {
		heading := fill(p.strings.Title, "heading", a.Title, "site", c.Title)
		f.Title = fill(p.strings.Title, "heading", heading, "site", f.Site)
	}

	return f
}

// body is the content of an article, or of one section of it. Layouts use it as .Sections and .Headline.
type body struct {
	article *library.Article // nil if the page has none
	section int              // the section that the page shows; 0 is the whole article
	titled  bool             // the content begins with the title of the article, because the page has another heading
	from    linker
	words   *themeStrings
	terms   *site.Glossary // explained in the content, or nil
	contact string         // address of the contact page, or empty if there is no way to get in touch
	html    template.HTML  // all of the content, if it was available when the page was made
}

// Sections returns the HTML of the content. It is built in Go, because a layout would need more time for it than for
// the rest of the page.
func (t body) Sections() (template.HTML, error) {
	if t.article == nil || t.html != "" {
		return t.html, nil
	}

	r := readers.Get().(*library.Reader)
	defer readers.Put(r)
	sections, err := r.HTML(t.article)
	if err != nil {
		return "", err
	}

	return sectionsHTML(sections, t), nil
}

// setHeading makes the heading that is the title of an article the h1 of its page. Its text may differ from the title.
func (f *frame) setHeading(sections []library.HTMLSection) {
	if len(sections) == 0 {
		return
	}

	title := &sections[0]
	f.Heading = title.Title

	if hasMarkup := bytes.IndexByte(title.HeadingHTML.Source, '<') >= 0; hasMarkup || len(title.HeadingHTML.Links) > 0 {
		f.HeadingHTML = buildHTML(func(b *htmlBuffer) { b.content(&title.HeadingHTML, f.linker) })
	}
}

// Headline returns the heading of the section as HTML.
func (t body) Headline() (template.HTML, error) {
	r := readers.Get().(*library.Reader)
	defer readers.Put(r)
	sections, err := r.HTML(t.article)
	if err != nil {
		return "", err
	}

	heading := &sections[t.section].HeadingHTML

	return buildHTML(func(b *htmlBuffer) { b.content(heading, t.from) }), nil
}

// readers keeps the buffers of readers for later pages.
var readers = sync.Pool{New: func() any { return new(library.Reader) }}

// contentsOf returns an article's sections at the first level, or nothing if there is only one.
func contentsOf(outline []article.Heading) linkList {
	var list linkList
	for _, s := range outline {
		if s.Level == 2 {
			list = append(list, link{
				Address: "#" + s.ID,
				Title:   s.Title,
			})
		}
	}

	if len(list) < 2 {
		return nil
	}

	return list
}

// related returns the related articles without those in the list of neighbours.
func (p *printer) related(l linker, a *library.Article, listed neighbours) linkList {
	var list linkList
	for _, other := range p.edition.Related(a) {
		candidate := link{l.Address(other.Path), other.Title}
		isListed := slices.ContainsFunc(listed, func(n neighbour) bool {
			return n.link == candidate
		})

		if !isListed {
			list = append(list, candidate)
		}
	}

	return list
}

// maxNeighbours is the number of other articles of the collection, or other codes of the article, that a page lists.
const maxNeighbours = 8

// neighbours returns the articles around the i-th article of a collection, and that article itself.
func (p *printer) neighbours(l linker, c *site.Collection, i int) neighbours {
	if len(c.Articles) < 2 {
		return nil
	}

	first, last := around(i, len(c.Articles))
	list := make(neighbours, 0, last-first)

	for n, other := range c.Articles[first:last] {
		list = append(list, neighbour{
			link:    link{l.Address(other.Path), other.Title},
			Current: first+n == i,
		})
	}

	return list
}

// around returns the range of the i-th of n list items and its neighbours.
func around(i, n int) (first, last int) {
	first = max(0, min(i-maxNeighbours/2, n-maxNeighbours-1))
	last = min(n, first+maxNeighbours+1)

	return first, last
}

// step returns the link to the i-th article of a collection, or nil if there is none.
func step(l linker, c *site.Collection, i int) *link {
	if i < 0 || i >= len(c.Articles) {
		return nil
	}

	a := c.Articles[i]

	return &link{l.Address(a.Path), a.Title}
}

// feedback is the question at the end of an article. If there is an endpoint, the script sends the answer; otherwise
// Yes and No are mailto: addresses.
type feedback struct {
	Endpoint string
	Page     string
	Yes      string
	No       string
}

// feedback returns the question about a page, or nil if the settings contain neither an endpoint nor an email address.
func (t *themeStrings) feedback(cfg config.Feedback, page, heading string) *feedback {
	text := t.Feedback
	if cfg.Endpoint == "" && cfg.Email == "" {
		return nil
	}

	f := &feedback{Endpoint: cfg.Endpoint, Page: page}
	if cfg.Email != "" {
		yes := fill(text.Subject, "answer", text.Answer, "title", heading)
		no := fill(text.Subject, "answer", text.Deny, "title", heading)
		f.Yes = mailto(cfg.Email, yes)
		f.No = mailto(cfg.Email, no)
	}

	return f
}
