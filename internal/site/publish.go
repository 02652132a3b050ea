package site

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"signpost/internal/article"
	"signpost/internal/codes"
	"signpost/internal/lock"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// Moved is a page that was published and is no more.
type Moved struct {
	Path    string    // where it stood
	To      string    // where it leads now, from the site's root; empty for one that was retired
	Reason  string    // why it was retired
	Expired time.Time // the first day on which it was no more; zero for one that did not expire
	Signs   []Sign    // for the headings that were published on it

	alias bool // of front matter, rather than of the lock
}

// Sign stands where a heading was, and says where it went. With neither To nor Reason nothing is known of it.
type Sign struct {
	ID      string
	To      string
	Reason  string
	Expired time.Time
}

// Target is what stands at an address.
type Target struct {
	Article *article.Article
	Section int // index in the article's sections; 0 for the page itself
}

// Find tells what stands at an address of the site: an article, or a section of one.
func (s *Site) Find(address string) (Target, bool) {
	path, fragment, _ := strings.Cut(address, "#")
	a := s.pages[path]
	if a == nil {
		return Target{}, false
	}
	i := a.SectionOf(fragment)
	return Target{a, max(i, 0)}, i >= 0
}

// Leads reports whether an article, a section of one or a collection stands at an address of the site.
func (s *Site) Leads(address string) bool {
	_, found := s.Find(address)
	return found || s.folders[address] != nil
}

// Addresses lists every address that a site publishes, as anchors.lock records them.
func (s *Site) Addresses() []lock.Entry {
	var list []lock.Entry
	var reader article.Reader
	for path := range s.folders {
		list = append(list, lock.Entry{Address: path})
	}
	for path, a := range s.pages {
		if !a.Index {
			list = append(list, lock.Entry{Address: path})
		}
		for _, section := range reader.Outline(a) {
			if section.ID != "" {
				list = append(list, lock.Entry{Address: path + "#" + section.ID, Code: section.Code})
			}
			for _, id := range section.Aliases {
				list = append(list, lock.Entry{Address: path + "#" + id})
			}
		}
	}
	for _, m := range s.Moved {
		if m.alias {
			list = append(list, lock.Entry{Address: m.Path})
		}
	}
	slices.SortFunc(list, func(a, b lock.Entry) int { return cmp.Compare(a.Address, b.Address) })
	return list
}

// published holds the site against what was published, and makes good what moved: an old id goes onto the heading that has its
// place, a sign or a page says where the rest went.
func (l *loader) published(ctx context.Context) error {
	l.moved = map[string]*Moved{}
	for _, m := range l.expiredPages {
		l.moved[m.Path] = m
	}
	l.site.Signs = map[string][]Sign{}
	l.takeAliases()
	if l.options.Lock != nil {
		for _, e := range l.options.Lock.Entries {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			l.hold(e)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(l.moved)) {
		l.site.Moved = append(l.site.Moved, l.moved[path])
	}
	return nil
}

// takeAliases makes a page of each alias in front matter, leading to its article.
func (l *loader) takeAliases() {
	for _, a := range l.articles {
		for _, alias := range a.Aliases {
			bad := func(hint, format string, args ...any) {
				l.report(rules.BadAlias, problem.Place{File: a.File, Line: a.LineOf("aliases")}, hint, format, args...)
			}
			switch first := l.moved[alias]; {
			case strings.Contains(alias, "#"):
				bad("no server ever sees a fragment: put aliases=\"...\" on the heading instead", "the alias %q has a fragment", alias)
			case !lock.Valid(alias):
				bad("write it as /old/path/", "the alias %q is not the address of a page", alias)
			case l.stands(alias):
				bad("take the alias away: the address is taken", "a page stands at the alias %s", alias)
			case first != nil:
				bad("keep it in one of the two", "the alias %s leads to %s already", alias, first.To)
			default:
				l.moved[alias] = &Moved{Path: alias, To: a.Path, alias: true}
			}
		}
	}
}

// stands reports whether an address is that of a page or a heading now.
func (l *loader) stands(address string) bool {
	path, fragment, has := strings.Cut(address, "#")
	if !has {
		return l.byPath[path] != nil || l.generated(path)
	}
	_, ok := l.site.Find(path + "#" + fragment)
	return ok
}

// hold holds one published address against the site.
func (l *loader) hold(e lock.Entry) {
	place := problem.Place{File: l.options.LockFile, Line: e.Line}
	l.holdCode(e, place)
	switch {
	case l.stands(e.Address):
		if !e.Live() {
			l.report(rules.DeadRedirect, place, "to publish it anew, run: signpost lock", "%s is said to have gone, and stands there", e.Address)
		}
	case e.To != "":
		l.follow(e, place)
	case e.Reason != "":
		l.sign(e.Address, Sign{Reason: e.Reason})
	case l.hasExpired(e.Address):
	default:
		l.lost(e, place)
	}
}

// hasExpired reports whether an address is on a page that its own front matter took away: the page that says so holds its headings.
func (l *loader) hasExpired(address string) bool {
	path, _, _ := strings.Cut(address, "#")
	m := l.moved[path]
	return m != nil && !m.Expired.IsZero()
}

// holdCode reports a code that was published and is gone, unless its section was retired: then its short link says why.
func (l *loader) holdCode(e lock.Entry, place problem.Place) {
	if e.Code == "" {
		return
	}
	if _, ok := l.site.Registry.Lookup(e.Code); ok {
		return
	}
	if e.Reason == "" {
		l.report(rules.LostCode, place, fmt.Sprintf("explain it again: a heading with {#the-id code=%s}; to retire it, name a successor in front matter, or run: signpost lock retire %s --reason TEXT", e.Code, e.Address),
			"the code %s was published, and no article explains it any more", e.Code)
		return
	}
	path := codes.Path(e.Code)
	l.moved[path] = &Moved{Path: path, Reason: e.Reason}
}

// follow makes an address that moved lead to where it went.
func (l *loader) follow(e lock.Entry, place problem.Place) {
	if !l.stands(e.To) {
		l.deadRedirect(e, place)
		return
	}
	from, fragment, _ := strings.Cut(e.Address, "#")
	to, _, _ := strings.Cut(e.To, "#")
	if target, ok := l.site.Find(e.To); ok && from == to && fragment != "" && target.Section > 0 {
		target.Article.AddAlias(target.Section, fragment)
		l.altered[target.Article] = true
		return
	}
	l.sign(e.Address, Sign{To: e.To})
}

// deadRedirect tells a target that moved on from one that is gone, and a chain from a loop.
func (l *loader) deadRedirect(e lock.Entry, place problem.Place) {
	next, known := l.options.Lock.Lookup(e.To)
	seen := map[string]bool{e.Address: true}
	for known && next.To != "" && !seen[next.Address] {
		seen[next.Address] = true
		next, known = l.options.Lock.Lookup(next.To)
	}
	switch {
	case known && seen[next.Address]:
		l.report(rules.RedirectChain, place, fmt.Sprintf("run: signpost lock move %s NEW", e.Address), "%s leads in a circle", e.Address)
	case known && len(seen) > 1 && l.stands(next.Address):
		l.report(rules.RedirectChain, place, fmt.Sprintf("run: signpost lock move %s %s", e.Address, next.Address), "%s leads to %s, which leads on", e.Address, e.To)
	default:
		l.report(rules.DeadRedirect, place, fmt.Sprintf("run: signpost lock move %s %s, or signpost lock retire %s --reason TEXT",
			e.Address, l.whereTo(lock.Entry{Address: e.To, Code: e.Code}), e.Address),
			"%s leads to %s, where nothing stands", e.Address, e.To)
	}
}

// sign leaves word at an address where nothing stands any more: on its page, where there still is one, or on a page of its own.
func (l *loader) sign(address string, s Sign) {
	path, fragment, has := strings.Cut(address, "#")
	s.ID = fragment
	if has && l.stands(path) {
		l.site.Signs[path] = append(l.site.Signs[path], s)
		return
	}
	m := l.moved[path]
	if m == nil {
		m = &Moved{Path: path}
		l.moved[path] = m
	}
	if has {
		m.Signs = append(m.Signs, s)
	} else {
		m.To, m.Reason = s.To, s.Reason
	}
}

// lost reports a published address at which nothing stands. One on a page that an alias leads to is made good where the new page
// has a heading of the same id.
func (l *loader) lost(e lock.Entry, place problem.Place) {
	path, fragment, has := strings.Cut(e.Address, "#")
	m := l.moved[path]
	if m != nil && m.alias && (!has || l.stands(m.To+"#"+fragment)) {
		if has {
			m.Signs = append(m.Signs, Sign{ID: fragment, To: m.To + "#" + fragment})
		}
		return
	}
	if has && l.goesWithPage(e) {
		return
	}
	hint := fmt.Sprintf("if it moved, run: signpost lock move %s %s", e.Address, l.whereTo(e))
	if has && l.stands(path) {
		hint += fmt.Sprintf("; if its heading was only reworded, give the heading {#%s}", fragment)
	}
	l.report(rules.LostAddress, place, hint+fmt.Sprintf("; if it is gone, run: signpost lock retire %s --reason TEXT", e.Address),
		"the published address %s leads nowhere any more%s", e.Address, l.withHeadings(e.Address))
}

// goesWithPage reports whether a lost heading is mended with its page, which is lost too: what moves or retires the page takes it along.
func (l *loader) goesWithPage(e lock.Entry) bool {
	path, fragment, _ := strings.Cut(e.Address, "#")
	page, ok := l.options.Lock.Lookup(path)
	if !ok || !page.Live() || l.stands(path) || l.moved[path] != nil && l.moved[path].alias {
		return false
	}
	to, own := l.whereTo(page), l.whereTo(e)
	return own == to+"#"+fragment || own == unknown && to == unknown
}

// withHeadings says how many headings of a lost page go with it.
func (l *loader) withHeadings(path string) string {
	n := 0
	for _, e := range l.options.Lock.Below(path) {
		if e.Live() && l.goesWithPage(e) {
			n++
		}
	}
	switch n {
	case 0:
		return ""
	case 1:
		return ", nor does its heading"
	}
	return fmt.Sprintf(", nor do its %d headings", n)
}

// unknown stands in a hint for an address that only the writer knows.
const unknown = "NEW"

// whereTo guesses where an address went: to its code, to a heading of the same id on another page, to a page of the same name, or to
// the one that has its headings.
func (l *loader) whereTo(e lock.Entry) string {
	if to, ok := l.site.editionOf(e.Address).Explains(e.Code); ok {
		return to.Article.Path + "#" + to.Article.Sections[to.Section].ID
	}
	path, fragment, has := strings.Cut(e.Address, "#")
	if has {
		return cmp.Or(l.sameFragment(path, fragment), unknown)
	}
	if l.withName == nil {
		l.withName, l.renamed = map[string]string{}, map[string]string{}
		for _, s := range l.site.Editions {
			for _, a := range s.Articles {
				l.withName[s.Home.Path+lastPart(a.Path)] = a.Path
			}
		}
	}
	if to, ok := l.withName[l.site.editionOf(path).Home.Path+lastPart(path)]; ok {
		return to
	}
	to, known := l.renamed[path]
	if !known {
		to = cmp.Or(l.sameHeadings(path), unknown)
		l.renamed[path] = to
	}
	return to
}

// sameHeadings finds the one page to which all headings of a lost page went whose place is known: its file has another name now.
func (l *loader) sameHeadings(path string) string {
	var found string
	for _, e := range l.options.Lock.Entries {
		if strings.HasPrefix(e.To, path+"#") {
			e = lock.Entry{Address: e.To, Code: e.Code} // it moved before
		} else if !strings.HasPrefix(e.Address, path+"#") {
			continue
		}
		to, _, _ := strings.Cut(cmp.Or(e.To, l.whereTo(e)), "#")
		if !l.stands(to) {
			continue
		}
		if found != "" && found != to {
			return "" // it was split
		}
		found = to
	}
	return found
}

// lastPart is the name of a page: "add" of "/cards/add/".
func lastPart(path string) string {
	path = strings.TrimSuffix(path, "/")
	return path[strings.LastIndexByte(path, '/')+1:]
}

// sameFragment finds the one page that has a heading of this id, itself first among those that moved.
func (l *loader) sameFragment(path, fragment string) string {
	if m := l.moved[path]; m != nil && m.To != "" && l.stands(m.To+"#"+fragment) {
		return m.To + "#" + fragment
	}
	if l.withFragment == nil {
		l.withFragment = map[string][]string{}
		var reader article.Reader
		for _, a := range l.articles {
			if a.Index {
				continue
			}
			edition := l.site.editionOf(a.Path).Home.Path
			for _, s := range reader.Outline(a) {
				l.withFragment[edition+"#"+s.ID] = append(l.withFragment[edition+"#"+s.ID], a.Path)
			}
		}
	}
	if pages := l.withFragment[l.site.editionOf(path).Home.Path+"#"+fragment]; len(pages) == 1 {
		return pages[0] + "#" + fragment
	}
	return "" // several pages have it: no telling which
}
