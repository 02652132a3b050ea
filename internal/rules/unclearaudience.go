package rules

import "signpost/internal/problem"

// UnclearAudience reports an audience in front matter that does not exist, and keys that may be a misspelled audience.
// The rule cannot be turned off, and its problems are never known ones: they could publish an internal article. Package
// article reports it.
var UnclearAudience = problem.Rule{
	ID:             "SP092",
	Name:           "unclear-audience",
	Severity:       problem.Error,
	SeverityLocked: true,
}
