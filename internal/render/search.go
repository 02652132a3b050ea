package render

import (
	"strings"

	"signpost/internal/site"
)

// searchPage is what layouts/search.html receives.
type searchPage struct {
	frame
	Topics []topic
}

// topic is a collection that can be searched, and its name in the address of the search page.
type topic struct {
	Name  string
	Title string
}

func (p *printer) searchPage() *searchPage {
	f := p.frame(p.edition.AddressOf(site.SearchPath), p.strings.Search.Title, p.strings.Search.Description)
	f.HasLists = true
	f.Lists = true
	p.addSearchForm(&f)
	page := &searchPage{frame: f}

	for _, c := range p.edition.Home.Collections {
		if c.IsPage() || !p.site.IsFindable(c) {
			continue
		}

		page.Topics = append(page.Topics, topic{
			Name:  strings.Trim(c.Path, "/"),
			Title: c.Title,
		})
	}

	return page
}

// plainPage is what layouts/contact.html and layouts/missing.html receive.
type plainPage struct {
	frame
}

// missingPath is the address of the page that servers return for unknown addresses.
const missingPath = "/404.html"

func (p *printer) missingPage() *plainPage {
	f := p.frame(missingPath, p.strings.Missing.Title, p.strings.Missing.Description)
	f.HasLists = true
	p.addSearchForm(&f)
	f.base = basePath(p.config.BaseURL)
	f.Canonical = ""
	f.OnPaper = ""
	f.Lists = true

	return &plainPage{f}
}
