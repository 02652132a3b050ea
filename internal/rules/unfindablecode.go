package rules

import "signpost/internal/problem"

// UnfindableCode reports articles that explain an error code but that the search does not find: a reader who searches
// for the message finds nothing.
var UnfindableCode = Rule{
	Rule: problem.Rule{
		ID:       "SP094",
		Name:     "unfindable-code",
		Severity: problem.Warning,
	},
	Site: checkUnfindableCodes,
}

func checkUnfindableCodes(s *Site, r *Report) {
	explained := map[string]string{} // codes by the address of their article
	for _, e := range s.Registry.Codes {
		if explained[e.Path] == "" {
			explained[e.Path] = string(e.Code)
		}
	}

	for a := range s.Articles {
		if code := explained[a.Path]; code != "" && a.Unfindable {
			r.Add(a.place("search"), "write search: on, or search: low if other pages should come first",
				"the search does not find this article, which explains %s", code)
		}
	}
}
