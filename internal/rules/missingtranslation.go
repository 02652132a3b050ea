package rules

import "signpost/internal/problem"

// MissingTranslation reports a language in which the theme does not have all its strings. Pages show the missing ones
// in English. Package generate reports it.
var MissingTranslation = problem.Rule{
	ID:       "SP091",
	Name:     "missing-translation",
	Severity: problem.Warning,
}
