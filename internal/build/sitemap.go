package build

import (
	"bytes"
	"encoding/xml"
	"net/url"
	"strings"

	"signpost/internal/article"
	"signpost/internal/output"
	"signpost/internal/site"
)

// urlset is a sitemap as https://www.sitemaps.org/protocol.html has it.
type urlset struct {
	XMLName xml.Name   `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []location `xml:"url"`
}

type location struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// sitemap lists the pages that search engines should know: not the short links, which only lead on.
func (r *Result) sitemap() output.File {
	var set urlset
	add := func(path string, a *article.Article) {
		address := strings.TrimRight(r.Config.BaseURL, "/") + (&url.URL{Path: path}).EscapedPath()
		l := location{Loc: address}
		if a != nil && !a.Updated.IsZero() {
			l.LastMod = a.Updated.Format("2006-01-02")
		}
		set.URLs = append(set.URLs, l)
	}
	add("/", r.Site.Home.Index)
	for _, c := range r.Site.Collections {
		add(c.Path, c.Index)
	}
	for _, a := range r.Site.Articles {
		add(a.Path, a)
	}
	add(site.ErrorsPath, nil)
	add(site.AZPath, nil)
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", "  ")
	if err := enc.Encode(set); err != nil {
		panic(err) // strings always marshal
	}
	b.WriteByte('\n')
	return output.Static("sitemap.xml", b.Bytes())
}
