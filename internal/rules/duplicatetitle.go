package rules

import "signpost/internal/problem"

// DuplicateTitle is the rule SP080.
var DuplicateTitle = problem.Rule{ID: "SP080", Name: "duplicate-title", Severity: problem.Warning}
