package rules

import "signpost/internal/problem"

// SectionOrder is the rule SP073.
var SectionOrder = problem.Rule{ID: "SP073", Name: "section-order", Severity: problem.Warning}
