package rules

import (
	"signpost/internal/codes"
	"signpost/internal/problem"
)

// RetiredCode reports links to a retired code: its section describes an error that no longer occurs. Links within that
// section are allowed.
var RetiredCode = Rule{
	Rule: problem.Rule{
		ID:             "SP035",
		Name:           "retired-code",
		Severity:       problem.Error,
		SeverityLocked: true,
	},
	Site: checkRetired,
}

func checkRetired(s *Site, r *Report) {
	retired := map[string]codes.Entry{}
	for _, e := range s.Registry.Codes {
		if e.Retired != nil {
			retired[codes.Path(e.Code)] = e
			retired[e.Path+"#"+e.Anchor] = e
		}
	}

	if len(retired) == 0 {
		return
	}

	for link := range s.Links {
		e, found := retired[link.Target]
		if !found || link.Code == e.Code {
			continue
		}

		hint := "remove the link"
		if successor := e.Retired.Successor; successor != "" {
			hint = "link to its successor " + string(successor) + ": " + codes.Path(successor)
		}

		r.Add(link.Place,
			hint,
			"the link leads to %s, which is retired", e.Code)
	}
}
