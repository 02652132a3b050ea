package rules

import "signpost/internal/problem"

// SkippedLevel is the rule SP053.
var SkippedLevel = problem.Rule{ID: "SP053", Name: "skipped-level", Severity: problem.Warning}
