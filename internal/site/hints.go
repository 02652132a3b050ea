package site

import (
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"signpost/internal/library"
	"signpost/internal/limit"
	"signpost/internal/strictyaml"
)

// hints finds similar names for dead links. Each index is made when the first link needs it. Its methods may be called
// at the same time.
type hints struct {
	pages  func() map[*Edition]*nameIndex
	others func() *nameIndex

	mu        sync.Mutex
	byArticle map[*library.Article]*nameIndex
	searched  map[*library.Article]int // links for which a similar name was searched, by the article that contains them
}

func newHints(s *Site, files listing) *hints {
	return &hints{
		pages: sync.OnceValue(func() map[*Edition]*nameIndex {
			return indexPages(s)
		}),
		others: sync.OnceValue(func() *nameIndex {
			return indexFiles(slices.Sorted(maps.Keys(files.others)), path.Base)
		}),
		byArticle: map[*library.Article]*nameIndex{},
		searched:  map[*library.Article]int{},
	}
}

// indexPages indexes the names of articles, by language.
func indexPages(s *Site) map[*Edition]*nameIndex {
	files := map[*Edition][]string{}
	for _, file := range slices.Sorted(maps.Keys(s.files)) {
		edition := s.editionOf(s.files[file].Path)
		files[edition] = append(files[edition], file)
	}

	indexes := map[*Edition]*nameIndex{}
	for edition, list := range files {
		indexes[edition] = indexFiles(list, func(file string) string {
			return path.Base(fileKey(s.files[file]))
		})
	}

	return indexes
}

// indexFiles indexes files by their names in lower case. If several share a name, their first path wins.
func indexFiles(files []string, nameOf func(file string) string) *nameIndex {
	byName := map[string]string{}
	for _, file := range slices.Backward(files) {
		name := strings.ToLower(nameOf(file))
		byName[name] = file
	}

	names := slices.Sorted(maps.Keys(byName))
	labels := make([]string, len(names))
	for i, name := range names {
		labels[i] = byName[name]
	}

	return newNameIndex(names, labels)
}

// maySearch reports whether a similar name is searched for another link of an article.
func (h *hints) maySearch(from *library.Article) bool {
	h.mu.Lock()
	defer h.mu.Unlock()

	h.searched[from]++

	return h.searched[from] <= limit.Suggestions
}

// page returns the file of the article with the most similar name in a language.
func (h *hints) page(edition *Edition, name string) (file string, ok bool) {
	index := h.pages()[edition]
	if index == nil {
		return "", false
	}

	stem := strings.TrimSuffix(name, ".md")
	bound := min(strictyaml.Tolerance(name), len(stem)) // some of it must be the same

	return index.nearest(stem, bound)
}

// otherFile returns the file with the most similar name that is not an article.
func (h *hints) otherFile(name string) (file string, ok bool) {
	return h.others().nearest(name, strictyaml.Tolerance(name))
}

// anchors returns an index of the IDs of an article's headings.
func (h *hints) anchors(a *library.Article) *nameIndex {
	h.mu.Lock()
	defer h.mu.Unlock()

	index, ok := h.byArticle[a]
	if !ok {
		ids := anchors(a)
		index = newNameIndex(ids, ids)
		h.byArticle[a] = index
	}

	return index
}

// anchors returns the IDs of an article's headings and elements.
func anchors(a *library.Article) []string {
	if a == nil {
		return nil
	}

	var ids []string
	for _, s := range new(library.Reader).Outline(a) {
		if s.ID != "" {
			ids = append(ids, s.ID)
			ids = append(ids, s.Aliases...)
		}

		ids = append(ids, s.Anchors...)
	}

	return ids
}
