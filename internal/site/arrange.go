package site

import (
	"cmp"
	"math"
	"path"
	"slices"
	"strings"

	"signpost/internal/article"
	"signpost/internal/library"
)

// arrange returns a site whose articles are in the collections of each edition.
func arrange(in *input, tables addressTables, articles []*library.Article) *Site {
	s := newSite(in, tables)
	for _, a := range articles {
		edition := s.editionOf(a.Path)
		c := s.makeCollection(a.Folder())
		if a.Index {
			if tables.byPath[a.Path] == a { // otherwise a second page of the folder, which is reported
				c.Index, c.Title, c.Description = a, a.Title, a.Description
			}

			continue
		}

		c.Articles = append(c.Articles, a)
		edition.Articles = append(edition.Articles, a)
	}

	for _, edition := range s.Editions {
		slices.SortFunc(edition.Articles, func(a, b *library.Article) int {
			return cmp.Compare(a.Path, b.Path)
		})

		sorter := collectionSorter{edition: edition, names: in.source.Config.Collections}
		sorter.sort(edition.Home)
	}

	return s
}

// makeCollection returns the collection of a folder. It creates missing ones and their parents.
func (s *Site) makeCollection(dir string) *Collection {
	address := article.FolderPath(dir)
	if c := s.folders[address]; c != nil {
		return c
	}

	parent := s.makeCollection(path.Dir(dir))
	c := &Collection{
		Path:   address,
		Title:  article.Humanise(path.Base(dir)),
		Parent: parent,
	}

	parent.Collections = append(parent.Collections, c)
	s.folders[address] = c

	return c
}

// collectionSorter sorts the collections of an edition in display order.
type collectionSorter struct {
	edition *Edition
	names   []string // from config.yaml, in this order
}

// sort sorts a collection and the ones below it, and appends the latter to the edition.
func (s *collectionSorter) sort(c *Collection) {
	slices.SortFunc(c.Articles, compareArticles)
	slices.SortFunc(c.Collections, s.compare)

	for _, child := range c.Collections {
		s.edition.Collections = append(s.edition.Collections, child)
		s.sort(child)
	}
}

func compareArticles(a, b *library.Article) int {
	return cmp.Or(
		cmp.Compare(sortKey(a.Order), sortKey(b.Order)),
		cmp.Compare(a.Title, b.Title),
		cmp.Compare(a.Path, b.Path),
	)
}

func (s *collectionSorter) compare(a, b *Collection) int {
	return cmp.Or(
		cmp.Compare(s.rank(a), s.rank(b)),
		cmp.Compare(a.sortKey(), b.sortKey()),
		cmp.Compare(a.Title, b.Title),
		cmp.Compare(a.Path, b.Path),
	)
}

// rank returns the position of a collection in config.yaml. Collections that are not listed there come last.
func (s *collectionSorter) rank(c *Collection) int {
	for i, name := range s.names {
		folder := strings.Trim(name, "/") + "/"
		if s.edition.AddressOf(folder) == c.Path {
			return i
		}
	}

	return len(s.names)
}

func (c *Collection) sortKey() int {
	if c.Index == nil {
		return sortKey(0)
	}
	return sortKey(c.Index.Order)
}

// sortKey returns the order from front matter. Without one, the page comes last.
func sortKey(order int) int {
	if order == 0 {
		return math.MaxInt
	}
	return order
}

// folderOf returns the address of the folder of an article.
func folderOf(a *library.Article) string {
	return article.FolderPath(a.Folder())
}
