package rules

import (
	"strings"

	"signpost/internal/problem"
)

// DuplicateTitle reports articles in one language with the same title: readers of a list or of search results cannot
// tell them apart. Collections are not compared.
var DuplicateTitle = Rule{
	Rule: problem.Rule{
		ID:       "SP080",
		Name:     "duplicate-title",
		Severity: problem.Warning,
	},
	Site: checkTitles,
}

func checkTitles(s *Site, r *Report) {
	type key struct {
		edition string
		title   string
	}

	first := map[key]string{} // file by title

	for a := range s.Articles {
		title := strings.ToLower(strings.Join(strings.Fields(a.Title), " "))
		if title == "" || a.Index {
			continue
		}

		k := key{edition: a.Edition, title: title}
		if file, repeated := first[k]; repeated {
			r.Add(a.place("title"),
				"add to each title what sets its article apart",
				"the title %q is also the title of %s", a.Title, s.FileName(file))
			continue
		}

		first[k] = a.File
	}
}
