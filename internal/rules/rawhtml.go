package rules

import "signpost/internal/problem"

// RawHTML is the rule SP050.
var RawHTML = problem.Rule{
	ID:       "SP050",
	Name:     "raw-html",
	Severity: problem.Error,
}
