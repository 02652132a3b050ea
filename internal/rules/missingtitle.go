package rules

import "signpost/internal/problem"

// MissingTitle reports articles and settings without a title, which every list and every page shows. Packages article
// and config report it.
var MissingTitle = problem.Rule{
	ID:             "SP006",
	Name:           "missing-title",
	Severity:       problem.Error,
	SeverityLocked: true,
	Tolerable:      true,
}
