package rules

import "signpost/internal/problem"

// Placeholder reports notes such as "[to do: who runs this help centre]" that "signpost new" leaves for the writer.
// Package article reports it.
var Placeholder = problem.Rule{
	ID:       "SP083",
	Name:     "placeholder",
	Severity: problem.Error,
}
