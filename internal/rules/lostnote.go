package rules

import "signpost/internal/problem"

// LostNote reports footnotes that are missing, written twice, or never referred to: no reader would see them. Package
// article reports it.
var LostNote = problem.Rule{
	ID:       "SP059",
	Name:     "lost-note",
	Severity: problem.Warning,
}
