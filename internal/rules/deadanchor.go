package rules

import "signpost/internal/problem"

// DeadAnchor is the rule SP021.
var DeadAnchor = problem.Rule{
	ID:       "SP021",
	Name:     "dead-anchor",
	Severity: problem.Error,
}
