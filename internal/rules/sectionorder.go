package rules

import (
	"fmt"

	"signpost/internal/problem"
)

// SectionOrder reports the first part of a section that explains a code that is out of order. Readers learn where to
// look: what it means, who can fix it, the steps, how to check that it worked, what to do if it did not.
var SectionOrder = Rule{
	Rule: problem.Rule{
		ID:       "SP073",
		Name:     "section-order",
		Severity: problem.Warning,
	},
	Text: checkSectionOrder,
}

func checkSectionOrder(t *Text, r *Report) {
	if !t.English() { // the words that start the parts are English
		return
	}

	t.eachCode(func(i int, offsets roleOffsets) {
		last := meaning
		for role := owner; role < roleCount; role++ {
			if offsets[role] < 0 {
				continue
			}

			if offsets[role] < offsets[last] {
				r.Add(t.Place(offsets[role], 0), fmt.Sprintf("move it after %s", last),
					"in the section for %s, %s comes before %s", t.Sections[i].Code, role, last)
				return
			}

			last = role
		}
	})
}
