package rules

import "signpost/internal/problem"

// IgnoredKey reports keys of other programs in front matter that have no effect: each key once, in the first file that
// contains it.
var IgnoredKey = Rule{
	Rule: problem.Rule{
		ID:       "SP085",
		Name:     "ignored-key",
		Severity: problem.Warning,
	},
	Site: checkIgnoredKeys,
}

func checkIgnoredKeys(s *Site, r *Report) {
	type use struct {
		place problem.Place
		files int
	}

	var keys []string // in the order of their first use
	uses := map[string]*use{}
	for a := range s.Articles {
		for _, key := range a.Ignored {
			if uses[key] == nil {
				keys = append(keys, key)
				uses[key] = &use{place: a.place(key)}
			}

			uses[key].files++
		}
	}

	for _, key := range keys {
		r.AddFor(key, uses[key].place,
			`remove it; "front_matter: strict" in config.yaml makes such keys errors`,
			"the key %q has no effect; number of files with it: %d", key, uses[key].files)
	}
}
