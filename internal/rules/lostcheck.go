package rules

import "signpost/internal/problem"

// LostCheck is the rule SP037.
var LostCheck = problem.Rule{ID: "SP037", Name: "lost-check", Severity: problem.Error}
