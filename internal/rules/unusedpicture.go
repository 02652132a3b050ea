package rules

import "signpost/internal/problem"

// UnusedPicture reports files that no article shows. Package site reports it.
var UnusedPicture = problem.Rule{
	ID:       "SP043",
	Name:     "unused-picture",
	Severity: problem.Warning,
}
