package rules

import "signpost/internal/problem"

// DuplicateCode reports codes that two sections explain: each code has one address. Package site reports it.
var DuplicateCode = problem.Rule{
	ID:             "SP031",
	Name:           "duplicate-code",
	Severity:       problem.Error,
	SeverityLocked: true,
}
