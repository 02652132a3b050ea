package site

import (
	"slices"

	"signpost/internal/library"
)

// IsPage reports whether the folder contains its own page and nothing else, as in about/index.md. Readers see an
// article, not a collection.
func (c *Collection) IsPage() bool {
	return c.Index != nil && c.Parent != nil && len(c.Articles) == 0 && len(c.Collections) == 0
}

// Listed returns the articles of the collection, and the pages of folders in it that contain nothing else, in display
// order.
func (c *Collection) Listed() []*library.Article {
	list := slices.Clone(c.Articles)
	for _, below := range c.Collections {
		if below.IsPage() {
			list = append(list, below.Index)
		}
	}

	slices.SortFunc(list, compareArticles)

	return list
}
