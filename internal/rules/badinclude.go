package rules

import "signpost/internal/problem"

// BadInclude reports snippets that do not exist, include themselves or are in a place where nothing can be included.
// Package article reports it.
var BadInclude = problem.Rule{
	ID:             "SP008",
	Name:           "bad-include",
	Severity:       problem.Error,
	SeverityLocked: true,
	Tolerable:      true,
	Causes:         []string{DeadAnchor.ID},
}
