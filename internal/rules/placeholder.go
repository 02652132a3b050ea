package rules

import "signpost/internal/problem"

// Placeholder is the rule SP083.
var Placeholder = problem.Rule{
	ID:       "SP083",
	Name:     "placeholder",
	Severity: problem.Error,
}
