package rules

import "signpost/internal/problem"

// LostAddress is the rule SP016.
var LostAddress = problem.Rule{
	ID:       "SP016",
	Name:     "lost-address",
	Severity: problem.Error,
	Fixed:    true,
}
