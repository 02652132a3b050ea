package site

import (
	"maps"
	"slices"
	"strings"

	"signpost/internal/library"
	"signpost/internal/problem"
)

// ExternalLink is a link to another site.
type ExternalLink struct {
	Address string
	Place   problem.Place
}

// ExternalLinks returns the links to other sites and the sources of articles, in the order of their pages.
func (s *Site) ExternalLinks() []ExternalLink {
	var list []ExternalLink
	var reader library.Reader
	for _, path := range slices.Sorted(maps.Keys(s.pages)) {
		a := s.pages[path]
		for _, l := range allLinks(reader.Links(a)) {
			if strings.HasPrefix(l.Target, "http://") || strings.HasPrefix(l.Target, "https://") {
				list = append(list, ExternalLink{l.Target, l.Place(a.File)})
			}
		}

		for _, source := range a.Sources {
			if source.URL != "" {
				place := problem.Place{File: a.File, Line: a.LineOf("sources")}
				list = append(list, ExternalLink{string(source.URL), place})
			}
		}
	}

	return list
}
