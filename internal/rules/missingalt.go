package rules

import "signpost/internal/problem"

// MissingAlt is the rule SP042.
var MissingAlt = problem.Rule{
	ID:       "SP042",
	Name:     "missing-alt",
	Severity: problem.Warning,
}
