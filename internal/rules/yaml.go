package rules

import (
	"signpost/internal/problem"
	"signpost/internal/strictyaml"
)

// FromYAML converts the errors of a YAML file into problems.
func FromYAML(file string, errs []strictyaml.Error) []problem.Problem {
	var list []problem.Problem
	for _, e := range errs {
		place := problem.Place{
			File:   file,
			Line:   e.Line,
			Column: e.Column,
		}

		list = append(list, yamlRule(e.Kind).At(place, e.Hint, "%s", e.Text).For(e.Key))
	}

	return list
}

func yamlRule(kind strictyaml.Kind) problem.Rule {
	switch kind {
	case strictyaml.Syntax:
		return BrokenYAML
	case strictyaml.UnknownKey:
		return UnknownKey
	}

	return WrongValue
}
