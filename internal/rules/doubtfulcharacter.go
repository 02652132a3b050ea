package rules

import "signpost/internal/problem"

// DoubtfulCharacter is the rule SP052.
var DoubtfulCharacter = problem.Rule{
	ID:       "SP052",
	Name:     "doubtful-character",
	Severity: problem.Warning,
}
