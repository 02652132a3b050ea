package generate

import (
	"encoding/xml"
	"fmt"
	"slices"
	"time"

	"signpost/internal/library"
	"signpost/internal/output"
	"signpost/internal/site"
)

// urlset is a sitemap as https://www.sitemaps.org/protocol.html has it.
type urlset struct {
	XMLName xml.Name   `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []location `xml:"url"`
}

// sitemapindex names the sitemaps of a site that is too large for one.
type sitemapindex struct {
	XMLName  xml.Name   `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Sitemaps []location `xml:"sitemap"`
}

type location struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// sitemapLength is how many pages the protocol lets one sitemap name.
const sitemapLength = 50_000

// sitemaps list the pages that search engines should know: not the pages of codes, which show a part
// of an article, nor what asks to be left out.
func (r *Result) sitemaps() []output.File {
	pages := r.indexed()
	if len(pages) <= sitemapLength {
		return []output.File{r.sitemap("sitemap.xml", pages)}
	}
	var files []output.File
	var index sitemapindex
	for list := range slices.Chunk(pages, sitemapLength) {
		name := fmt.Sprintf("sitemap-%d.xml", len(files)+1)
		files = append(files, r.sitemap(name, list))
		index.Sitemaps = append(index.Sitemaps, location{Loc: r.whole("/" + name)})
	}
	return append(files, output.Static("sitemap.xml", encodeXML(index)))
}

// indexed is a page that search engines should know.
type indexed struct {
	path    string
	article *library.Article // nil where there is none
}

func (r *Result) sitemap(name string, pages []indexed) output.File {
	return output.Generated(name, func() ([]byte, error) {
		set := urlset{URLs: make([]location, len(pages))}
		for i, p := range pages {
			set.URLs[i].Loc = r.whole(p.path)
			if p.article != nil && !p.article.Updated.IsZero() {
				set.URLs[i].LastMod = p.article.Updated.Format(time.DateOnly)
			}
		}
		return encodeXML(set), nil
	})
}

func (r *Result) indexed() []indexed {
	var list []indexed
	add := func(path string, a *library.Article) {
		if a == nil || a.Robots == "" {
			list = append(list, indexed{path, a})
		}
	}
	for _, e := range r.Site.Editions {
		add(e.Home.Path, e.Home.Index)
		for _, c := range e.Collections {
			add(c.Path, c.Index)
		}
		for _, a := range e.Articles {
			add(a.Path, a)
		}
		add(e.Own(site.ErrorsPath), nil)
		add(e.Own(site.AZPath), nil)
	}
	return list
}
