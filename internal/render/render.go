// Package render makes pages of a site, through a theme.
//
// A theme's layouts are html/template files (package themes says where they stand). layouts/base.html defines "base", the whole page;
// each other layout defines "main", what stands in the middle of one type of page, and receives the struct of that type: see home, collection,
// article, code, errors, list and plain in this package. What every page has is in [frame].
//
// Text that writers typed is escaped by html/template, but for the HTML that package article made, which is the only
// ready HTML that gets in. Words of the theme come from its strings.yaml. Addresses are relative to the page, so that the site
// works below any path; 404.html alone, which a server shows at any address, has them from the root of the host.
package render

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"strings"
	"sync"

	"signpost/internal/config"
	"signpost/internal/site"
)

// Page is one file of the output. It is rendered when it is asked for: a site of many pages is never held in memory whole, and
// a page that nobody looks at costs nothing.
type Page struct {
	Path  string                    // with slashes and without one in front: "smartcards/resolve/index.html"
	Write func(*bytes.Buffer) error // may be called from several goroutines; an error is the theme's fault, never an article's
}

// Render is what is in the file.
func (p Page) Render() ([]byte, error) {
	var b bytes.Buffer
	err := p.Write(&b)
	return b.Bytes(), err
}

// Assets are the addresses, from the site's root, of the files that every page needs: "/assets/site-4KD9XQ2B.css".
type Assets struct {
	Style  string
	Script string
	Icon   string
	Lists  string // the script of pages that are lists, besides
	Search string // the script that searches
	Index  string // the first file of the search index
	Disk   bool   // pages are opened from a disk: addresses name files, and there is no page for what is not found
}

// Theme is a theme that was read: the layouts of its pages and its words in one language. It serves any number of sites.
type Theme struct {
	layouts map[string]*template.Template
	text    *text
}

// ParseTheme reads a theme. An error is the theme's fault.
func ParseTheme(files fs.FS) (*Theme, error) {
	layouts, err := parseLayouts(files)
	if err != nil {
		return nil, fmt.Errorf("theme: %w", err)
	}
	text, err := readText(files)
	if err != nil {
		return nil, fmt.Errorf("theme: %w", err)
	}
	return &Theme{layouts, text}, nil
}

// Pages lists every page of the site in its language. The first language has those that belong to none: short links, and what is shown where
// there is no page.
func (t *Theme) Pages(s *site.Site, cfg *config.Config, assets Assets) []Page {
	p := &printer{Theme: t, site: s, config: cfg, assets: assets}
	p.titles = p.countTitles()
	for _, list := range []func(){p.home, p.collections, p.articles, p.errors, p.lists, p.contactPage, p.moved} {
		list()
	}
	if s == s.Editions[0] {
		p.codes()
		if !assets.Disk {
			p.missing()
		}
	}
	return p.pages
}

// layoutError is a mistake in a layout. It does not say on which page: the same one stands on all that have the layout, and is told once.
type layoutError struct{ error }

// Error leaves out the layouts that led to the one with the mistake.
func (e layoutError) Error() string {
	steps := strings.Split(e.error.Error(), "template: ")
	return "theme: " + steps[len(steps)-1]
}

func (e layoutError) Unwrap() error { return e.error }

// printer renders one site.
type printer struct {
	*Theme
	site   *site.Site
	config *config.Config
	assets Assets
	titles map[string]int // how many pages have this h1
	pages  []Page

	sharedParts sync.Map // sharedKey to template.HTML
}

// add lists a page. address is the page's own, from the site's root; one that ends in "/" becomes a folder's index.html. What the
// layout receives is made when the page is rendered; it is a pointer, since template and methods would copy a struct time and again.
func (p *printer) add(layout, address string, page func() any) {
	path := strings.TrimPrefix(address, "/")
	if path == "" || strings.HasSuffix(path, "/") {
		path += "index.html"
	}
	p.pages = append(p.pages, Page{path, func(b *bytes.Buffer) error {
		if err := p.layouts[layout].ExecuteTemplate(b, "base", page()); err != nil {
			return layoutError{err}
		}
		return nil
	}})
}
