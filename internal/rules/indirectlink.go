package rules

import "signpost/internal/problem"

// IndirectLink reports links that lead to a page although they do not name its file or heading: they have the form of
// another program, an earlier address, or the full URL of this site. Package site reports it.
var IndirectLink = problem.Rule{
	ID:       "SP025",
	Name:     "indirect-link",
	Severity: problem.Warning,
}
