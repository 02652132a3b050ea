package rules

import "signpost/internal/problem"

// UnportableName reports names that some systems cannot store, and old addresses that some systems cannot tell from
// others. Package generate reports it.
var UnportableName = problem.Rule{
	ID:       "SP046",
	Name:     "unportable-name",
	Severity: problem.Warning,
}
