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
			if isExternal(l.Target) {
				list = append(list, ExternalLink{l.Target, l.Place(a.File)})
			}
		}

		list = appendSources(list, a)
	}

	return list
}

func isExternal(target string) bool {
	return strings.HasPrefix(target, "http://") ||
		strings.HasPrefix(target, "https://")
}

// appendSources appends the sources of an article that have a URL.
func appendSources(list []ExternalLink, a *library.Article) []ExternalLink {
	place := problem.Place{
		File: a.File,
		Line: a.LineOf("sources"),
	}

	for _, source := range a.Sources {
		if source.URL != "" {
			list = append(list, ExternalLink{string(source.URL), place})
		}
	}

	return list
}
