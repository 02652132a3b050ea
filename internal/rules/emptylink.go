package rules

import "signpost/internal/problem"

// EmptyLink reports links without an address, and those to "#": they lead to the page on which they are.
var EmptyLink = Rule{
	Rule: problem.Rule{
		ID:       "SP027",
		Name:     "empty-link",
		Severity: problem.Warning,
	},
	Text: checkEmptyLinks,
}

func checkEmptyLinks(t *Text, r *Report) {
	for _, l := range t.Links {
		if l.Empty {
			r.Add(t.Place(l.Offset, l.End),
				"write the file or the address between the round brackets",
				"the link %q leads nowhere", problem.Shorten(l.Text, 60))
		}
	}
}
