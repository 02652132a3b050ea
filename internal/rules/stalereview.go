package rules

import "signpost/internal/problem"

// StaleReview is the rule SP082.
var StaleReview = problem.Rule{ID: "SP082", Name: "stale-review", Severity: problem.Warning}
