package rules

import "signpost/internal/problem"

// ReservedAddress is the rule SP014.
var ReservedAddress = problem.Rule{
	ID:       "SP014",
	Name:     "reserved-address",
	Severity: problem.Error,
	Fixed:    true,
}
