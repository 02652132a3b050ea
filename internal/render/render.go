// Package render makes pages of a site, through a theme.
//
// A theme's layouts are html/template files (package themes says where they stand). layouts/base.html defines "base", the whole page;
// each other layout defines "main", what stands in the middle of one type of page, and receives the struct of that type: see home, collection,
// article, short, errors, list and plain in this package. What every page has is in [frame].
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

	"signpost/internal/config"
	"signpost/internal/site"
)

// Page is one file of the output.
type Page struct {
	Path string // with slashes and without one in front: "smartcards/resolve/index.html"
	Data []byte
}

// Assets are the addresses, from the site's root, of the files that every page needs: "/assets/site-4KD9XQ2B.css".
type Assets struct {
	Style  string
	Script string
	Icon   string
	Index  string // of the search index
}

// Pages renders every page of the site. An error is the theme's fault, never an article's.
func Pages(s *site.Site, cfg *config.Config, theme fs.FS, assets Assets) ([]Page, error) {
	layouts, err := parseLayouts(theme)
	if err != nil {
		return nil, fmt.Errorf("theme: %w", err)
	}
	text, err := readText(theme)
	if err != nil {
		return nil, fmt.Errorf("theme: %w", err)
	}
	p := &printer{site: s, config: cfg, assets: assets, layouts: layouts, text: text}
	p.titles = p.countTitles()
	return p.all()
}

// printer renders one site.
type printer struct {
	site    *site.Site
	config  *config.Config
	assets  Assets
	layouts map[string]*template.Template
	text    *text
	titles  map[string]int // how many pages have this h1
	pages   []Page
}

func (p *printer) all() ([]Page, error) {
	for _, step := range []func() error{p.home, p.collections, p.articles, p.codes, p.lists, p.moved} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return p.pages, nil
}

// write renders a page. address is the page's own, from the site's root; one that ends in "/" becomes a folder's index.html.
func (p *printer) write(layout, address string, page any) error {
	var b bytes.Buffer
	if err := p.layouts[layout].ExecuteTemplate(&b, "base", page); err != nil {
		return fmt.Errorf("theme: layout %q: page %s: %w", layout, address, err)
	}
	path := strings.TrimPrefix(address, "/")
	if path == "" || strings.HasSuffix(path, "/") {
		path += "index.html"
	}
	p.pages = append(p.pages, Page{Path: path, Data: b.Bytes()})
	return nil
}
