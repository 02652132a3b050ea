package rules

import "signpost/internal/problem"

// MalformedCode is the rule SP030.
var MalformedCode = problem.Rule{
	ID:       "SP030",
	Name:     "malformed-code",
	Severity: problem.Error,
	Fixed:    true,
}
