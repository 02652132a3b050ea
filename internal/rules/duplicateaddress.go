package rules

import "signpost/internal/problem"

// DuplicateAddress reports files whose articles would have the same address. Upper and lower case are the same, as on
// Windows. Package site reports it.
var DuplicateAddress = problem.Rule{
	ID:             "SP011",
	Name:           "duplicate-address",
	Severity:       problem.Error,
	SeverityLocked: true,
}
