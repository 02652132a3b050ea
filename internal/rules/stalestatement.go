package rules

import "signpost/internal/problem"

// StaleStatement is the rule SP084.
var StaleStatement = problem.Rule{ID: "SP084", Name: "stale-statement", Severity: problem.Error}
