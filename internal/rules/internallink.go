package rules

import "signpost/internal/problem"

// InternalLink reports links to articles that the readers of the site cannot open, because they are for another
// audience. Package site reports it.
var InternalLink = problem.Rule{
	ID:       "SP093",
	Name:     "internal-link",
	Severity: problem.Error,
}
