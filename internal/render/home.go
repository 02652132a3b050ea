package render

import (
	"net/url"
	"slices"

	"signpost/internal/library"
	"signpost/internal/site"
)

// homePage is what layouts/home.html receives.
type homePage struct {
	frame
	body
	// Common lists the most frequent errors.
	Common      []codeLink
	Collections []card
	// Articles lists the articles outside collections.
	Articles []entry
	// Booklet is the page with all articles of a site without collections, or nil.
	Booklet *link
	// Beside is set if the text of the home page is short enough to be next to the common errors.
	Beside bool
}

// maxBeside is the length, in bytes of HTML, of the text that is shown next to the common errors.
const maxBeside = 900

func (p *printer) homePage() *homePage {
	home := p.edition.Home
	f := p.frame(home.Path, p.strings.Landing.Title, p.config.Description)
	f.HasLists = true
	f.Lead = p.config.Description
	p.addSearchForm(&f)

	l := f.linker
	articles, collections := p.landing()

	page := &homePage{
		frame:       f,
		body:        body{article: home.Index, titled: true, from: l, words: p.strings},
		Common:      p.commonCodes(l),
		Articles:    entries(l, articles),
		Collections: p.cards(l, collections),
		Booklet:     bookletLink(p, l, home),
	}

	if text, err := page.Sections(); err == nil { // the layout reports the error
		page.html = text
		page.Beside = len(page.Common) > 0 && text != "" && len(text) <= maxBeside
	}

	return page
}

// landing returns the entries of the home page: articles, and the collections directly below the returned one. If all
// articles are in a single folder with collections, such as docs, these are shown instead of the folder.
func (p *printer) landing() ([]*library.Article, *site.Collection) {
	c := p.edition.Home
	var pages []*library.Article
	for {
		articles := withoutStatement(p.edition, c.Listed())
		if len(articles) > 0 || len(c.Collections) != 1 || len(c.Collections[0].Collections) == 0 {
			return append(pages, articles...), c
		}

		c = c.Collections[0]
		if c.Index != nil {
			pages = append(pages, c.Index)
		}
	}
}

// withoutStatement returns articles without the accessibility statement, which the footer links to.
func withoutStatement(e *site.Edition, articles []*library.Article) []*library.Article {
	statement := e.AddressOf(site.StatementPath)
	return slices.DeleteFunc(slices.Clone(articles), func(a *library.Article) bool {
		return a.Path == statement
	})
}

// addSearchForm puts the search form into the main part of a page.
func (p *printer) addSearchForm(f *frame) {
	f.OwnSearch = true
	f.Hint = p.strings.Search.Hint
	for _, query := range p.config.Search.Suggested {
		f.Suggested = append(f.Suggested, link{f.Own(site.SearchPath) + "?q=" + url.QueryEscape(query), query})
	}

	if common := p.commonCodes(f.linker); len(common) > 0 {
		f.Hint = fill(p.strings.Search.HintCode, "code", string(common[0].Code))
	}
}
