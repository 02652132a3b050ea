package rules

import "signpost/internal/problem"

// UnexplainedCode reports codes that front matter or a translation has settings for, but no heading declares. Packages
// article and site report it.
var UnexplainedCode = problem.Rule{
	ID:             "SP033",
	Name:           "unexplained-code",
	Severity:       problem.Error,
	SeverityLocked: true,
}
