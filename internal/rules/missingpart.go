package rules

import (
	"strings"

	"signpost/internal/problem"
)

// MissingPart reports sections that explain a code without one of the parts that such a section should have: what it
// means, who can fix it, how to check that it worked, and what to do if it did not. [CodeWithoutSteps] reports missing
// steps.
var MissingPart = Rule{
	Rule: problem.Rule{
		ID:       "SP074",
		Name:     "missing-part",
		Severity: problem.Off,
	},
	Text: checkParts,
}

func checkParts(t *Text, r *Report) {
	if !t.English() { // the words that start the parts are English
		return
	}

	t.eachCode(func(i int, offsets roleOffsets) {
		s := &t.Sections[i]
		var missing []string
		for _, role := range []role{meaning, owner, verification, fallback} {
			if inFacts := role == owner && s.Owner != ""; offsets[role] < 0 && !inFacts {
				missing = append(missing, role.String())
			}
		}

		if missing == nil {
			return
		}

		place := problem.Place{File: t.File, Line: s.Line}
		hint := "start paragraphs with **Who can fix it:**, **Check that it worked:** and **If it did not work:**"
		r.Add(place,
			hint,
			"the section for %s does not say: %s", s.Code, strings.Join(missing, ", "))
	})
}
