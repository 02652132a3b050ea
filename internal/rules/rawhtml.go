package rules

import "signpost/internal/problem"

// RawHTML reports HTML in articles, which can break the page or run scripts. Package article reports it, unless
// config.yaml allows HTML.
var RawHTML = problem.Rule{
	ID:       "SP050",
	Name:     "raw-html",
	Severity: problem.Error,
}
