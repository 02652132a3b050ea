package render

import (
	"cmp"
	"html/template"
	"strconv"
	"strings"
	"time"

	"signpost/internal/library"
	"signpost/internal/site"
)

// bookletPage is what layouts/booklet.html receives: all articles of a collection on one page, for printing.
type bookletPage struct {
	frame
	// Count is the number of articles as text: "6 articles".
	Count   string
	Updated *date // of the article that was changed last
	// Collection is the page of the collection. Its title is its address, for paper.
	Collection link
	// Introduction is the text of the collection's page, or nil.
	Introduction *bookletPart
	Parts        []bookletPart
}

// bookletPart is an article in a booklet.
type bookletPart struct {
	about
	Text     *themeStrings
	ID       string
	Title    string
	Lead     string
	Internal bool
	// Page is the page of the article. Its title is its address, for paper.
	Page link
	// Codes lead to the sections about error codes.
	Codes linkList

	article *library.Article
	booklet *booklet
}

// page returns the page of the booklet.
func (k *booklet) page() *bookletPage {
	page := &bookletPage{
		frame:      k.frame(),
		Count:      k.count(),
		Updated:    k.strings.date(newest(k.articles)),
		Collection: k.printedLink(k.collection.Path),
	}

	if k.collection.Index != nil {
		introduction := k.part(k.collection.Index)
		page.Introduction = &introduction
	}

	for _, a := range k.articles {
		page.Parts = append(page.Parts, k.part(a))
	}

	return page
}

// frame returns the frame of the page. Search engines are referred to the page of the collection.
func (k *booklet) frame() frame {
	c := k.collection
	title := cmp.Or(c.Title, k.config.Title)
	f := k.printer.frame(c.BookletPath(), title, c.Description)
	f.Lead = c.Description
	f.IsBooklet = true
	f.Robots = noIndex
	f.Canonical = k.absolute(c.Path)
	f.OnPaper = "" // the address of the collection is below the title
	f.Internal = !k.site.HasPublicPage(c)
	f.Trail = k.trail(f.linker, c)

	heading := fill(k.strings.Title, "heading", title, "site", k.count())
	f.Title = fill(k.strings.Title, "heading", heading, "site", f.Site)

	for _, v := range k.site.Translations(c.Path) {
		address, ok := site.BookletAt(k.site, v.Path)
		if ok && !k.edition.Contains(v.Path) {
			f.Elsewhere = append(f.Elsewhere, version{
				Lang:    v.Language.Tag,
				Name:    v.Language.Name,
				Address: f.Address(address),
			})
		}
	}

	return f
}

// count returns the number of articles as text.
func (k *booklet) count() string {
	return fill(k.strings.Landing.ManyArticles, "count", strconv.Itoa(len(k.articles)))
}

// bookletLink returns the link to the booklet of a collection, or nil.
func bookletLink(p *printer, l linker, c *site.Collection) *link {
	articles := p.edition.Booklet(c)
	if articles == nil {
		return nil
	}

	title := fill(p.strings.Booklet.Print, "count", strconv.Itoa(len(articles)))

	return &link{l.Address(c.BookletPath()), title}
}

// printedLink returns a link whose text is its address: the URL without its scheme, or the path if that is unknown.
func (k *booklet) printedLink(address string) link {
	title := cmp.Or(k.absolute(address), address)
	if _, rest, ok := strings.Cut(title, "://"); ok {
		title = rest
	}

	return link{k.from.Address(address), title}
}

// newest returns the date of the article that was changed last.
func newest(articles []*library.Article) time.Time {
	var day time.Time
	for _, a := range articles {
		if a.Updated.After(day) {
			day = a.Updated.Time
		}
	}

	return day
}

func (k *booklet) part(a *library.Article) bookletPart {
	part := bookletPart{
		about:    k.strings.about(a, k.language()),
		Text:     k.strings,
		ID:       k.ids[a.Path],
		Title:    a.Title,
		Lead:     a.Description,
		Internal: !k.site.IsForPublic(a),
		Page:     k.printedLink(a.Path),
		article:  a,
		booklet:  k,
	}

	part.Open = true
	for i := range a.CodeSections {
		s := &a.CodeSections[i]
		part.Codes = append(part.Codes, link{k.address(a.Path + "#" + s.ID), string(s.Code)})
	}

	return part
}

// Headline returns the heading of the article as HTML.
func (t *bookletPart) Headline() (template.HTML, error) {
	return t.html(func(b *htmlBuffer, sections []library.HTMLSection, l linker) {
		if h := &sections[0].HeadingHTML; len(h.Source) > 0 {
			b.content(h, l)
		} else {
			b.text(t.Title)
		}
	})
}

// Sections returns the HTML of the article below its heading.
func (t *bookletPart) Sections() (template.HTML, error) {
	return t.html(func(b *htmlBuffer, sections []library.HTMLSection, l linker) {
		b.raw(string(sectionsHTML(sections, body{
			article: t.article, from: l, words: t.Text, terms: t.booklet.site.GlossaryFor(t.article),
		})))
	})
}

// html returns what add adds to a buffer as part of the booklet.
func (t *bookletPart) html(add func(*htmlBuffer, []library.HTMLSection, linker)) (template.HTML, error) {
	r := readers.Get().(*library.Reader)
	defer readers.Put(r)
	sections, err := r.HTML(t.article)
	if err != nil {
		return "", err
	}

	l := t.booklet.from
	l.booklet = t.booklet
	own := buildHTML(func(b *htmlBuffer) { add(b, sections, l) })

	return buildHTML(func(b *htmlBuffer) { t.booklet.embed(b, t.article, string(own)) }), nil
}
