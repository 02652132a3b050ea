package rules

import "signpost/internal/problem"

// UnknownLanguage reports code blocks in a language that cannot be highlighted; most are typos. Package article
// reports it.
var UnknownLanguage = problem.Rule{
	ID:       "SP058",
	Name:     "unknown-language",
	Severity: problem.Warning,
}
