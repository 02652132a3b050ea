package rules

import "signpost/internal/problem"

// LostNote is the rule SP059.
var LostNote = problem.Rule{
	ID:       "SP059",
	Name:     "lost-note",
	Severity: problem.Warning,
}
