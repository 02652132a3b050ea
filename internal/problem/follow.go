package problem

import "slices"

// MarkFollowing marks the problems that follow from another one: an error of a rule that causes them, in the same file
// or in the file that a broken link leads to.
func MarkFollowing(problems []Problem, known []Rule) {
	causes := map[string][]string{} // by rule
	for _, r := range known {
		causes[r.ID] = r.Causes
	}

	type effect struct{ file, rule string }
	effects := map[effect]bool{}
	for _, p := range problems {
		if p.Severity != Error || p.Known {
			continue
		}

		for _, rule := range causes[p.Rule] {
			effects[effect{p.File, rule}] = true
		}
	}

	for i := range problems {
		p := &problems[i]
		p.Follows = effects[effect{p.File, p.Rule}] && p.Target == "" || effects[effect{p.Target, p.Rule}]
	}
}

// visible returns the problems that are new and follow from no other.
func visible(problems []Problem) []Problem {
	return slices.DeleteFunc(New(problems), func(p Problem) bool { return p.Follows })
}
