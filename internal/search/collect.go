package search

import (
	"strings"

	"signpost/internal/article"
	"signpost/internal/codes"
	"signpost/internal/site"
)

// page is a page that can be found. What it says is read when it is needed: the text of a large site is never in memory whole.
type page struct {
	url         string // from the site's root, without a slash in front
	title       string
	description string
	article     *article.Article // nil for a collection without an index.md
}

// weight is how many bytes the texts of a page will take up, about.
func (p *page) weight() int {
	const around = 100
	weight := around + len(p.description)
	if p.article != nil {
		weight += p.article.Length()
	}
	return weight
}

// section is what a search finds.
type section struct {
	id, heading string // both empty in the first section of a page
	code        codes.Code
	also        []string // other wordings of the code's message
	text        string
}

// span is the pages of a collection and of those below it.
type span struct {
	name       string // address without slashes around it, empty for the whole site
	first, end int    // numbers of pages
}

// collect lists the pages of a site: of each collection, then of its articles, then of the collections below it.
func collect(s *site.Site) ([]page, []span) {
	var pages []page
	var spans []span
	var add func(name string, c *site.Collection)
	add = func(name string, c *site.Collection) {
		at := len(spans)
		spans = append(spans, span{name: name, first: len(pages)})
		if c != s.Home {
			pages = append(pages, page{url: address(c.Path), title: c.Title, description: c.Description, article: c.Index})
		}
		for _, a := range c.Articles {
			pages = append(pages, page{url: address(a.Path), title: a.Title, description: a.Description, article: a})
		}
		for _, below := range c.Collections {
			add(strings.Trim(below.Path, "/"), below)
		}
		spans[at].end = len(pages)
	}
	add("", s.Home)
	return pages, spans
}

// sections are those of the page, as r reads them. The first goes by the page's title: the description stands in it, with what stands before the first heading.
func (p *page) sections(r *article.Reader) ([]section, error) {
	if p.article == nil {
		return []section{{text: p.description}}, nil
	}
	a, err := r.Texts(p.article)
	if err != nil {
		return nil, err
	}
	return sections(a, p.description), nil
}

func address(path string) string { return strings.TrimPrefix(path, "/") }

func sections(a *article.Article, description string) []section {
	list := make([]section, 1, len(a.Sections))
	list[0].text = description
	for _, s := range a.Sections {
		if s.Level == 1 {
			list[0].text = strings.TrimSpace(list[0].text + "\n" + s.Text)
			continue
		}
		list = append(list, section{s.ID, s.Title, s.Code, wordings(a.Codes[s.Code].Also), s.Text})
	}
	return list
}

// wordings leaves the regular expressions out: nobody types them.
func wordings(also []string) []string {
	var list []string
	for _, w := range also {
		if pattern, err := codes.Pattern(w); pattern == nil && err == nil {
			list = append(list, w)
		}
	}
	return list
}
