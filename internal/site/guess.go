package site

import (
	"cmp"
	"slices"
	"strings"

	"signpost/internal/library"
	"signpost/internal/lock"
)

// unknown replaces an address in a hint that only the writer knows.
const unknown = "NEW"

// guessTables are tables for finding where lost addresses went. They are built when the first one is lost.
type guessTables struct {
	byHeading map[string][]string // pages by edition and heading ID
	byName    map[string]string   // pages by edition and last part of the address
	byPage    map[string]string   // results for lost pages, because each of their headings asks for them

	movedTo map[string][]lock.Entry // headings that moved to a page, by its path
}

// guess returns where an address went: the section with its code, a heading with the same ID on another page, a page
// with the same name, or the page that has its headings. It returns unknown if there is none. Addresses that were
// already published do not count: they are about something else.
func (c *lockComparison) guess(e lock.Entry) string {
	if to, ok := c.site.editionOf(e.Address).SectionFor(e.Code); ok {
		return to.Article.Path + "#" + to.section().ID
	}

	path, fragment, isHeading := strings.Cut(e.Address, "#")
	if isHeading {
		return cmp.Or(c.guessHeading(path, fragment), unknown)
	}

	if to := "/" + keyOf(path) + "/"; to != path && c.finder.exists(to) { // /a.html became /a/
		return to
	}

	if to := c.pageNamed(path); to != "" {
		return to
	}

	to, ok := c.tables.byPage[path]
	if !ok {
		to = cmp.Or(c.pageWithHeadingsOf(path), unknown)
		c.tables.byPage[path] = to
	}

	return to
}

// pageNamed returns the page in the same language whose name is that of a lost page.
func (c *lockComparison) pageNamed(path string) string {
	if c.tables.byName == nil {
		c.tables.byName = c.pagesByName()
		c.tables.byPage = map[string]string{}
	}

	edition := c.site.editionOf(path).Home.Path

	return c.tables.byName[edition+lastPart(path)]
}

// isNew reports whether an address of the site was not published before.
func (c *lockComparison) isNew(address string) bool {
	e, known := c.in.source.Lock.Lookup(address)
	return !known || !e.Live()
}

// pagesByName returns the new pages by the edition and the last part of the address. Pages that share it are empty.
func (c *lockComparison) pagesByName() map[string]string {
	pages := map[string]string{}
	for _, edition := range c.site.Editions {
		for _, a := range edition.Articles {
			if !c.isNew(a.Path) {
				continue
			}

			name := edition.Home.Path + lastPart(a.Path)
			if _, isShared := pages[name]; isShared {
				pages[name] = ""
				continue
			}

			pages[name] = a.Path
		}
	}

	return pages
}

// lastPart returns the name of a page: "add" for "/cards/add/" and "/cards/add.html".
func lastPart(path string) string {
	key := keyOf(path)
	return key[strings.LastIndexByte(key, '/')+1:]
}

// pageWithHeadingsOf returns the page that has all headings of a lost page whose new place is known, because the file
// was renamed. It returns an empty string if they went to several pages, or most of them nowhere.
func (c *lockComparison) pageWithHeadingsOf(path string) string {
	var page string
	headings, found := 0, 0
	for _, e := range c.headingsOf(path) {
		headings++
		to, _, _ := strings.Cut(cmp.Or(e.To, c.guess(e)), "#")
		if !c.finder.exists(to) {
			continue
		}

		if page != "" && page != to {
			return ""
		}

		page = to
		found++
	}

	if found*2 < headings {
		return ""
	}

	return page
}

// headingsOf returns the entries of the headings that a lost page had, with those that had moved there before.
func (c *lockComparison) headingsOf(path string) []lock.Entry {
	if c.tables.movedTo == nil {
		c.tables.movedTo = map[string][]lock.Entry{}
		for _, e := range c.in.source.Lock.Entries {
			if to, _, isHeading := strings.Cut(e.To, "#"); isHeading {
				moved := lock.Entry{Address: e.To, Code: e.Code}
				c.tables.movedTo[to] = append(c.tables.movedTo[to], moved)
			}
		}
	}

	return slices.Concat(c.in.source.Lock.Below(path), c.tables.movedTo[path])
}

// guessHeading returns the heading with the same ID on another page, preferring the page that replaced the old one.
// It returns an empty string if several pages have one.
func (c *lockComparison) guessHeading(path, fragment string) string {
	if m := c.pages[path]; m != nil && m.To != "" {
		address := m.To + "#" + fragment
		if c.finder.exists(address) {
			return address
		}
	}

	if c.tables.byHeading == nil {
		c.tables.byHeading = c.pagesByHeading()
	}

	edition := c.site.editionOf(path).Home.Path
	pages := c.tables.byHeading[edition+"#"+fragment]
	if len(pages) != 1 {
		return ""
	}

	return pages[0] + "#" + fragment
}

// pagesByHeading returns the pages with each new heading, by the edition and the ID.
func (c *lockComparison) pagesByHeading() map[string][]string {
	pages := map[string][]string{}
	var reader library.Reader
	for _, a := range c.articles {
		if a.Index {
			continue
		}

		edition := c.site.editionOf(a.Path).Home.Path
		for _, s := range reader.Outline(a) {
			if c.isNew(a.Path + "#" + s.ID) {
				key := edition + "#" + s.ID
				pages[key] = append(pages[key], a.Path)
			}
		}
	}

	return pages
}
