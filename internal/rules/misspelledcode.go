package rules

import "signpost/internal/problem"

// MisspelledCode reports codes in the source code of a product that differ from those of the site in case or
// punctuation. Package codescan reports it.
var MisspelledCode = problem.Rule{
	ID:       "SP102",
	Name:     "misspelled-code",
	Severity: problem.Warning,
}
