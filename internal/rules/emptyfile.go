package rules

import "signpost/internal/problem"

// EmptyFile is the rule SP007.
var EmptyFile = problem.Rule{
	ID:       "SP007",
	Name:     "empty-file",
	Severity: problem.Error,
	Fixed:    true,
}
