package rules

import "signpost/internal/problem"

// UnknownLanguage is the rule SP058.
var UnknownLanguage = problem.Rule{
	ID:       "SP058",
	Name:     "unknown-language",
	Severity: problem.Warning,
}
