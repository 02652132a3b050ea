package rules

import "signpost/internal/problem"

// UnknownKey reports keys that do not exist, in front matter, settings and theme strings; most are typos. Packages
// article, config and themes report it.
var UnknownKey = problem.Rule{
	ID:             "SP004",
	Name:           "unknown-key",
	Severity:       problem.Error,
	SeverityLocked: true,
	Tolerable:      true,
}
