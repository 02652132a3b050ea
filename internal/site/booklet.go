package site

import (
	"fmt"
	"slices"
	"strings"

	"signpost/internal/library"
	"signpost/internal/limit"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// bookletName is the last part of the addresses of booklets.
const bookletName = "print-all/"

// BookletPath returns the address of the booklet of the collection: its articles on one page, for printing.
func (c *Collection) BookletPath() string {
	return c.Path + bookletName
}

// Booklet returns the articles of a collection's booklet, in order. It returns none if there is no booklet: the
// settings turn it off, there are fewer than two articles, they are too large, or another page was published at its
// address.
func (e *Edition) Booklet(c *Collection) []*library.Article {
	articles := e.toPrint(c)
	if sizeToPrint(c, articles) > limit.Booklet {
		return nil
	}

	return articles
}

// IsTooLarge reports whether a collection has no booklet because its articles are larger than limit.Booklet.
func (e *Edition) IsTooLarge(c *Collection) bool {
	return sizeToPrint(c, e.toPrint(c)) > limit.Booklet
}

// toPrint returns the articles that the page of a collection lists, without the accessibility statement, or none if
// there cannot be a booklet of them.
func (e *Edition) toPrint(c *Collection) []*library.Article {
	isCollection := c.Parent != nil || len(c.Collections) == 0 // the content folder is one if there is no other
	if !isCollection || !isPrinted(e.Site, c) || isFormer(e.Site, c.BookletPath()) {
		return nil
	}

	statement := e.AddressOf(StatementPath)
	articles := slices.DeleteFunc(c.Listed(), func(a *library.Article) bool { return a.Path == statement })
	if len(articles) < 2 {
		return nil
	}

	return articles
}

// sizeToPrint returns the size of articles and of the text of their collection's page.
func sizeToPrint(c *Collection, articles []*library.Article) int {
	size := 0
	if c.Index != nil && len(articles) > 0 {
		size = c.Index.SizeOfHTML()
	}

	for _, a := range articles {
		size += a.SizeOfHTML()
	}

	return size
}

// isPrinted reports whether the settings of a collection allow a booklet.
func isPrinted(s *Site, c *Collection) bool {
	page := nearestPage(s, c, func(a *library.Article) bool { return a.Print != nil })

	return page == nil || *page.Print
}

// isFormer reports whether there was a page at an address.
func isFormer(s *Site, address string) bool {
	_, ok := slices.BinarySearchFunc(s.FormerPages, address, func(m *FormerPage, address string) int {
		return strings.Compare(m.Path, address)
	})

	return ok
}

// BookletAt returns the address of the booklet of the collection at an address, if it has one.
func BookletAt(s *Site, address string) (path string, ok bool) {
	c := s.folders[address]
	if c == nil || s.editionOf(address).Booklet(c) == nil {
		return "", false
	}

	return c.BookletPath(), true
}

// isBooklet reports whether there is a booklet at an address.
func isBooklet(s *Site, address string) bool {
	collection, ok := strings.CutSuffix(address, bookletName)
	_, exists := BookletAt(s, collection)

	return ok && exists
}

// checkBooklets reports articles and folders at the address of a booklet.
func checkBooklets(in *input, problems *problemList, s *Site) {
	for _, e := range s.Editions {
		for _, c := range append([]*Collection{e.Home}, e.Collections...) {
			address := c.BookletPath()
			a := s.pages[address]
			if a == nil {
				a = s.ArticleBelow(address)
			}

			if a == nil || e.Booklet(c) == nil {
				continue
			}

			problems.report(rules.ReservedAddress, problem.Place{File: a.File}, bookletHint(in, c),
				"the address %s is reserved for printing all articles of the collection", address)
		}
	}
}

// bookletHint says how to free the address of a collection's booklet.
func bookletHint(in *input, c *Collection) string {
	const rename = "rename it"
	if c.Index == nil {
		return rename + ", or write print: false into the front matter of the page of the collection"
	}

	return fmt.Sprintf("%s, or write print: false into the front matter of %s", rename, in.name(c.Index.File))
}
