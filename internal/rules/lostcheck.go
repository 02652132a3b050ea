package rules

import (
	"fmt"

	"signpost/internal/codes"
	"signpost/internal/problem"
)

// CheckWithoutHelp reports checks, in the list that config.yaml names, whose code leads to no help: it is missing,
// retired, or explained by no article.
var CheckWithoutHelp = Rule{
	Rule: problem.Rule{
		ID:             "SP037",
		Name:           "lost-check",
		Severity:       problem.Error,
		SeverityLocked: true,
	},
	Site: checkHelp,
}

func checkHelp(s *Site, r *Report) {
	if s.ChecksFile == "" {
		return
	}

	for _, c := range s.Checks {
		checkHelpFor(s, c, r)
	}
}

func checkHelpFor(s *Site, c codes.Check, r *Report) {
	place := problem.Place{File: s.ChecksFile}
	e, explained := s.Registry.Lookup(c.Code)
	switch {
	case c.Code == "":
		r.Add(place,
			"add a code in the program, then generate the list again",
			"the check %q reports no code", c.ID)
	case !explained:
		r.Add(place, fmt.Sprintf("add a heading with {#the-id code=%s}", c.Code),
			"the check %q reports %s, which no article explains", c.ID, c.Code)
	case e.Retired != nil:
		r.Add(place,
			"report another code, or remove the check from the program",
			"the check %q reports %s, which is retired", c.ID, c.Code)
	}
}
