package rules

import "signpost/internal/problem"

// WrongValue reports values that a key cannot have. All packages that read settings, front matter or themes report it.
var WrongValue = problem.Rule{
	ID:             "SP005",
	Name:           "wrong-value",
	Severity:       problem.Error,
	SeverityLocked: true,
	Tolerable:      true,
}
