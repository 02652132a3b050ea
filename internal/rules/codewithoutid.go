package rules

import "signpost/internal/problem"

// CodeWithoutID reports headings with a code but without an ID: the address would change with the words of the
// heading. Package article reports it.
var CodeWithoutID = problem.Rule{
	ID:             "SP032",
	Name:           "code-without-id",
	Severity:       problem.Error,
	SeverityLocked: true,
}
