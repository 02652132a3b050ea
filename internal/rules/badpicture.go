package rules

import "signpost/internal/problem"

// BadPicture reports pictures that cannot be shown: damaged, too large, on another site, of another type than the name
// says, or drawings that run scripts or load files. Package site reports it, and package generate for the logo.
var BadPicture = problem.Rule{
	ID:       "SP041",
	Name:     "bad-picture",
	Severity: problem.Error,
}
