package site

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"signpost/internal/article"
	"signpost/internal/codes"
	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/strictyaml"
)

// linter checks the rules that need the whole site.
type linter struct {
	*env
	site     *Site
	articles []*article.Article
}

// lint checks the rules that need the whole site. Every build checks links to retired codes, the checks that codes name,
// and the age of accessibility statements; Options.Lint adds the rules that only warn.
func lint(ctx context.Context, e *env, s *Site, articles []*article.Article) error {
	l := linter{e, s, articles}
	l.checkRetired(ctx)
	l.checkStatements()
	l.checkChecks()
	if e.Lint {
		l.checkTitles()
		l.checkMentions()
		l.checkReviews()
		l.checkOrphans(ctx)
	}
	return ctx.Err()
}

// checkRetired reports links to a code that is met no more, but for those in its own section.
func (l *linter) checkRetired(ctx context.Context) {
	retired := map[string]codes.Entry{}
	for _, e := range l.site.Registry.Codes {
		if e.Retired != nil {
			retired[codes.Path(e.Code)] = e
			retired[e.Path+"#"+e.Anchor] = e
		}
	}
	if len(retired) == 0 {
		return
	}
	l.eachLink(ctx, func(a *article.Article, s *article.Section, link *article.Link) {
		e, found := retired[link.Target]
		if !found || s.Code == e.Code {
			return
		}
		hint := "take the link away"
		if e.Retired.Successor != "" {
			hint = "link to " + string(e.Retired.Successor) + ", which took its place: " + codes.Path(e.Retired.Successor)
		}
		l.report(rules.RetiredCode, link.Place(a), hint, "the link leads to %s, which is retired", e.Code)
	})
}

// checkChecks holds the codes against the checks of a program that reports them, and the other way round.
func (l *linter) checkChecks() {
	if l.ChecksFile == "" {
		return
	}
	known := map[string]codes.Code{}
	for _, c := range l.Checks {
		known[c.ID] = c.Code
		e, explained := l.site.Registry.Lookup(c.Code)
		lost := func(hint, format string, args ...any) {
			l.report(rules.LostCheck, problem.Place{File: l.ChecksFile}, hint, format, args...)
		}
		switch {
		case c.Code == "":
			lost("give it one in the program, and make the list again", "the check %q reports no code", c.ID)
		case !explained:
			lost(fmt.Sprintf("explain it: a heading with {#the-id code=%s}", c.Code), "the check %q reports %s, which no article explains", c.ID, c.Code)
		case e.Retired != nil:
			lost("let it report another code, or take it out of the program", "the check %q reports %s, which is retired", c.ID, c.Code)
		}
	}
	for _, a := range l.articles {
		for _, code := range slices.Sorted(maps.Keys(a.Codes)) {
			l.checkCheck(a, code, known)
		}
	}
}

func (l *linter) checkCheck(a *article.Article, code codes.Code, known map[string]codes.Code) {
	check := a.Codes[code].Check
	reports, ok := known[check]
	if check == "" || check == codes.Manual || ok && reports == code {
		return
	}
	place := problem.Place{File: a.File, Line: a.LineOf(string(code))}
	if ok {
		l.report(rules.UnknownCheck, place, "name the check that reports the code, or write manual", "%s is said to be found by the check %q, which reports %s", code, check, reports)
		return
	}
	hint := "write the id of a check in " + l.ChecksFile + ", or manual where none finds it"
	if nearest, near := strictyaml.Nearest(check, slices.Sorted(maps.Keys(known))); near {
		hint = fmt.Sprintf("did you mean %q?", nearest)
	}
	l.report(rules.UnknownCheck, place, hint, "%s is said to be found by the check %q, which does not exist", code, check)
}

func (l *linter) eachLink(ctx context.Context, visit func(*article.Article, *article.Section, *article.Link)) {
	var reader article.Reader
	for _, a := range l.articles {
		if ctx.Err() != nil {
			return
		}
		eachLink(reader.Links(a), func(s *article.Section, link *article.Link) { visit(a, s, link) })
	}
}

// checkTitles reports articles that a reader of a list or of search results cannot tell apart.
func (l *linter) checkTitles() {
	for _, e := range l.site.Editions {
		l.checkTitlesOf(e)
	}
}

func (l *linter) checkTitlesOf(e *Site) {
	first := map[string]*article.Article{}
	for _, a := range e.Articles {
		title := strings.ToLower(strings.Join(strings.Fields(a.Title), " "))
		if title == "" {
			continue
		}
		if other := first[title]; other != nil {
			l.report(rules.DuplicateTitle, problem.Place{File: a.File, Line: a.LineOf("title")}, "say in each title what sets the article apart",
				"the title %q is that of %s, too", a.Title, l.name(other.File))
			continue
		}
		first[title] = a
	}
}

// checkMentions reports codes in the text that no article explains. Much that is no code at all looks like one: the two letters, or
// the three digits, must be those of a code of the site.
func (l *linter) checkMentions() {
	letters, digits := map[string]bool{}, map[string]bool{}
	var known []string
	for _, e := range l.site.Registry.Codes {
		letters[string(e.Code[:2])], digits[string(e.Code[3:])] = true, true
		known = append(known, string(e.Code))
	}
	for _, a := range l.articles {
		for _, m := range a.Mentions {
			if _, ok := l.site.Registry.Lookup(m.Code); ok || !letters[string(m.Code[:2])] && !digits[string(m.Code[3:])] {
				continue
			}
			l.report(rules.UnknownCode, m.Place, strictyaml.Suggest(string(m.Code), known),
				"no article explains %s", m.Code)
		}
	}
}

// checkReviews reports articles that nobody held against the facts for a year, and dates that are still to come.
func (l *linter) checkReviews() {
	now := l.Now
	if now.IsZero() {
		return
	}
	for _, a := range l.articles {
		if a.Reviewed.IsZero() || l.isStatement(a) { // which has a rule of its own
			continue
		}
		stale := func(hint, format string) {
			l.report(rules.StaleReview, problem.Place{File: a.File, Line: a.LineOf("reviewed")}, hint, format, a.Reviewed.Format(time.DateOnly))
		}
		switch {
		case a.Reviewed.AddDate(1, 0, 0).Before(now):
			stale("hold the article against the facts, then set the date anew", "the article was reviewed on %s, more than a year ago")
		case a.Reviewed.After(now):
			stale("write the day on which somebody last held the article against the facts", "the article is said to be reviewed on %s, which is still to come")
		}
	}
}

// checkOrphans reports articles that can be found in the list of their collection or by a search alone: no other article links to
// them, and no error code leads to them.
func (l *linter) checkOrphans(ctx context.Context) {
	linked := map[string]bool{}
	l.eachLink(ctx, func(a *article.Article, _ *article.Section, link *article.Link) {
		if page, _, _ := strings.Cut(link.Target, "#"); page != a.Path {
			linked[page] = true
		}
	})
	for _, e := range l.site.Registry.Codes {
		linked[e.Path] = true
	}
	for _, a := range l.articles {
		if !a.Index && !linked[a.Path] && !l.isStatement(a) {
			l.report(rules.OrphanArticle, problem.Place{File: a.File}, "link to it where a reader needs it", "no other article links to this one")
		}
	}
}

// Outward is a link to another site.
type Outward struct {
	Address string
	Place   problem.Place
}

// Outward lists the links and the sources on other sites, in the order of their pages.
func (s *Site) Outward() []Outward {
	var list []Outward
	var reader article.Reader
	for _, path := range slices.Sorted(maps.Keys(s.pages)) {
		a := s.pages[path]
		eachLink(reader.Links(a), func(_ *article.Section, l *article.Link) {
			if strings.HasPrefix(l.Target, "http://") || strings.HasPrefix(l.Target, "https://") {
				list = append(list, Outward{l.Target, l.Place(a)})
			}
		})
		for _, source := range a.Sources {
			if source.URL != "" {
				list = append(list, Outward{string(source.URL), problem.Place{File: a.File, Line: a.LineOf("sources")}})
			}
		}
	}
	return list
}
