package rules

import "signpost/internal/problem"

// LostAddress reports published addresses that no longer exist and lead nowhere: links in emails and on other sites
// would break. Package site reports it.
var LostAddress = problem.Rule{
	ID:             "SP016",
	Name:           "lost-address",
	Severity:       problem.Error,
	SeverityLocked: true,
}
