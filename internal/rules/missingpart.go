package rules

import "signpost/internal/problem"

// MissingPart is the rule SP074.
var MissingPart = problem.Rule{ID: "SP074", Name: "missing-part", Severity: problem.Off}
