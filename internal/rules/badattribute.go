package rules

import "signpost/internal/problem"

// BadAttribute is the rule SP013.
var BadAttribute = problem.Rule{
	ID:       "SP013",
	Name:     "bad-attribute",
	Severity: problem.Error,
	Fixed:    true,
}
