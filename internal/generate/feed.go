package generate

import (
	"cmp"
	"encoding/xml"
	"slices"
	"strings"
	"time"

	"signpost/internal/config"
	"signpost/internal/library"
	"signpost/internal/output"
	"signpost/internal/site"
)

// atomFeed is an Atom feed (RFC 4287).
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Title   string      `xml:"title"`
	ID      string      `xml:"id"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Author  atomPerson  `xml:"author"`
	Entries []atomEntry `xml:"entry"`
}

type atomEntry struct {
	Title   string       `xml:"title"`
	ID      string       `xml:"id"`
	Updated string       `xml:"updated"`
	Link    atomLink     `xml:"link"`
	Summary string       `xml:"summary,omitempty"`
	Authors []atomPerson `xml:"author,omitempty"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

// feedLength is the largest number of articles in a feed.
const feedLength = 50

// feeds returns a feed for each collection that has dated articles.
func feeds(cfg *config.Config, s *site.Site) []output.File {
	var files []output.File
	for _, e := range s.Editions {
		title := cfg.In(e.Language.Tag).Title
		for _, c := range e.Collections {
			if s.HasFeed(c) {
				files = append(files, feed(cfg, title, c, s.Findable(c.Articles)))
			}
		}
	}

	return files
}

// feed returns the feed of a collection, with the newest of the articles first.
func feed(cfg *config.Config, title string, c *site.Collection, articles []*library.Article) output.File {
	path := strings.TrimPrefix(c.Path, "/") + site.FeedName
	return output.Generated(path, func() ([]byte, error) {
		newest := newestArticles(articles)
		f := atomFeed{
			Title:   c.Title + " - " + title,
			ID:      absolute(cfg, c.Path),
			Updated: newest[0].Updated.Format(time.RFC3339),
			Links: []atomLink{
				{Rel: "self", Href: absolute(cfg, "/"+path)},
				{Href: absolute(cfg, c.Path)},
			},
			Author: atomPerson{title},
		}

		for _, a := range newest {
			f.Entries = append(f.Entries, feedEntry(cfg, a))
		}

		return encodeXML(f), nil
	})
}

// newestArticles returns the articles for a feed: those with a date, sorted.
func newestArticles(articles []*library.Article) []*library.Article {
	hasNoDate := func(a *library.Article) bool {
		return a.Updated.IsZero()
	}

	dated := slices.DeleteFunc(slices.Clone(articles), hasNoDate)
	slices.SortFunc(dated, func(a, b *library.Article) int {
		return cmp.Or(
			b.Updated.Compare(a.Updated.Time),
			cmp.Compare(a.Path, b.Path),
		)
	})

	return dated[:min(len(dated), feedLength)]
}

func feedEntry(cfg *config.Config, a *library.Article) atomEntry {
	e := atomEntry{
		Title:   a.Title,
		ID:      absolute(cfg, a.Path),
		Updated: a.Updated.Format(time.RFC3339),
		Link:    atomLink{Href: absolute(cfg, a.Path)},
		Summary: a.Description,
	}

	for _, name := range a.Authors {
		e.Authors = append(e.Authors, atomPerson{name})
	}

	return e
}
