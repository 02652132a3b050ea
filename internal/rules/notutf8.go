package rules

import "signpost/internal/problem"

// NotUTF8 is the rule SP002.
var NotUTF8 = problem.Rule{
	ID:       "SP002",
	Name:     "not-utf8",
	Severity: problem.Error,
	Fixed:    true,
}
