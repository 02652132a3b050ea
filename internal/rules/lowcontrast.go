package rules

import "signpost/internal/problem"

// LowContrast is the rule SP066.
var LowContrast = problem.Rule{
	ID:       "SP066",
	Name:     "low-contrast",
	Severity: problem.Warning,
}
