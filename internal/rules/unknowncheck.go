package rules

import (
	"fmt"
	"maps"
	"slices"

	"signpost/internal/codes"
	"signpost/internal/problem"
	"signpost/internal/strictyaml"
)

// UnknownCheck reports codes whose front matter names a check that does not exist, or that reports another code.
var UnknownCheck = Rule{
	Rule: problem.Rule{
		ID:             "SP036",
		Name:           "unknown-check",
		Severity:       problem.Error,
		SeverityLocked: true,
	},
	Site: checkUnknownChecks,
}

func checkUnknownChecks(s *Site, r *Report) {
	if s.ChecksFile == "" {
		return
	}

	reported := map[string]codes.Code{}
	for _, c := range s.Checks {
		reported[c.ID] = c.Code
	}

	for a := range s.Articles {
		for _, code := range slices.Sorted(maps.Keys(a.Checks)) {
			checkUnknownCheck(s, a, code, reported, r)
		}
	}
}

// checkUnknownCheck compares the check of a code with the codes that the checks report.
func checkUnknownCheck(s *Site, a *Article, code codes.Code, reported map[string]codes.Code, r *Report) {
	check := a.Checks[code]
	if check == "" || check == codes.Manual {
		return
	}

	other, exists := reported[check]
	if exists && other == code {
		return
	}

	if exists {
		r.Add(a.place("codes", string(code)),
			"name the check that reports the code, or write manual",
			"the check %q of %s reports %s", check, code, other)
		return
	}

	hint := "write the ID of a check in " + s.ChecksFile + ", or manual if no check finds the error"
	if nearest, ok := strictyaml.Nearest(check, slices.Sorted(maps.Keys(reported))); ok {
		hint = fmt.Sprintf("did you mean %q?", nearest)
	}

	r.Add(a.place("codes", string(code)),
		hint,
		"the check %q of %s does not exist", check, code)
}
