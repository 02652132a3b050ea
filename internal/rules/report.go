package rules

import "signpost/internal/problem"

// Report collects the problems that the check of one rule finds.
type Report struct {
	rule     problem.Rule
	problems []problem.Problem
}

// Add adds a problem. Its text comes from format and args, and hint says how to fix it. As in all such functions, hint
// is before the text because the arguments of the text must be last.
func (r *Report) Add(place problem.Place, hint, format string, args ...any) {
	r.problems = append(r.problems, r.rule.At(place, hint, format, args...))
}

// AddFor adds a problem with a key; see [problem.Problem].
func (r *Report) AddFor(key string, place problem.Place, hint, format string, args ...any) {
	r.problems = append(r.problems, r.rule.At(place, hint, format, args...).For(key))
}

// CheckText returns the problems that all rules find in the text of one article.
func CheckText(t *Text) []problem.Problem {
	var r Report
	for _, rule := range textRules {
		r.rule = rule.Rule
		rule.Text(t, &r)
	}

	return r.problems
}

// CheckSite returns the problems that the rules find in the whole site. Only the rules whose severity is error run,
// unless lint is set.
func CheckSite(s *Site, lint bool) []problem.Problem {
	var r Report
	for _, rule := range siteRules {
		if lint || rule.Severity == problem.Error {
			r.rule = rule.Rule
			rule.Site(s, &r)
		}
	}

	return r.problems
}

// CheckTheme returns the problems that all rules find in the site's own theme.
func CheckTheme(t *Theme) []problem.Problem {
	var r Report
	for _, rule := range themeRules {
		r.rule = rule.Rule
		rule.Theme(t, &r)
	}

	return r.problems
}

var (
	textRules  = selected(func(r Rule) bool { return r.Text != nil })
	siteRules  = selected(func(r Rule) bool { return r.Site != nil })
	themeRules = selected(func(r Rule) bool { return r.Theme != nil })
)

func selected(match func(Rule) bool) []Rule {
	var matching []Rule
	for _, r := range list {
		if match(r) {
			matching = append(matching, r)
		}
	}

	return matching
}
