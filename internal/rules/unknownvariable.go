package rules

import "signpost/internal/problem"

// UnknownVariable reports {{ name }} in the text if config.yaml does not set the variable. Package article reports it.
var UnknownVariable = problem.Rule{
	ID:             "SP009",
	Name:           "unknown-variable",
	Severity:       problem.Error,
	SeverityLocked: true,
	Tolerable:      true,
}
