package rules

import "signpost/internal/problem"

// EmptyFile reports articles without text: readers would find an empty page. Package article reports it.
var EmptyFile = problem.Rule{
	ID:       "SP007",
	Name:     "empty-file",
	Severity: problem.Warning,
}
