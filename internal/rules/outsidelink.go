package rules

import "signpost/internal/problem"

// OutsideLink reports links from the root of the host that lead to another part of it, which cannot be checked. If the
// base URL says that the site occupies the whole host, such links are dead. Package site reports it.
var OutsideLink = problem.Rule{
	ID:       "SP028",
	Name:     "outside-link",
	Severity: problem.Warning,
}
