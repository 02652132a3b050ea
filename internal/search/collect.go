package search

import (
	"strings"

	"signpost/internal/article"
	"signpost/internal/codes"
	"signpost/internal/site"
)

// page is a page that can be found. Its first section is what stands before the first heading, and goes by the page's title.
type page struct {
	url      string // from the site's root, without a slash in front
	title    string
	sections []section
}

// section is what a search finds.
type section struct {
	id, heading string // both empty in the first section of a page
	code        codes.Code
	also        []string // other wordings of the code's message
	text        string
}

// collect lists the pages of a site: of each collection, then of its articles.
func collect(s *site.Site) ([]page, error) {
	var pages []page
	add := func(path, title, description string, a *article.Article) error {
		list := []section{{text: description}}
		if a != nil {
			whole, err := a.Whole()
			if err != nil {
				return err
			}
			list = sections(whole, description)
		}
		pages = append(pages, page{address(path), title, list})
		return nil
	}
	for _, c := range append([]*site.Collection{s.Home}, s.Collections...) {
		if c != s.Home {
			if err := add(c.Path, c.Title, c.Description, c.Index); err != nil { // found by its title, its description and its index.md
				return nil, err
			}
		}
		for _, a := range c.Articles {
			if err := add(a.Path, a.Title, a.Description, a); err != nil {
				return nil, err
			}
		}
	}
	return pages, nil
}

func address(path string) string { return strings.TrimPrefix(path, "/") }

// sections are those of an article. The description stands in the first, with what stands before the first heading.
func sections(a *article.Article, description string) []section {
	list := []section{{text: description}}
	for _, s := range a.Sections {
		if s.Level == 1 {
			list[0].text = strings.TrimSpace(list[0].text + "\n" + s.Text)
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
