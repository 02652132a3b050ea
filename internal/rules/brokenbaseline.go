package rules

import "signpost/internal/problem"

// BrokenBaseline reports lines of lint.baseline that cannot be parsed. Package baseline reports it.
var BrokenBaseline = problem.Rule{
	ID:             "SP090",
	Name:           "broken-baseline",
	Severity:       problem.Error,
	SeverityLocked: true,
}
