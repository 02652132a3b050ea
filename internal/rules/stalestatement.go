package rules

import (
	"time"

	"signpost/internal/problem"
)

// StaleStatement reports an accessibility statement that was not reviewed for a year. The statement makes promises that
// many countries require by law, so an old one fails the build.
var StaleStatement = Rule{
	Rule: problem.Rule{
		ID:       "SP084",
		Name:     "stale-statement",
		Severity: problem.Error,
	},
	Site: checkStatements,
}

func checkStatements(s *Site, r *Report) {
	for a := range s.Articles {
		if a.Statement {
			checkStatement(s, a, r)
		}
	}
}

func checkStatement(s *Site, a *Article, r *Report) {
	const hint = "compare it with the pages, then set reviewed to the date on which you did"

	place := a.place("reviewed")
	place.Line = max(1, place.Line)
	switch {
	case a.Reviewed.IsZero():
		r.Add(place,
			hint,
			"the accessibility statement has no review date")
	case s.olderThanYear(a.Reviewed):
		r.Add(place, hint, "the last review of the accessibility statement, on %s, was more than a year ago",
			a.Reviewed.Format(time.DateOnly))
	}
}
