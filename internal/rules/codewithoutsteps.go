package rules

import "signpost/internal/problem"

// CodeWithoutSteps is the rule SP071.
var CodeWithoutSteps = problem.Rule{ID: "SP071", Name: "code-without-steps", Severity: problem.Warning}
