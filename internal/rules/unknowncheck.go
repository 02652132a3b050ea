package rules

import "signpost/internal/problem"

// UnknownCheck is the rule SP036.
var UnknownCheck = problem.Rule{ID: "SP036", Name: "unknown-check", Severity: problem.Error}
