package site

import (
	"time"

	"signpost/internal/article"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// StatementPath is where the accessibility statement stands, when the folder of the language has an accessibility.md. Every page links
// to it.
const StatementPath = "/accessibility/"

// HasStatement reports whether there is one.
func (s *Site) HasStatement() bool { return s.pages[s.Own(StatementPath)] != nil }

func (l *linter) isStatement(a *article.Article) bool {
	return l.site.editionOf(a.Path).relative(a.Path) == StatementPath
}

// checkStatements reports an accessibility statement that nobody has reviewed for a year. It makes promises, in the UK by law, so that
// an old one fails the build.
func (l *linter) checkStatements() {
	for _, e := range l.site.Editions {
		if a := e.pages[e.Own(StatementPath)]; a != nil {
			l.checkStatement(a)
		}
	}
}

func (l *linter) checkStatement(a *article.Article) {
	place := problem.Place{File: a.File, Line: max(1, a.LineOf("reviewed"))}
	hint := "hold it against the pages as they are now, then set reviewed to the day on which you did"
	switch {
	case a.Reviewed.IsZero():
		l.report(rules.StaleStatement, place, hint, "the accessibility statement does not say when it was reviewed")
	case a.Reviewed.AddDate(1, 0, 0).Before(l.Now):
		l.report(rules.StaleStatement, place, hint, "the accessibility statement was reviewed on %s, more than a year ago", a.Reviewed.Format(time.DateOnly))
	}
}
