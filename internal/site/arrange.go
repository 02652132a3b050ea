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

// arrange sorts the articles into the collections of each edition.
func arrange(in *input, s *Site, articles []*library.Article) {
	for _, a := range articles {
		edition := s.editionOf(a.Path)
		c := s.makeCollection(path.Dir(a.File))
		if a.Index {
			c.Index, c.Title, c.Description = a, a.Title, a.Description
			continue
		}

		c.Articles = append(c.Articles, a)
		edition.Articles = append(edition.Articles, a)
	}

	for _, edition := range s.Editions {
		slices.SortFunc(edition.Articles, func(a, b *library.Article) int {
			return cmp.Compare(a.Path, b.Path)
		})

		o := orderer{site: edition, names: in.source.Config.Collections}
		o.order(edition.Home)
	}
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
		Title:  Humanise(path.Base(dir)),
		Parent: parent,
	}

	parent.Collections = append(parent.Collections, c)
	s.folders[address] = c

	return c
}

// Humanise turns the name of a file or folder into a title: "smart-cards" becomes "Smart cards".
func Humanise(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool {
		return r == '-' || r == '_' || r == ' '
	})

	if len(words) == 0 {
		return name
	}

	title := []rune(strings.Join(words, " "))

	return strings.ToUpper(string(title[0])) + string(title[1:])
}

// orderer puts the collections of an edition in display order.
type orderer struct {
	site  *Site
	names []string // from config.yaml, in this order
}

// order sorts a collection and the ones below it, and appends the latter to the edition.
func (o *orderer) order(c *Collection) {
	slices.SortFunc(c.Articles, compareArticles)
	slices.SortFunc(c.Collections, o.compare)

	for _, child := range c.Collections {
		o.site.Collections = append(o.site.Collections, child)
		o.order(child)
	}
}

func compareArticles(a, b *library.Article) int {
	return cmp.Or(
		cmp.Compare(orLast(a.Order), orLast(b.Order)),
		cmp.Compare(a.Title, b.Title),
		cmp.Compare(a.Path, b.Path),
	)
}

func (o *orderer) compare(a, b *Collection) int {
	return cmp.Or(
		cmp.Compare(o.rank(a), o.rank(b)),
		cmp.Compare(a.order(), b.order()),
		cmp.Compare(a.Title, b.Title),
		cmp.Compare(a.Path, b.Path),
	)
}

// rank returns the position of a collection in config.yaml. Collections that are not listed there come last.
func (o *orderer) rank(c *Collection) int {
	for i, name := range o.names {
		folder := strings.Trim(name, "/") + "/"
		if o.site.AddressOf(folder) == c.Path {
			return i
		}
	}

	return len(o.names)
}

func (c *Collection) order() int {
	if c.Index == nil {
		return orLast(0)
	}
	return orLast(c.Index.Order)
}

// orLast returns an order, or the highest one if none is set.
func orLast(order int) int {
	if order == 0 {
		return math.MaxInt
	}
	return order
}

// folderOf returns the address of the folder of an article.
func folderOf(a *library.Article) string {
	return article.FolderPath(path.Dir(a.File))
}
