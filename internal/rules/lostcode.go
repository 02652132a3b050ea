package rules

import "signpost/internal/problem"

// LostCode is the rule SP034.
var LostCode = problem.Rule{
	ID:       "SP034",
	Name:     "lost-code",
	Severity: problem.Error,
	Fixed:    true,
}
