package rules

import "signpost/internal/problem"

// BadInclude is the rule SP008.
var BadInclude = problem.Rule{
	ID:       "SP008",
	Name:     "bad-include",
	Severity: problem.Error,
	Fixed:    true,
}
