package rules

import (
	"time"

	"signpost/internal/problem"
)

// StaleReview reports articles whose last review was more than a year ago, and review dates in the future.
// [StaleStatement] does so for the accessibility statement.
var StaleReview = Rule{
	Rule: problem.Rule{
		ID:       "SP082",
		Name:     "stale-review",
		Severity: problem.Warning,
	},
	Site: checkReviews,
}

func checkReviews(s *Site, r *Report) {
	if s.Now.IsZero() {
		return
	}

	for a := range s.Articles {
		if a.Reviewed.IsZero() || a.Statement {
			continue
		}

		date := a.Reviewed.Format(time.DateOnly)
		switch {
		case s.olderThanYear(a.Reviewed):
			r.Add(a.place("reviewed"),
				"check the article, then update the date",
				"the last review, on %s, was more than a year ago", date)
		case a.Reviewed.After(s.Now):
			r.Add(a.place("reviewed"),
				"use the date of the last review",
				"the review date %s is in the future", date)
		}
	}
}
