package rules

import (
	"strings"

	"signpost/internal/problem"
)

// OrphanArticle reports articles that no other article links to and that explain no code: readers can find them only in
// the list of their collection or by a search.
var OrphanArticle = Rule{
	Rule: problem.Rule{
		ID:       "SP081",
		Name:     "orphan-article",
		Severity: problem.Off,
	},
	Site: checkOrphans,
}

func checkOrphans(s *Site, r *Report) {
	linked := map[string]bool{}
	for link := range s.Links {
		if page, _, _ := strings.Cut(link.Target, "#"); page != link.From {
			linked[page] = true
		}
	}

	for _, e := range s.Registry.Codes {
		linked[e.Path] = true
	}

	for a := range s.Articles {
		if a.Index || a.Statement || linked[a.Path] {
			continue
		}

		place := problem.Place{File: a.File}
		r.Add(place,
			"link to it from an article where readers need it",
			"no other article links to this one")
	}
}
