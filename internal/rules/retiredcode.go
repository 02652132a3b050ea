package rules

import "signpost/internal/problem"

// RetiredCode is the rule SP035.
var RetiredCode = problem.Rule{ID: "SP035", Name: "retired-code", Severity: problem.Error}
