package rules

import "signpost/internal/problem"

// DuplicateCode is the rule SP031.
var DuplicateCode = problem.Rule{
	ID:       "SP031",
	Name:     "duplicate-code",
	Severity: problem.Error,
	Fixed:    true,
}
