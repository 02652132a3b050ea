package rules

import "signpost/internal/problem"

// DeadExternal is the rule SP024.
var DeadExternal = problem.Rule{
	ID:       "SP024",
	Name:     "dead-external",
	Severity: problem.Warning,
}
