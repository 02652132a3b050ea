package generate

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
	"time"

	"signpost/internal/config"
	"signpost/internal/library"
	"signpost/internal/output"
	"signpost/internal/site"
)

// urlset is a sitemap (https://www.sitemaps.org/protocol.html).
type urlset struct {
	XMLName xml.Name   `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []location `xml:"url"`
}

// sitemapindex lists the sitemaps of a site that is too large for one.
type sitemapindex struct {
	XMLName  xml.Name   `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Sitemaps []location `xml:"sitemap"`
}

type location struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// maxSitemap is the largest number of pages that the protocol allows in one sitemap.
const maxSitemap = 50_000

// sitemaps returns the sitemaps. They omit the pages of codes, which repeat part of an article, and pages that search
// engines should not index.
func sitemaps(cfg *config.Config, s *site.Site) []output.File {
	pages := indexedPages(s)
	if len(pages) <= maxSitemap {
		return []output.File{sitemap(cfg, "sitemap.xml", pages)}
	}

	var files []output.File
	var index sitemapindex
	for part := range slices.Chunk(pages, maxSitemap) {
		name := fmt.Sprintf("sitemap-%d.xml", len(files)+1)
		files = append(files, sitemap(cfg, name, part))

		l := location{Loc: absolute(cfg, "/"+name)}
		index.Sitemaps = append(index.Sitemaps, l)
	}

	return append(files, output.Static("sitemap.xml", encodeXML(index)))
}

// indexedPage is a page that search engines should index.
type indexedPage struct {
	path    string
	article *library.Article // nil if the page has none
}

func sitemap(cfg *config.Config, name string, pages []indexedPage) output.File {
	return output.Generated(name, func() ([]byte, error) {
		var set urlset
		for _, p := range pages {
			set.URLs = append(set.URLs, p.location(cfg))
		}

		return encodeXML(set), nil
	})
}

func (p indexedPage) location(cfg *config.Config) location {
	l := location{Loc: absolute(cfg, p.path)}
	if p.article != nil && !p.article.Updated.IsZero() {
		l.LastMod = p.article.Updated.Format(time.DateOnly)
	}

	return l
}

func indexedPages(s *site.Site) []indexedPage {
	var list []indexedPage
	add := func(path string, a *library.Article) {
		if a == nil || a.Robots == "" {
			list = append(list, indexedPage{path, a})
		}
	}

	for _, e := range s.Editions {
		add(e.Home.Path, e.Home.Index)

		for _, c := range e.Collections {
			if !s.SearchOfCollection(c).IsOff() {
				add(c.Path, c.Index)
			}
		}

		for _, a := range s.Findable(e.Articles) {
			add(a.Path, a)
		}

		add(e.AddressOf(site.ErrorsPath), nil)
		add(e.AddressOf(site.AZPath), nil)
	}

	return list
}

func encodeXML(v any) []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", "  ")

	if err := enc.Encode(v); err != nil {
		panic(err) // strings can always be encoded
	}

	b.WriteByte('\n')

	return b.Bytes()
}
