package rules

import "signpost/internal/problem"

// MissingTitle is the rule SP006.
var MissingTitle = problem.Rule{
	ID:       "SP006",
	Name:     "missing-title",
	Severity: problem.Error,
	Fixed:    true,
}
