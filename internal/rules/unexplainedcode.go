package rules

import "signpost/internal/problem"

// UnexplainedCode is the rule SP033.
var UnexplainedCode = problem.Rule{
	ID:       "SP033",
	Name:     "unexplained-code",
	Severity: problem.Error,
	Fixed:    true,
}
