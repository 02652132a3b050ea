package rules

import "signpost/internal/problem"

// UnusedWord reports words of a glossary that no article contains. Package site reports it.
var UnusedWord = problem.Rule{
	ID:       "SP095",
	Name:     "unused-word",
	Severity: problem.Warning,
}
