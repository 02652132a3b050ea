package rules

import "signpost/internal/problem"

// BadFile reports files that cannot be published as they are: with names that some systems cannot store, that are not
// regular files, that browsers would run as pages, or that would replace a page of the site. Package site reports it,
// and package generate for the files that it writes itself.
var BadFile = problem.Rule{
	ID:             "SP045",
	Name:           "bad-file",
	Severity:       problem.Error,
	SeverityLocked: true,
}
