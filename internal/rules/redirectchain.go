package rules

import "signpost/internal/problem"

// RedirectChain reports redirects that lead to another redirect, or in a circle. Package site reports it.
var RedirectChain = problem.Rule{
	ID:             "SP017",
	Name:           "redirect-chain",
	Severity:       problem.Error,
	SeverityLocked: true,
}
