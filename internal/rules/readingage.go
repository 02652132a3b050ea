package rules

import "signpost/internal/problem"

// ReadingAge is the rule SP060.
var ReadingAge = problem.Rule{ID: "SP060", Name: "reading-age", Severity: problem.Warning}
