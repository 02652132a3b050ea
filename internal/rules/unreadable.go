package rules

import "signpost/internal/problem"

// Unreadable is the rule SP001.
var Unreadable = problem.Rule{
	ID:       "SP001",
	Name:     "unreadable",
	Severity: problem.Error,
	Fixed:    true,
}
