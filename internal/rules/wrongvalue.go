package rules

import "signpost/internal/problem"

// WrongValue is the rule SP005.
var WrongValue = problem.Rule{
	ID:       "SP005",
	Name:     "wrong-value",
	Severity: problem.Error,
	Fixed:    true,
}
