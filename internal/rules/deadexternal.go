package rules

import "signpost/internal/problem"

// DeadExternal reports links to pages of other sites that do not exist. Only lint --external requests them;
// cmd/signpost reports the rule.
var DeadExternal = problem.Rule{
	ID:       "SP024",
	Name:     "dead-external",
	Severity: problem.Warning,
}
