package rules

import "signpost/internal/problem"

// ForeignSyntax is the rule SP061.
var ForeignSyntax = problem.Rule{ID: "SP061", Name: "foreign-syntax", Severity: problem.Warning}
