package rules

import "signpost/internal/problem"

// SkippedLevel reports headings more than one level below the heading before them. Screen readers list headings by
// level, and a gap sounds like a missing section.
var SkippedLevel = Rule{
	Rule: problem.Rule{
		ID:       "SP053",
		Name:     "skipped-level",
		Severity: problem.Warning,
	},
	Text: checkLevels,
}

func checkLevels(t *Text, r *Report) {
	before := 1
	for _, s := range t.Sections {
		if s.Level > before+1 {
			place := problem.Place{File: t.File, Line: s.Line}
			r.Add(place,
				"use one # more than the heading that it belongs to",
				"the level of the heading %q skips from %d to %d", s.Title, before, s.Level)
		}

		before = s.Level
	}
}
