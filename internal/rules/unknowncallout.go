package rules

import "signpost/internal/problem"

// UnknownCallout reports callouts of a kind that does not exist. They are shown as notes. Package article reports it.
var UnknownCallout = problem.Rule{
	ID:       "SP062",
	Name:     "unknown-callout",
	Severity: problem.Warning,
}
