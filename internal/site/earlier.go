package site

import (
	"io/fs"

	"signpost/internal/article"
	"signpost/internal/library"
)

// ParseEarlier parses an earlier version of an article as the site is parsed. content contains the snippets of that
// time. Problems are ignored.
func (s *Site) ParseEarlier(content fs.FS, file string, src []byte) *article.Article {
	options := s.parser.optionsFor(file)
	options.Content = content
	options.Lint = false
	a, _ := article.Parse(file, src, options)

	return a
}

// HomeOf returns the address of the home page in the language of an address.
func (s *Site) HomeOf(address string) string {
	return s.editionOf(address).Home.Path
}

// Articles returns the articles of the site by their addresses, with the pages of folders.
func (s *Site) Articles() map[string]*library.Article {
	return s.pages
}

// Folders returns the addresses of the collections without a page of their own.
func (s *Site) Folders() []string {
	var list []string
	for address := range s.folders {
		if s.pages[address] == nil {
			list = append(list, address)
		}
	}

	return list
}
