package rules

import "signpost/internal/problem"

// MissingAlt reports pictures without an alternative text, which people who cannot see them need. Package site reports
// it; [PoorAlt] reports texts that say nothing.
var MissingAlt = problem.Rule{
	ID:       "SP042",
	Name:     "missing-alt",
	Severity: problem.Warning,
}
