package rules

import "signpost/internal/problem"

// DeadPage reports links to a file or an address that does not exist. Package site reports it, and package generate
// for links in the settings.
var DeadPage = problem.Rule{
	ID:       "SP020",
	Name:     "dead-page",
	Severity: problem.Error,
}
