package rules

import "signpost/internal/problem"

// DeadPicture reports pictures that do not exist. Package site reports it, and package generate for the logo.
var DeadPicture = problem.Rule{
	ID:       "SP040",
	Name:     "dead-picture",
	Severity: problem.Error,
}
