package rules

import "signpost/internal/problem"

// BrokenLock reports lines of anchors.lock that cannot be parsed. Package lock reports it.
var BrokenLock = problem.Rule{
	ID:             "SP015",
	Name:           "broken-lock",
	Severity:       problem.Error,
	SeverityLocked: true,
}
