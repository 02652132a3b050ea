package rules

import "signpost/internal/problem"

// LongParagraph is the rule SP057.
var LongParagraph = problem.Rule{ID: "SP057", Name: "long-paragraph", Severity: problem.Warning}
