// Package search writes the index that the script of the theme, assets/search/*.ts, reads in the browser.
//
// The index is one JSON file, named after a hash of its content:
//
//	{
//	  "format": 1,                         readers refuse any other
//	  "synonyms": [["sign in", "log in"]], each list holds words or phrases that mean the same
//	  "pages": [{
//	    "url": "smartcards/resolve/",      from the site's root, without a slash in front
//	    "title": "Resolve smartcard issues",
//	    "sections": [{
//	      "id": "ods-code-not-present",    the fragment; left out on what stands before the first heading
//	      "heading": "ODS code not …",     left out likewise
//	      "code": "ID-201",                left out where there is none
//	      "also": ["ODS code missing"],    other wordings of the code's message, without the regular expressions
//	      "text": "…"                      plain text, blocks separated by a line break
//	    }]
//	  }]
//	}
//
// It holds text alone: words are cut, folded and weighed by the reader, so that the two cannot drift apart.
package search

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"strings"

	"signpost/internal/article"
	"signpost/internal/codes"
	"signpost/internal/config"
	"signpost/internal/site"
)

// format is the version of the index. It goes up with every change that an older reader would not understand.
const format = 1

type index struct {
	Format   int        `json:"format"`
	Synonyms [][]string `json:"synonyms"`
	Pages    []page     `json:"pages"`
}

type page struct {
	URL      string    `json:"url"`
	Title    string    `json:"title"`
	Sections []section `json:"sections"`
}

type section struct {
	ID      string     `json:"id,omitempty"`
	Heading string     `json:"heading,omitempty"`
	Code    codes.Code `json:"code,omitempty"`
	Also    []string   `json:"also,omitempty"`
	Text    string     `json:"text"`
}

// Index makes the search index of a site. The path has no slash in front: "search/index-4KD9XQ2B.json".
func Index(s *site.Site, cfg *config.Config) (path string, data []byte) {
	x := index{Format: format, Synonyms: cfg.Search.Synonyms, Pages: []page{}}
	if x.Synonyms == nil {
		x.Synonyms = [][]string{}
	}
	for _, c := range append([]*site.Collection{s.Home}, s.Collections...) {
		if c != s.Home {
			x.Pages = append(x.Pages, collectionPage(c))
		}
		for _, a := range c.Articles {
			x.Pages = append(x.Pages, page{address(a.Path), a.Title, sections(a, a.Description)})
		}
	}
	data = encode(x)
	sum := sha256.Sum256(data)
	return "search/index-" + base32.StdEncoding.EncodeToString(sum[:])[:8] + ".json", data
}

// collectionPage is found by the collection's title and description, and by its index.md where it has one.
func collectionPage(c *site.Collection) page {
	if c.Index != nil {
		return page{address(c.Path), c.Title, sections(c.Index, c.Description)}
	}
	return page{address(c.Path), c.Title, []section{{Text: c.Description}}}
}

func address(path string) string { return strings.TrimPrefix(path, "/") }

// sections are those of an article. The description stands in the first, with what stands before the first heading.
func sections(a *article.Article, description string) []section {
	list := make([]section, 0, len(a.Sections))
	for _, s := range a.Sections {
		if s.Level == 1 {
			list = append(list, section{Text: strings.TrimSpace(description + "\n" + s.Text)})
			continue
		}
		list = append(list, section{s.ID, s.Title, s.Code, wordings(a.Codes[s.Code].Also), s.Text})
	}
	return list
}

// wordings leaves the regular expressions out: nobody types them.
func wordings(also []string) []string {
	var list []string
	for _, w := range also {
		if pattern, err := codes.Pattern(w); pattern == nil && err == nil {
			list = append(list, w)
		}
	}
	return list
}

func encode(x index) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(x); err != nil {
		panic(err) // strings always marshal
	}
	return b.Bytes()
}
