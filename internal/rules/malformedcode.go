package rules

import "signpost/internal/problem"

// MalformedCode reports codes that are not two capital letters, a hyphen and three digits. Package article reports it.
var MalformedCode = problem.Rule{
	ID:             "SP030",
	Name:           "malformed-code",
	Severity:       problem.Error,
	SeverityLocked: true,
}
