package rules

import "signpost/internal/problem"

// NotUTF8 reports articles in another encoding than UTF-8, which would show wrong letters. Package article reports it.
var NotUTF8 = problem.Rule{
	ID:             "SP002",
	Name:           "not-utf8",
	Severity:       problem.Error,
	SeverityLocked: true,
	Causes:         []string{DeadPage.ID, DeadAnchor.ID},
}
