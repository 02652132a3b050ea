package rules

import "signpost/internal/problem"

// DuplicateAddress is the rule SP011.
var DuplicateAddress = problem.Rule{
	ID:       "SP011",
	Name:     "duplicate-address",
	Severity: problem.Error,
	Fixed:    true,
}
