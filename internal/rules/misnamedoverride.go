package rules

import "signpost/internal/problem"

// MisnamedOverride reports files of a theme that replace no file of the default theme: the site would not change,
// without any message. Package themes reports it.
var MisnamedOverride = problem.Rule{
	ID:       "SP065",
	Name:     "misnamed-override",
	Severity: problem.Error,
}
