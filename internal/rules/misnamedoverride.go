package rules

import "signpost/internal/problem"

// MisnamedOverride is the rule SP065.
var MisnamedOverride = problem.Rule{
	ID:       "SP065",
	Name:     "misnamed-override",
	Severity: problem.Error,
}
