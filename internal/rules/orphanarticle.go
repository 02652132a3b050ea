package rules

import "signpost/internal/problem"

// OrphanArticle is the rule SP081.
var OrphanArticle = problem.Rule{ID: "SP081", Name: "orphan-article", Severity: problem.Off}
