package site

import (
	"strings"

	"signpost/internal/article"
	"signpost/internal/library"
)

// Target is an article, or a section of it.
type Target struct {
	Article *library.Article

	// Section is an index into the sections of the article; 0 is the article itself.
	Section int
}

// Heading returns the heading of the section.
func (t Target) Heading() article.Heading {
	return t.Article.Heading(t.Section)
}

// Find returns the article or section at an address.
func (s *Site) Find(address string) (Target, bool) {
	path, fragment, _ := strings.Cut(address, "#")
	a := s.pages[path]
	if a == nil {
		return Target{}, false
	}

	i := a.SectionOf(fragment)

	return Target{a, max(i, 0)}, i >= 0
}

// ArticleBelow returns an article in the collection at an address, or nil.
func (s *Site) ArticleBelow(address string) *library.Article {
	for c := s.folders[address]; c != nil; c = c.Collections[0] {
		switch {
		case c.Index != nil:
			return c.Index
		case len(c.Articles) > 0:
			return c.Articles[0]
		case len(c.Collections) == 0:
			return nil
		}
	}

	return nil
}

// Exists reports whether an address is that of an article, a section or a collection.
func (s *Site) Exists(address string) bool {
	_, found := s.Find(address)
	return found || s.folders[address] != nil
}
