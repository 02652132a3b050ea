package generate

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"net/url"
	"slices"
	"strings"
	"time"

	"signpost/internal/library"
	"signpost/internal/output"
	"signpost/internal/site"
)

// feed is an Atom feed as RFC 4287 has it.
type feed struct {
	XMLName xml.Name  `xml:"http://www.w3.org/2005/Atom feed"`
	Title   string    `xml:"title"`
	ID      string    `xml:"id"`
	Updated string    `xml:"updated"`
	Links   []related `xml:"link"`
	Author  person    `xml:"author"`
	Entries []entry   `xml:"entry"`
}

type entry struct {
	Title   string   `xml:"title"`
	ID      string   `xml:"id"`
	Updated string   `xml:"updated"`
	Link    related  `xml:"link"`
	Summary string   `xml:"summary,omitempty"`
	Authors []person `xml:"author,omitempty"`
}

type related struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type person struct {
	Name string `xml:"name"`
}

// feedLength is how many articles a feed names, the newest first.
const feedLength = 50

// feeds are one for each collection that has dated articles.
func (r *Result) feeds() []output.File {
	var files []output.File
	for _, e := range r.Site.Editions {
		title := r.Config.In(e.Language.Tag).Title
		for _, c := range e.Collections {
			dated := slices.DeleteFunc(slices.Clone(c.Articles), func(a *library.Article) bool { return a.Updated.IsZero() })
			if len(dated) == 0 {
				continue
			}
			path := strings.TrimPrefix(c.Path, "/") + site.FeedName
			files = append(files, output.Generated(path, func() ([]byte, error) { return r.feed(path, title, c, dated), nil }))
		}
	}
	return files
}

// feed names the newest of the articles.
func (r *Result) feed(path, title string, c *site.Collection, articles []*library.Article) []byte {
	slices.SortFunc(articles, func(a, b *library.Article) int {
		return cmp.Or(b.Updated.Compare(a.Updated.Time), cmp.Compare(a.Path, b.Path))
	})
	articles = articles[:min(len(articles), feedLength)]
	f := feed{
		Title: c.Title + " - " + title, ID: r.whole(c.Path), Updated: articles[0].Updated.Format(time.RFC3339),
		Links: []related{{"self", r.whole("/" + path)}, {"", r.whole(c.Path)}}, Author: person{title},
	}
	for _, a := range articles {
		e := entry{Title: a.Title, ID: r.whole(a.Path), Updated: a.Updated.Format(time.RFC3339), Link: related{"", r.whole(a.Path)}, Summary: a.Description}
		for _, name := range a.Authors {
			e.Authors = append(e.Authors, person{name})
		}
		f.Entries = append(f.Entries, e)
	}
	return encodeXML(f)
}

// whole is the whole URL of an address of the site.
func (r *Result) whole(path string) string {
	return strings.TrimRight(r.Config.BaseURL, "/") + (&url.URL{Path: path}).EscapedPath()
}

func encodeXML(v any) []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", "  ")
	if err := enc.Encode(v); err != nil {
		panic(err) // strings always marshal
	}
	b.WriteByte('\n')
	return b.Bytes()
}
