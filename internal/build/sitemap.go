package build

import (
	"encoding/xml"
	"fmt"
	"time"

	"signpost/internal/article"
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
	locations := r.locations()
	if len(locations) <= sitemapLength {
		return []output.File{sitemap("sitemap.xml", locations)}
	}
	var files []output.File
	var index sitemapindex
	for n := 1; len(locations) > 0; n++ {
		size := min(len(locations), sitemapLength)
		name := fmt.Sprintf("sitemap-%d.xml", n)
		files = append(files, sitemap(name, locations[:size]))
		index.Sitemaps = append(index.Sitemaps, location{Loc: r.whole("/" + name)})
		locations = locations[size:]
	}
	return append(files, output.Static("sitemap.xml", encodeXML(index)))
}

func sitemap(name string, locations []location) output.File {
	return output.Made(name, func() ([]byte, error) { return encodeXML(urlset{URLs: locations}), nil })
}

func (r *Result) locations() []location {
	var list []location
	add := func(path string, a *article.Article) {
		l := location{Loc: r.whole(path)}
		if a != nil && a.Robots != "" {
			return
		}
		if a != nil && !a.Updated.IsZero() {
			l.LastMod = a.Updated.Format(time.DateOnly)
		}
		list = append(list, l)
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
