package rules

import "signpost/internal/problem"

// Mojibake reports text that was decoded with the wrong code page, such as an apostrophe that became three characters.
// Package article reports it; [DoubtfulCharacter] reports the cases that may be intended.
var Mojibake = problem.Rule{
	ID:       "SP051",
	Name:     "mojibake",
	Severity: problem.Error,
}
