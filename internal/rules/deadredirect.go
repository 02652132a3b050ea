package rules

import "signpost/internal/problem"

// DeadRedirect is the rule SP018.
var DeadRedirect = problem.Rule{
	ID:       "SP018",
	Name:     "dead-redirect",
	Severity: problem.Error,
	Fixed:    true,
}
