package rules

import "signpost/internal/problem"

// Mojibake is the rule SP051.
var Mojibake = problem.Rule{
	ID:       "SP051",
	Name:     "mojibake",
	Severity: problem.Error,
}
