package rules

import "signpost/internal/problem"

// LostCode reports published codes that no article explains any more: readers with that error would find nothing.
// Package site reports it.
var LostCode = problem.Rule{
	ID:             "SP034",
	Name:           "lost-code",
	Severity:       problem.Error,
	SeverityLocked: true,
}
