package rules

import "signpost/internal/problem"

// BadSlug reports slugs and file names that cannot be part of an address. Package article reports it.
var BadSlug = problem.Rule{
	ID:             "SP010",
	Name:           "bad-slug",
	Severity:       problem.Error,
	SeverityLocked: true,
	Causes:         []string{DuplicateAddress.ID, ReservedAddress.ID, DeadPage.ID, DeadAnchor.ID},
}
