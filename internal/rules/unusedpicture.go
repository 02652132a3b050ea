package rules

import "signpost/internal/problem"

// UnusedPicture is the rule SP043.
var UnusedPicture = problem.Rule{
	ID:       "SP043",
	Name:     "unused-picture",
	Severity: problem.Warning,
}
