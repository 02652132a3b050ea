package rules

import "signpost/internal/problem"

// CodeWithoutID is the rule SP032.
var CodeWithoutID = problem.Rule{
	ID:       "SP032",
	Name:     "code-without-id",
	Severity: problem.Error,
	Fixed:    true,
}
