package rules

import "signpost/internal/problem"

// DeadPicture is the rule SP040.
var DeadPicture = problem.Rule{
	ID:       "SP040",
	Name:     "dead-picture",
	Severity: problem.Error,
}
