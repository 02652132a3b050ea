package rules

import "signpost/internal/problem"

// WithCheck returns the rules that have a check.
func WithCheck() []problem.Rule {
	var with []problem.Rule
	for _, r := range list {
		if r.Text != nil || r.Site != nil || r.Theme != nil {
			with = append(with, r.Rule)
		}
	}
	return with
}
