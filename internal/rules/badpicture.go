package rules

import "signpost/internal/problem"

// BadPicture is the rule SP041.
var BadPicture = problem.Rule{
	ID:       "SP041",
	Name:     "bad-picture",
	Severity: problem.Error,
}
