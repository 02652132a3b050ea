package rules

import "signpost/internal/problem"

// BrokenNote reports footnotes that are missing, defined twice or without a reference: no reader would see them.
// Package article reports it.
var BrokenNote = problem.Rule{
	ID:       "SP059",
	Name:     "lost-note",
	Severity: problem.Warning,
}
