package rules

import "signpost/internal/problem"

// DuplicateAnchor reports heading IDs that an article uses twice: a link could lead only to the first. Package article
// reports it.
var DuplicateAnchor = problem.Rule{
	ID:             "SP012",
	Name:           "duplicate-anchor",
	Severity:       problem.Error,
	SeverityLocked: true,
	Tolerable:      true,
}
