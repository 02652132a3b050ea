package rules

import "signpost/internal/problem"

// UnknownVariable is the rule SP009.
var UnknownVariable = problem.Rule{
	ID:       "SP009",
	Name:     "unknown-variable",
	Severity: problem.Error,
	Fixed:    true,
}
