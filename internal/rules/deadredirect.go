package rules

import "signpost/internal/problem"

// DeadRedirect reports redirects to an address that does not exist. Package site reports it.
var DeadRedirect = problem.Rule{
	ID:             "SP018",
	Name:           "dead-redirect",
	Severity:       problem.Error,
	SeverityLocked: true,
}
