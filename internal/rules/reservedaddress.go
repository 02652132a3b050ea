package rules

import "signpost/internal/problem"

// ReservedAddress reports articles at an address of the generator's own pages, such as /search/. Package site reports
// it.
var ReservedAddress = problem.Rule{
	ID:             "SP014",
	Name:           "reserved-address",
	Severity:       problem.Error,
	SeverityLocked: true,
}
