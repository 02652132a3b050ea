package rules

import "signpost/internal/problem"

// RedirectChain is the rule SP017.
var RedirectChain = problem.Rule{
	ID:       "SP017",
	Name:     "redirect-chain",
	Severity: problem.Error,
	Fixed:    true,
}
