package render

import (
	"cmp"
	"fmt"
	"html"
	"html/template"
	"slices"
	"strings"
	"sync"
	"time"

	"signpost/internal/article"
	"signpost/internal/codes"
	"signpost/internal/library"
	"signpost/internal/site"
)

// articlePage is what layouts/article.html receives.
type articlePage struct {
	frame
	body
	Foreign    string // the language of the article, where that is not the page's own
	ForeignDir string // "ltr" or "rtl": how that is read
	Contents   linkList
	Signed     bool   // there is an author or a date to show
	Authors    string // "Written by Ann and Ben"
	Updated    *day
	Reviewed   *day
	Feedback   *feedback
	Sources    []article.Source
	Related    linkList // articles of other collections to read next, or those that the writer names
	MoreTitle  string
	More       neighbours // the other articles of the collection
}

// neighbour is another article of the same collection. The one before and the one after say so, to browsers and to readers.
type neighbour struct {
	link
	Rel, Says string
}

type neighbours []neighbour

// Items is an <li> for each.
func (list neighbours) Items() template.HTML {
	b := make([]byte, 0, 160*len(list))
	for i := range list {
		n, rel := &list[i], ""
		if n.Rel != "" {
			rel = ` rel="` + n.Rel + `"`
		}
		b = n.appendTo(append(b, "\n<li>"...), rel)
		if n.Says != "" {
			b = append(append(append(b, ` <span class="small">`...), html.EscapeString(n.Says)...), "</span>"...)
		}
		b = append(b, "</li>"...)
	}
	return template.HTML(b)
}

// day is a date for machines and for readers.
type day struct {
	Machine, Reader string
}

// feedback is the question at the end of an article. With an endpoint the script sends the answer; Yes and No are emails.
type feedback struct {
	Endpoint, Page string
	Yes, No        string
}

func (p *printer) articles() {
	for _, c := range p.everyCollection() {
		for i, a := range c.Articles {
			p.add("article", a.Path, func() any { return p.article(c, i) })
		}
	}
}

// article is the page of the article at i in a collection.
func (p *printer) article(c *site.Collection, i int) *articlePage {
	a := c.Articles[i]
	s := scratches.Get().(*scratch)
	defer scratches.Put(s)
	outline := slices.Clone(s.reader.Outline(a))
	sections, err := s.reader.HTML(a) // body.Sections reports the error
	f := p.frame(a.Path, a.Title, cmp.Or(a.Description, a.Summary))
	f.Lead, f.Robots, f.Kind = a.Description, a.Robots, "article"
	f.Linked = p.linked(f, a)
	f.Markdown = f.Address("/" + a.File)
	f.Trail = p.trail(f.place, c)
	if p.titles[a.Title] > 1 {
		f.Title = fill(p.text.Title, "heading", fill(p.text.Title, "heading", a.Title, "site", c.Title), "site", f.Site)
	}
	page := &articlePage{
		frame:     f,
		Contents:  contents(outline),
		body:      body{article: a, from: f.place},
		Authors:   p.authors(a.Authors),
		Updated:   p.day(a.Updated.Time),
		Reviewed:  p.day(a.Reviewed.Time),
		Feedback:  p.feedback(f),
		Sources:   a.Sources,
		MoreTitle: fill(p.text.Article.More, "collection", c.Title),
		More:      p.more(f.place, c, i),
	}
	if err == nil {
		page.ready = s.sections(sections, a, 0, f.place)
	}
	if a.Lang != p.language() {
		page.Foreign, page.ForeignDir = a.Lang, cmp.Or(direction(a.Lang), "ltr")
	}
	page.Related = p.related(f.place, a, page.More)
	page.Signed = page.Authors != "" || page.Updated != nil || page.Reviewed != nil
	return page
}

// body is what an article, or one section of it, says on the page from. Layouts reach it as .Sections and .Headline.
type body struct {
	article *library.Article // nil where the page has none
	section int              // the one that the page is about; 0 is the article itself
	from    place
	ready   template.HTML // all of it, where the article was at hand when the page was begun
}

// Sections is the article's own HTML, its links written for the page that it stands in. It is put together here rather than in a
// layout, which would take longer over it than over all the rest of the page.
func (t body) Sections() (template.HTML, error) {
	if t.article == nil || t.ready != "" {
		return t.ready, nil
	}
	s := scratches.Get().(*scratch)
	defer scratches.Put(s)
	sections, err := s.reader.HTML(t.article)
	if err != nil {
		return "", err
	}
	return s.sections(sections, t.article, t.section, t.from), nil
}

// sections is the HTML of an article, or of one section and those below it.
func (s *scratch) sections(tree []library.HTMLSection, a *library.Article, section int, from place) template.HTML {
	if section > 0 {
		tree = library.Tree(tree, section)
	}
	b := s.html[:0]
	for i := range tree {
		if i > 0 {
			b = appendHeading(b, &tree[i], tree[i].Level-tree[0].Level+1, from)
		}
		b = tree[i].Body.Append(b, from.Address)
	}
	if section > 0 {
		b = withNotes(b, a, from)
	}
	s.html = b
	return template.HTML(b)
}

// scratch is where sections are put together, one page after the other.
type scratch struct {
	reader library.Reader
	html   []byte
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// Headline is the section's heading as HTML.
func (t body) Headline() (template.HTML, error) {
	sections, err := new(library.Reader).HTML(t.article)
	if err != nil {
		return "", err
	}
	return template.HTML(sections[t.section].HeadingHTML.Append(nil, t.from.Address)), nil
}

// appendHeading writes a heading with the ids that it had before, so that old links land on it, and the code that it declares, with the
// short link that is copied for it.
func appendHeading(b []byte, s *library.HTMLSection, level int, from place) []byte {
	number := byte('0' + level)
	b = append(append(append(append(b, "<h"...), number), ` id="`...), html.EscapeString(s.ID)...)
	b = append(b, '"')
	if s.Code != "" {
		b = append(append(append(b, ` data-short="`...), html.EscapeString(from.Address(codes.Path(s.Code)))...), '"')
	}
	b = append(b, '>')
	for _, id := range s.Aliases {
		b = append(append(append(b, `<span id="`...), html.EscapeString(id)...), `"></span>`...)
	}
	if s.Code != "" {
		b = append(append(append(b, `<span class="code">`...), s.Code...), "</span> "...)
	}
	b = s.HeadingHTML.Append(b, from.Address)
	return append(append(append(b, "</h"...), number), ">\n"...)
}

// contents lists the sections of an article's first level; a single one needs no list.
func contents(outline []article.Heading) linkList {
	var list linkList
	for _, s := range outline {
		if s.Level == 2 {
			list = append(list, link{"#" + s.ID, s.Title})
		}
	}
	if len(list) < 2 {
		return nil
	}
	return list
}

// related leaves out what the list of the collection names already.
func (p *printer) related(from place, a *library.Article, named neighbours) linkList {
	var list linkList
	for _, other := range p.site.Related(a) {
		l := link{from.Address(other.Path), other.Title}
		if !slices.ContainsFunc(named, func(n neighbour) bool { return n.link == l }) {
			list = append(list, l)
		}
	}
	return list
}

// nearby is how many other articles of the collection a page lists: its neighbours. The collection's own page lists all.
const nearby = 8

func (p *printer) more(from place, c *site.Collection, i int) neighbours {
	first := max(0, min(i-nearby/2, len(c.Articles)-nearby-1))
	last := min(len(c.Articles), first+nearby+1)
	list := make(neighbours, 0, nearby)
	for n, other := range c.Articles[first:last] {
		shown := neighbour{link: link{from.Address(other.Path), other.Title}}
		switch first + n - i {
		case 0:
			continue
		case -1:
			shown.Rel, shown.Says = "prev", p.text.Article.Previous
		case 1:
			shown.Rel, shown.Says = "next", p.text.Article.Next
		}
		list = append(list, shown)
	}
	return list
}

func (p *printer) authors(names []string) string {
	switch n := len(names); n {
	case 0:
		return ""
	case 1:
		return fill(p.text.Article.Authors, "authors", names[0])
	default:
		list := strings.Join(names[:n-1], ", ") + " " + p.text.And + " " + names[n-1]
		return fill(p.text.Article.Authors, "authors", list)
	}
}

func (p *printer) day(t time.Time) *day {
	if t.IsZero() {
		return nil
	}
	return &day{
		Machine: t.Format(time.DateOnly),
		Reader:  fmt.Sprintf("%d %s %d", t.Day(), p.text.Months[t.Month()-1], t.Year()),
	}
}

func (p *printer) feedback(page frame) *feedback {
	given, words := p.config.Feedback, p.text.Feedback
	if given.Endpoint == "" && given.Email == "" {
		return nil
	}
	f := &feedback{Endpoint: given.Endpoint, Page: page.page}
	if given.Email != "" {
		f.Yes = mailto(given.Email, fill(words.Subject, "answer", words.Answer, "title", page.Heading))
		f.No = mailto(given.Email, fill(words.Subject, "answer", words.Deny, "title", page.Heading))
	}
	return f
}
