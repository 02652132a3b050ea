package rules

import "signpost/internal/problem"

// BadLink reports links that are not valid URLs, or whose scheme leads to no page. Package site reports it.
var BadLink = problem.Rule{
	ID:       "SP022",
	Name:     "bad-link",
	Severity: problem.Error,
}
