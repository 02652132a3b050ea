package rules

import "signpost/internal/problem"

// UnusedCode reports codes that nothing in the source code of a product uses. Package codescan reports it.
var UnusedCode = problem.Rule{
	ID:       "SP103",
	Name:     "unused-code",
	Severity: problem.Warning,
}
