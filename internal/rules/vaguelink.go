package rules

import "signpost/internal/problem"

// VagueLink is the rule SP023.
var VagueLink = problem.Rule{ID: "SP023", Name: "vague-link", Severity: problem.Warning}
