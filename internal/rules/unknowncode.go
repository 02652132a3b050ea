package rules

import "signpost/internal/problem"

// UnknownCode is the rule SP070.
var UnknownCode = problem.Rule{ID: "SP070", Name: "unknown-code", Severity: problem.Warning}
