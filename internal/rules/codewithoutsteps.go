package rules

import (
	"bytes"
	"slices"

	"signpost/internal/problem"
)

// CodeWithoutSteps reports sections that explain a code without a numbered list: a reader with an error wants to know
// what to do. A list in a callout, a fold or a section below counts.
var CodeWithoutSteps = Rule{
	Rule: problem.Rule{
		ID:       "SP071",
		Name:     "code-without-steps",
		Severity: problem.Warning,
	},
	Text: checkSteps,
}

func checkSteps(t *Text, r *Report) {
	hasList := func(s Section) bool { return bytes.Contains(s.HTML, []byte("<ol")) }

	t.eachCode(func(i int, offsets roleOffsets) {
		if offsets[steps] >= 0 || slices.ContainsFunc(t.Tree(i), hasList) {
			return
		}

		s := &t.Sections[i]
		place := problem.Place{File: t.File, Line: s.Line}
		r.Add(place,
			"write what to do as a numbered list: 1. ...",
			"the section for %s has no steps", s.Code)
	})
}
