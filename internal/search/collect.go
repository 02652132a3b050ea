package search

import (
	"strings"

	"signpost/internal/codes"
	"signpost/internal/library"
	"signpost/internal/site"
)

// page is a searchable page. Its text is read on demand, because the text of a large site does not fit in memory.
type page struct {
	url         string // relative to the root of the site: "smartcards/resolve/"
	title       string
	description string
	article     *library.Article // nil for a collection without an index.md
	weight      float64          // multiplies its score
}

// textSize estimates the size of a page's texts in a shard, in bytes.
func (p *page) textSize() int {
	const overhead = 100
	size := overhead + len(p.description)

	if p.article != nil {
		size += p.article.Size
	}

	return size
}

// section is the unit of search results. The first section of a page has neither ID nor heading.
type section struct {
	id      string
	heading string
	code    codes.Code
	also    []string // other wordings of the error message
	text    string
	who     string // can fix the error, or empty
}

// pageRange contains the pages of a collection and of the collections below it.
type pageRange struct {
	collection string // address without slashes around it; empty for the whole site
	first, end int    // page numbers
}

// collect returns the pages of an edition: those of each collection, followed by those of the collections below it.
func collect(e *site.Edition) ([]page, []pageRange) {
	var c collector
	c.site, c.home = e.Site, e.Home
	c.add("", e.Home)

	return c.pages, c.ranges
}

type collector struct {
	site   *site.Site
	home   *site.Collection
	pages  []page
	ranges []pageRange
}

func (c *collector) add(name string, collection *site.Collection) {
	at := len(c.ranges)
	c.ranges = append(c.ranges, pageRange{collection: name, first: len(c.pages)})

	if own := c.site.SearchOfCollection(collection); collection != c.home && !own.IsOff() {
		c.pages = append(c.pages, page{
			url:         relative(collection.Path),
			title:       collection.Title,
			description: collection.Description,
			article:     collection.Index,
			weight:      own.Factor(),
		})
	}

	for _, a := range c.site.Findable(collection.Articles) {
		c.pages = append(c.pages, page{
			url:         relative(a.Path),
			title:       a.Title,
			description: a.Description,
			article:     a,
			weight:      c.site.SearchOf(a).Factor(),
		})
	}

	for _, below := range collection.Collections {
		c.add(strings.Trim(below.Path, "/"), below)
	}

	c.ranges[at].end = len(c.pages)
}

// relative removes the slash at the beginning of an address.
func relative(address string) string {
	return strings.TrimPrefix(address, "/")
}

// sections reads the sections of a page. The first one contains the description and the text before the first heading.
func (p *page) sections(r *library.Reader) ([]section, error) {
	if p.article == nil {
		return []section{{text: p.description}}, nil
	}

	texts, err := r.Texts(p.article)
	if err != nil {
		return nil, err
	}

	return sectionsOf(p.article, texts, p.description), nil
}

func sectionsOf(a *library.Article, texts []library.TextSection, description string) []section {
	list := make([]section, 1, len(texts))
	list[0].text = description

	for _, s := range texts {
		if s.Level == 1 {
			list[0].text = strings.TrimSpace(list[0].text + "\n" + s.Text)
			continue
		}

		list = append(list, section{
			id:      s.ID,
			heading: s.Title,
			code:    s.Code,
			also:    literalWordings(a.Codes[s.Code].Also),
			text:    s.Text,
			who:     a.Codes[s.Code].Facts.Who,
		})
	}

	return list
}

// literalWordings returns the wordings that are not regular expressions.
func literalWordings(also []string) []string {
	var list []string
	for _, w := range also {
		if pattern, err := codes.Pattern(w); pattern == nil && err == nil {
			list = append(list, w)
		}
	}

	return list
}
