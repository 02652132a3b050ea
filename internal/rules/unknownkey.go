package rules

import "signpost/internal/problem"

// UnknownKey is the rule SP004.
var UnknownKey = problem.Rule{
	ID:       "SP004",
	Name:     "unknown-key",
	Severity: problem.Error,
	Fixed:    true,
}
