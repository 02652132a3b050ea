package rules

import "signpost/internal/problem"

// BrokenYAML is the rule SP003.
var BrokenYAML = problem.Rule{
	ID:       "SP003",
	Name:     "broken-yaml",
	Severity: problem.Error,
	Fixed:    true,
}
