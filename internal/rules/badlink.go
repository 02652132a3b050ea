package rules

import "signpost/internal/problem"

// BadLink is the rule SP022.
var BadLink = problem.Rule{
	ID:       "SP022",
	Name:     "bad-link",
	Severity: problem.Error,
}
