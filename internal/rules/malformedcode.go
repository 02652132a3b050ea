package rules

import "signpost/internal/problem"

// MalformedCode reports codes that have not the form of a code, or that do not match the setting codes.pattern. Package
// article reports it.
var MalformedCode = problem.Rule{
	ID:             "SP030",
	Name:           "malformed-code",
	Severity:       problem.Error,
	SeverityLocked: true,
}
