package rules

import "signpost/internal/problem"

// LongSentence is the rule SP056.
var LongSentence = problem.Rule{ID: "SP056", Name: "long-sentence", Severity: problem.Warning}
