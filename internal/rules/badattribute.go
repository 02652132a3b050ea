package rules

import "signpost/internal/problem"

// BadAttribute reports heading attributes that do not exist, and IDs that cannot be part of an address. Package
// article reports it.
var BadAttribute = problem.Rule{
	ID:             "SP013",
	Name:           "bad-attribute",
	Severity:       problem.Error,
	SeverityLocked: true,
	Tolerable:      true,
	Causes:         []string{DeadAnchor.ID},
}
