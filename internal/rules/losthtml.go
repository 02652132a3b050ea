package rules

import "signpost/internal/problem"

// LostHTML reports HTML that is on the page in another way than its writer may expect: elements that do not exist, of
// which only the content is shown, and elements without an end, which end with their section. Package article reports
// it.
var LostHTML = problem.Rule{
	ID:       "SP067",
	Name:     "lost-html",
	Severity: problem.Warning,
}
