package render

import (
	"cmp"
	"strconv"

	"signpost/internal/library"
	"signpost/internal/site"
)

// collectionPage is what layouts/collection.html receives.
type collectionPage struct {
	frame
	body
	Articles    []entry
	Collections []card
	Empty       bool
	// Booklet is the page with all articles, or nil.
	Booklet *link
}

// entry is an article in a list.
type entry struct {
	Address, Title, Description string
}

// card is a collection in a list.
type card struct {
	Address, Title, Description string
	Count                       string // "6 articles"
	Icon                        string // address of a picture, or empty
}

func (p *printer) collectionPage(c *site.Collection) *collectionPage {
	description := cmp.Or(c.Description, fill(p.strings.Collection.Description, "title", c.Title))
	f := p.frame(c.Path, c.Title, description)
	f.HasLists = true
	f.Lead = c.Description
	f.Internal = !p.site.HasPublicPage(c)

	if p.site.HasFeed(c) && p.config.BaseURL != "" && !p.assets.Portable {
		f.Feed = site.FeedName
	}

	f.Trail = p.trail(f.linker, c.Parent)

	page := &collectionPage{
		frame:       f,
		body:        body{article: c.Index, from: f.linker, words: p.strings},
		Articles:    entries(f.linker, c.Listed()),
		Collections: p.cards(f.linker, c),
	}

	page.Booklet = bookletLink(p, f.linker, c)

	if c.Index != nil {
		page.terms = p.site.GlossaryFor(c.Index)
		if sections, err := new(library.Reader).HTML(c.Index); err == nil { // body.Sections reports the error
			page.setHeading(sections)
			page.html = sectionsHTML(sections, page.body)
		}
	}

	page.Empty = len(page.Articles) == 0 && len(page.Collections) == 0 && !c.IsPage()

	return page
}

func entries(l linker, articles []*library.Article) []entry {
	list := make([]entry, len(articles))
	for i, a := range articles {
		list[i] = entry{l.Address(a.Path), a.Title, a.Description}
	}

	return list
}

// cards returns the collections directly below another one, in the order of the site. A folder that contains only a
// page is listed as an article. The home page leaves out what the search does not find: it is for other readers.
func (p *printer) cards(l linker, parent *site.Collection) []card {
	_, home := p.landing()
	var list []card
	for _, c := range p.edition.Collections {
		isHidden := parent == home && !p.site.IsFindable(c)
		if c.Parent != parent || c.IsPage() || isHidden {
			continue
		}

		shown := card{
			Address:     l.Address(c.Path),
			Title:       c.Title,
			Description: c.Description,
			Count:       p.strings.articleCount(c),
		}

		if c.Icon != nil {
			shown.Icon = l.Address(c.Icon.Path)
		}

		list = append(list, shown)
	}

	return list
}

// articleCount returns the size of a collection as text: "6 articles".
func (t *themeStrings) articleCount(c *site.Collection) string {
	n := countArticles(c)
	if n == 1 {
		return t.Landing.OneArticle
	}

	return fill(t.Landing.ManyArticles, "count", strconv.Itoa(n))
}

// countArticles counts the articles of a collection and of the collections below it.
func countArticles(c *site.Collection) int {
	n := len(c.Listed())
	for _, below := range c.Collections {
		n += countArticles(below)
	}

	return n
}
