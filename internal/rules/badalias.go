package rules

import "signpost/internal/problem"

// BadAlias is the rule SP019.
var BadAlias = problem.Rule{
	ID:       "SP019",
	Name:     "bad-alias",
	Severity: problem.Error,
	Fixed:    true,
}
