package site

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"signpost/internal/codes"
	"signpost/internal/library"
	"signpost/internal/lock"
	"signpost/internal/picture"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// formerAddresses are the addresses from the lock and from aliases that are no longer in use.
type formerAddresses struct {
	// pages are sorted by path.
	pages []*FormerPage

	// headings are former headings of pages that still exist, by the path of the page.
	headings map[string][]FormerHeading

	// changed are the articles that got an earlier heading ID.
	changed articleSet

	// ids are the addresses of those earlier IDs.
	ids map[string]bool

	// files are the published files that still exist. They stay published if no article links to them any longer.
	files []string

	// lost are the published addresses and the targets of redirects that no longer exist.
	lost []string
}

// compareLock compares the site with the addresses that were published. An address that moved within its page
// becomes a second ID of the new heading; for other addresses, a page or a notice says where the content is now. It
// reports addresses that are lost.
func compareLock(
	ctx context.Context, f *finder, problems *problemList, expired []*FormerPage, articles []*library.Article,
) (formerAddresses, error) {
	c := lockComparison{
		in:       f.in,
		site:     f.site,
		finder:   f,
		problems: problems,
		articles: articles,
		pages:    map[string]*FormerPage{},
		headings: map[string][]FormerHeading{},
		aliases:  map[*library.Article][]library.Alias{},
		ids:      map[string]bool{},

		aliasLines: map[*library.Article]int{},
	}

	for _, m := range expired {
		c.pages[m.Path] = m
	}

	c.addAliases()

	if f.in.source.Lock != nil {
		for _, entry := range f.in.source.Lock.Entries {
			if ctx.Err() != nil {
				return formerAddresses{}, ctx.Err()
			}
			c.compare(entry)
		}
	}

	groupQueries(c.pages, f.exists)

	changed := articleSet{}
	for a, aliases := range c.aliases {
		a.AddAliases(aliases)
		changed[a] = true
	}

	return formerAddresses{c.sortedPages(), c.headings, changed, c.ids, c.files, c.lost}, nil
}

// lockComparison compares the entries of the lock with the site.
type lockComparison struct {
	in       *input
	site     *Site
	finder   *finder
	problems *problemList
	articles []*library.Article

	pages    map[string]*FormerPage // by path
	headings map[string][]FormerHeading
	aliases  map[*library.Article][]library.Alias // earlier IDs of headings
	ids      map[string]bool                      // addresses of IDs that headings get from the lock
	files    []string
	current  []string // addresses of pages, sorted; made when they are first needed

	aliasLines map[*library.Article]int

	ends map[string]string // of chains of redirects, by address
	lost []string
}

func (c *lockComparison) sortedPages() []*FormerPage {
	var list []*FormerPage
	for _, path := range slices.Sorted(maps.Keys(c.pages)) {
		list = append(list, c.pages[path])
	}

	return list
}

// lineOfAliases returns the line of the key that contains the aliases, which other programs name differently.
func (c *lockComparison) lineOfAliases(a *library.Article) int {
	line, ok := c.aliasLines[a]
	if !ok {
		line = findAliases(a)
		c.aliasLines[a] = line
	}

	return line
}

func findAliases(a *library.Article) int {
	lines := a.Lines()
	for _, key := range []string{"aliases", "alias", "redirect_from", "redirects", "permalink", "url"} {
		if line := lines(key); line > 0 {
			return line
		}
	}

	return 0
}

// compare compares one published address with the site.
func (c *lockComparison) compare(e lock.Entry) {
	place := problem.Place{File: c.in.source.LockFile, Line: e.Line}
	c.compareCode(e, place)

	switch {
	case c.finder.exists(e.Address):
		if !e.Live() && !c.leadsToTop(e) && c.finder.others.isPublic(e.Address) {
			c.problems.report(rules.DeadRedirect, place,
				"to publish it again, run: signpost lock",
				"%s is recorded as gone, but exists", e.Address)
		}

		c.keepFile(e.Address)

	case e.To != "":
		c.redirect(e, place)
	case e.Reason != "":
		c.addFormer(e, FormerHeading{Reason: e.Reason})
	case c.isOnExpiredPage(e.Address):
	default:
		c.reportLost(e, place)
	}
}

// leadsToTop reports whether an address that leads to its own page is that of the heading that is its title.
func (c *lockComparison) leadsToTop(e lock.Entry) bool {
	path, _, _ := strings.Cut(e.Address, "#")
	target, ok := c.site.Find(e.Address)

	return ok && target.Section == 0 && e.To == path
}

// isOnExpiredPage reports whether an address is on a page that has expired.
func (c *lockComparison) isOnExpiredPage(address string) bool {
	path, _, _ := strings.Cut(address, "#")
	m := c.pages[path]

	return m != nil && !m.Expired.IsZero()
}

// compareCode reports a published code that is no longer explained. If its section was retired, the short link says
// why.
func (c *lockComparison) compareCode(e lock.Entry, place problem.Place) {
	if e.Code == "" {
		return
	}

	current, found := c.site.Registry.Find(string(e.Code))
	if found && codes.Path(current.Code) == codes.Path(e.Code) {
		return
	}

	if found {
		c.problems.report(rules.LostCode, place,
			fmt.Sprintf("write %s again: its short link is %s", e.Code, codes.Path(e.Code)),
			"the published code %s is now spelled %s", e.Code, current.Code)

		return
	}

	if e.Reason == "" {
		hint := fmt.Sprintf("explain it again: a heading with {#the-id code=%s}; if the error no longer occurs, "+
			"retire the code in the front matter: codes: {%s: {retired: {}}}", e.Code, e.Code)
		if isHidden := c.finder.others.lostHint(e.Address); isHidden != fixHint {
			hint = isHidden
		} else if !c.finder.exists(cmp.Or(e.To, e.Address)) {
			hint = fmt.Sprintf("explain it again: a heading with {#the-id code=%s}; if the error no longer occurs, "+
				"run: signpost lock retire '%s' --reason TEXT", e.Code, e.Address)
		}

		c.problems.report(rules.LostCode, place, hint, "the published code %s is no longer explained", e.Code)

		return
	}

	path := codes.Path(e.Code)
	c.pages[path] = &FormerPage{Path: path, Reason: e.Reason, LockLine: e.Line}
}

// redirect makes an address that moved lead to its current one.
func (c *lockComparison) redirect(e lock.Entry, place problem.Place) {
	if !c.finder.exists(e.To) {
		c.reportDeadRedirect(e, place)
		return
	}

	c.keepFile(e.To)
	from, fragment, _ := strings.Cut(e.Address, "#")
	to, _, _ := strings.Cut(e.To, "#")
	target, ok := c.site.Find(e.To)
	if ok && from == to && fragment != "" {
		if !strings.HasPrefix(fragment, "sp:") { // the theme may have an element with this ID
			alias := library.Alias{Section: target.Section, ID: fragment}
			c.aliases[target.Article] = append(c.aliases[target.Article], alias)
		}

		c.ids[e.Address] = true

		return
	}

	c.addFormer(e, FormerHeading{To: e.To})
}

// keepFile keeps a file published that was published before or that replaces one.
func (c *lockComparison) keepFile(address string) {
	if file, ok := c.finder.fileAt(address); ok && !picture.IsPictureName(file) {
		c.files = append(c.files, file)
	}
}

// reportDeadRedirect reports a redirect whose target is gone, has moved again, or redirects back.
func (c *lockComparison) reportDeadRedirect(e lock.Entry, place problem.Place) {
	end := c.endOf(e.To)
	switch {
	case end == "":
		hint := fmt.Sprintf("run: signpost lock move %s NEW", e.Address)
		c.problems.report(rules.RedirectChain, place, hint, "%s redirects in a circle", e.Address)

	case end != e.To && c.finder.exists(end):
		c.problems.report(rules.RedirectChain, place, "run: signpost lock fix",
			"%s redirects to %s, which redirects again", e.Address, e.To)

	default:
		c.lost = append(c.lost, end)
		c.problems.report(rules.DeadRedirect, place, fixHint,
			"%s redirects to %s, which does not exist", e.Address, e.To)
	}
}

// endOf returns where a chain of redirects ends, or an empty string if it is a circle. It remembers the end of each
// address, so that long chains take no longer than short ones.
func (c *lockComparison) endOf(address string) string {
	if c.ends == nil {
		c.ends = map[string]string{}
	}

	var passed []string
	end, known := c.ends[address]
	for !known {
		e, locked := c.in.source.Lock.Lookup(address)
		if !locked || e.To == "" {
			end = address
			break
		}

		c.ends[address] = "" // if the chain comes back here, it is a circle
		passed = append(passed, address)
		address = e.To
		end, known = c.ends[address]
	}

	for _, address := range passed {
		c.ends[address] = end
	}

	return end
}

// addFormer records where an address went: on its page if that exists, or on a page of its own.
func (c *lockComparison) addFormer(e lock.Entry, h FormerHeading) {
	path, fragment, isHeading := strings.Cut(e.Address, "#")
	h.ID = fragment
	if isHeading && c.finder.exists(path) {
		c.headings[path] = append(c.headings[path], h)
		return
	}

	m := c.pages[path]
	if m == nil {
		m = newFormerPage(path, e.Line)
		c.pages[path] = m
	}

	if isHeading {
		m.Headings = append(m.Headings, h)
	} else {
		m.To, m.Reason = h.To, h.Reason
	}
}

// fixHint names the command for addresses that lead nowhere.
const fixHint = "run: signpost lock fix, which finds where its content is now and asks about the rest"

// reportLost reports a published address that no longer exists. A heading on the page of an alias is not lost if the
// new page has a heading with the same ID.
func (c *lockComparison) reportLost(e lock.Entry, place problem.Place) {
	path, fragment, isHeading := strings.Cut(e.Address, "#")
	m := c.pages[path]
	isAlias := m != nil && m.Alias != nil
	if isAlias && !isHeading {
		return
	}

	if isAlias && c.finder.exists(m.To+"#"+fragment) {
		m.Headings = append(m.Headings, FormerHeading{ID: fragment, To: m.To + "#" + fragment})
		return
	}

	c.lost = append(c.lost, e.Address)
	if isHeading && c.isLostPage(path) {
		return
	}

	c.problems.report(rules.LostAddress, place, c.finder.others.lostHint(e.Address),
		"the published address %s no longer exists%s", e.Address, c.lostHeadings(e.Address))
}

// isLostPage reports whether a page is lost, so that its headings are reported with it.
func (c *lockComparison) isLostPage(path string) bool {
	page, ok := c.in.source.Lock.Lookup(path)
	m := c.pages[path]

	return ok && page.Live() && !c.finder.exists(path) && (m == nil || m.Alias == nil)
}

// lostHeadings states how many headings are lost with a page.
func (c *lockComparison) lostHeadings(path string) string {
	n := 0
	for _, e := range c.in.source.Lock.Below(path) {
		if e.Live() {
			n++
		}
	}

	switch n {
	case 0:
		return ""
	case 1:
		return ", and its heading is lost too"
	}

	return fmt.Sprintf(", and its %d headings are lost too", n)
}
