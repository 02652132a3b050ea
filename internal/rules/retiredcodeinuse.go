package rules

import "signpost/internal/problem"

// RetiredCodeInUse reports retired codes in the source code of a product. Package codescan reports it.
var RetiredCodeInUse = problem.Rule{
	ID:       "SP101",
	Name:     "retired-code-in-use",
	Severity: problem.Error,
}
