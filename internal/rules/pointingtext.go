package rules

import "signpost/internal/problem"

// PointingText is the rule SP054.
var PointingText = problem.Rule{ID: "SP054", Name: "pointing-text", Severity: problem.Warning}
