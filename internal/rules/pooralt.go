package rules

import "signpost/internal/problem"

// PoorAlt is the rule SP044.
var PoorAlt = problem.Rule{ID: "SP044", Name: "poor-alt", Severity: problem.Warning}
