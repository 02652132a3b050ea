package rules

import "signpost/internal/problem"

// DuplicateAnchor is the rule SP012.
var DuplicateAnchor = problem.Rule{
	ID:       "SP012",
	Name:     "duplicate-anchor",
	Severity: problem.Error,
	Fixed:    true,
}
