package rules

import "signpost/internal/problem"

// DeadAnchor reports links with a fragment that the page does not have. Package site reports it.
var DeadAnchor = problem.Rule{
	ID:       "SP021",
	Name:     "dead-anchor",
	Severity: problem.Error,
}
