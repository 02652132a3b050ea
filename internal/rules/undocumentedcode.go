package rules

import "signpost/internal/problem"

// UndocumentedCode reports codes in the source code of a product that no article explains. Package codescan reports it.
var UndocumentedCode = problem.Rule{
	ID:       "SP100",
	Name:     "undocumented-code",
	Severity: problem.Error,
}
