package rules

import "signpost/internal/problem"

// DoubtfulCharacter reports two characters that look like one decoded with the wrong code page, replacement characters,
// and control characters. Package article reports it.
var DoubtfulCharacter = problem.Rule{
	ID:       "SP052",
	Name:     "doubtful-character",
	Severity: problem.Warning,
}
