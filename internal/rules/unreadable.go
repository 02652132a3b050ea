package rules

import "signpost/internal/problem"

// Unreadable reports files that cannot be read, and files named as articles of other programs, such as .mdx. Packages
// article and site report it.
var Unreadable = problem.Rule{
	ID:             "SP001",
	Name:           "unreadable",
	Severity:       problem.Error,
	SeverityLocked: true,
	Causes:         []string{DeadPage.ID, DeadAnchor.ID},
}
