package render

import (
	"cmp"
	"html/template"
	"net/url"
	"slices"
	"strings"
	"sync"

	"signpost/internal/config"
	"signpost/internal/site"
)

// printer prepares the data of the pages of an edition.
type printer struct {
	*Theme
	site    *site.Site
	edition *site.Edition
	config  *config.Config
	assets  Assets
	titles  map[string]int // number of pages with each h1

	sharedParts sync.Map // sharedKey to template.HTML
}

func (p *printer) language() string {
	return cmp.Or(p.config.Language, "en-GB")
}

// absolute returns the URL of an address, or nothing if the base URL is unknown.
func (p *printer) absolute(address string) string {
	if p.config.BaseURL == "" {
		return ""
	}

	return strings.TrimRight(p.config.BaseURL, "/") + address
}

// basePath returns the path of the site on its host: "/centre/", or "/".
func basePath(baseURL string) string {
	base, err := url.Parse(baseURL)
	if err != nil {
		return "/"
	}

	return strings.TrimRight(base.EscapedPath(), "/") + "/"
}

// sharedKey identifies a part that pages share.
type sharedKey struct {
	name      string
	root      string
	ownSearch bool
}

// shared renders a part of a page, or returns the cached one of another page with the same relative root.
func (p *printer) shared(name string, f *frame) (template.HTML, error) {
	root := f.root()
	key := sharedKey{name, root, f.OwnSearch}

	if part, ok := p.sharedParts.Load(key); ok {
		return part.(template.HTML), nil
	}

	// The addresses must not depend on the page that is rendered first.
	anyPage := *f
	anyPage.linker = linker{base: root, portable: f.portable}
	var b strings.Builder

	if err := p.layouts["home"].ExecuteTemplate(&b, name, &anyPage); err != nil {
		return "", err
	}

	part := template.HTML(b.String())
	p.sharedParts.Store(key, part)

	return part, nil
}

// trail returns the breadcrumb that ends with a collection.
func (p *printer) trail(l linker, c *site.Collection) linkList {
	list := linkList{{l.Address(p.edition.Home.Path), p.strings.Home}}
	var above linkList

	for ; c != nil && c != p.edition.Home; c = c.Parent {
		above = append(above, link{l.Address(c.Path), c.Title})
	}

	slices.Reverse(above)

	return append(list, above...)
}

// allCollections returns all collections, the content folder first.
func allCollections(e *site.Edition) []*site.Collection {
	return append([]*site.Collection{e.Home}, e.Collections...)
}

// countTitles counts the pages with each h1, so that pages with the same one get different titles.
func countTitles(e *site.Edition, text *themeStrings) map[string]int {
	titles := map[string]int{}
	for _, title := range []string{
		text.Landing.Title,
		text.Search.Title,
		text.Codes.Title,
		text.All.Title,
		text.Contact.Title,
		text.Missing.Title,
	} {
		titles[title]++
	}

	for _, c := range allCollections(e) {
		titles[c.Title]++
		for _, a := range c.Articles {
			titles[a.Title]++
		}
	}

	return titles
}
