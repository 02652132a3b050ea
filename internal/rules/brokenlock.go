package rules

import "signpost/internal/problem"

// BrokenLock is the rule SP015.
var BrokenLock = problem.Rule{
	ID:       "SP015",
	Name:     "broken-lock",
	Severity: problem.Error,
	Fixed:    true,
}
