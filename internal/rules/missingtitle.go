package rules

import "signpost/internal/problem"

// MissingTitle reports settings without a title, which every page shows. Package config reports it.
var MissingTitle = problem.Rule{
	ID:             "SP006",
	Name:           "missing-title",
	Severity:       problem.Error,
	SeverityLocked: true,
}
