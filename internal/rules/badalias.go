package rules

import "signpost/internal/problem"

// BadAlias reports aliases that are not the address of a page, or that are in use. Package site reports it.
var BadAlias = problem.Rule{
	ID:             "SP019",
	Name:           "bad-alias",
	Severity:       problem.Error,
	SeverityLocked: true,
	Tolerable:      true,
}
