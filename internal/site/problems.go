package site

import (
	"signpost/internal/problem"
)

// problemList collects the problems that one goroutine finds.
type problemList struct {
	list []problem.Problem
}

// report adds a problem.
func (l *problemList) report(rule problem.Rule, place problem.Place, hint, format string, args ...any) {
	l.add(rule.At(place, hint, format, args...))
}

// add adds problems that a function returned.
func (l *problemList) add(found ...problem.Problem) {
	l.list = append(l.list, found...)
}
