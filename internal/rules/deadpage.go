package rules

import "signpost/internal/problem"

// DeadPage is the rule SP020.
var DeadPage = problem.Rule{
	ID:       "SP020",
	Name:     "dead-page",
	Severity: problem.Error,
}
