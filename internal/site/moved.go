package site

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"signpost/internal/article"
	"signpost/internal/library"
	"signpost/internal/lock"
)

// MovedPage is a page that was published and no longer exists.
type MovedPage struct {
	// Path is the old address, and To the current one. To is empty for a page that was retired or has expired.
	Path string
	To   string

	// Reason says why the page was retired.
	Reason string

	// Expired is the first day without the page, if it expired.
	Expired time.Time

	// Headings are the headings that were published on the page.
	Headings []MovedHeading

	isAlias bool // it is from front matter, not from the lock
}

// MovedHeading is a heading that was published and no longer exists. Without To, Reason and Expired, nothing is
// known about it.
type MovedHeading struct {
	ID      string
	To      string
	Reason  string
	Expired time.Time
}

// Target is an article, or a section of it.
type Target struct {
	Article *library.Article

	// Section is an index into the sections of the article; 0 is the article itself.
	Section int
}

// Heading returns the heading of the section.
func (t Target) Heading() article.Heading {
	return new(library.Reader).Outline(t.Article)[t.Section]
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

// Exists reports whether an address is that of an article, a section or a collection.
func (s *Site) Exists(address string) bool {
	_, found := s.Find(address)
	return found || s.folders[address] != nil
}

// Addresses returns all addresses that the site publishes, sorted, as the lock records them.
func (s *Site) Addresses() []lock.Entry {
	var list []lock.Entry
	for path := range s.folders {
		list = append(list, lock.Entry{Address: path})
	}

	var reader library.Reader
	for path, a := range s.pages {
		if !a.Index {
			list = append(list, lock.Entry{Address: path})
		}

		for _, section := range reader.Outline(a) {
			list = appendHeading(list, path, section)
		}
	}

	for _, m := range s.MovedPages {
		if m.isAlias {
			list = append(list, lock.Entry{Address: m.Path})
		}
	}

	slices.SortFunc(list, func(a, b lock.Entry) int {
		return cmp.Compare(a.Address, b.Address)
	})

	return list
}

// appendHeading appends the addresses of a heading.
func appendHeading(list []lock.Entry, path string, section article.Heading) []lock.Entry {
	if section.ID != "" {
		list = append(list, lock.Entry{
			Address: path + "#" + section.ID,
			Code:    section.Code,
		})
	}

	for _, id := range section.Aliases {
		list = append(list, lock.Entry{
			Address: path + "#" + id,
		})
	}

	return list
}
