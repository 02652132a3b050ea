package rules

import "signpost/internal/problem"

// LowContrast reports colours of a theme that are too similar to read. Package generate reports it, with the findings
// of package contrast.
var LowContrast = problem.Rule{
	ID:       "SP066",
	Name:     "low-contrast",
	Severity: problem.Warning,
}
