package rules

import "signpost/internal/problem"

// TellingEmoji is the rule SP055.
var TellingEmoji = problem.Rule{ID: "SP055", Name: "telling-emoji", Severity: problem.Warning}
