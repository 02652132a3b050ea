package rules

import "signpost/internal/problem"

// BadSlug is the rule SP010.
var BadSlug = problem.Rule{
	ID:       "SP010",
	Name:     "bad-slug",
	Severity: problem.Error,
	Fixed:    true,
}
