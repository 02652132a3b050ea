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
		if p.Severity != Error {
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

// withoutFollowing returns the problems that follow from no other.
func withoutFollowing(problems []Problem) []Problem {
	follows := func(p Problem) bool { return p.Follows }
	return slices.DeleteFunc(slices.Clone(problems), follows)
}
