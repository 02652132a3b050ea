// Package compare compares two snapshots of a site: which pages, headings, error codes and files were added, changed,
// moved, retired or lost.
//
// An address is lost if it led somewhere in the old site and leads nowhere in the new one: to no page, heading, alias
// or redirect, and to no notice that says why its content is gone. Everything is compared as readers see it, so that
// the two sites may be made by different programs.
package compare

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"signpost/internal/codes"
	"signpost/internal/snapshot"
)

// Report is the result of a comparison. Its JSON form is documented in docs/diff.md: fields are added, never renamed.
type Report struct {
	Schema int   `json:"schema"`
	Old    Side  `json:"old"`
	New    Side  `json:"new"`
	Counts Count `json:"counts"`

	Pages    Pages    `json:"pages"`
	Headings Headings `json:"headings"`
	Codes    Codes    `json:"codes"`
	Files    Files    `json:"files"`
}

// Schema is the version of the JSON form.
const Schema = 1

// Side is one of the two sites.
type Side struct {
	Name  string   `json:"name"` // as the user wrote it
	Kind  string   `json:"kind"`
	Base  string   `json:"base_url"`
	Notes []string `json:"notes"`
}

// Count is the number of addresses in each list. Lost counts pages, headings and files.
type Count struct {
	Lost      int `json:"lost"`
	LostCodes int `json:"lost_codes"`
}

// Failed reports whether an address or a code is lost.
func (r *Report) Failed() bool {
	return r.Counts.Lost+r.Counts.LostCodes > 0
}

// Pages are the differences of pages.
type Pages struct {
	Added   []Page    `json:"added"`
	Changed []Changed `json:"changed"`
	Moved   []Moved   `json:"moved"`
	Retired []Retired `json:"retired"`
	Lost    []Lost    `json:"lost"`
}

// Headings are the differences of places in pages that exist in both sites, or that have moved.
type Headings struct {
	Added   []Page    `json:"added"`
	Moved   []Moved   `json:"moved"`
	Retired []Retired `json:"retired"`
	Lost    []Lost    `json:"lost"`
}

// Page is a page or a heading.
type Page struct {
	Address string `json:"address"`
	Title   string `json:"title"`
}

// Changed is a page whose text or title has changed.
type Changed struct {
	Page
	OldTitle string `json:"old_title,omitempty"` // if it was another
	Added    int    `json:"words_added"`
	Removed  int    `json:"words_removed"`
}

// Moved is an address that leads to another one.
type Moved struct {
	Page
	To string `json:"to"`
}

// Retired is an address at which a notice says why its content is gone.
type Retired struct {
	Page
	Reason string `json:"reason"`
}

// Lost is an address that leads nowhere.
type Lost struct {
	Page
	// Why is set if there is a redirect that leads nowhere.
	Why string `json:"why,omitempty"`
	// Similar is a new address with the same text or the same title, if there is exactly one.
	Similar string `json:"similar,omitempty"`
	// Headings are the headings of a lost page, which are lost as well.
	Headings []string `json:"headings,omitempty"`
}

// comparer makes a report.
type comparer struct {
	old, new *snapshot.Snapshot
	report   *Report
	short    map[string]bool // addresses of short links, which belong to codes
	targets  map[string]bool // to which pages have moved
	similar  *finder
}

// Sites compares two sites. If ctx is cancelled, it returns ctx.Err().
func Sites(ctx context.Context, before, after *snapshot.Snapshot) (*Report, error) {
	c := comparer{
		old:     before,
		new:     after,
		report:  &Report{Schema: Schema},
		short:   map[string]bool{},
		targets: map[string]bool{},
		similar: newFinder(before, after),
	}
	for _, site := range []*snapshot.Snapshot{before, after} {
		for _, code := range site.Codes {
			c.short[code.Short] = true
		}
	}

	for _, at := range slices.Sorted(maps.Keys(before.Pages)) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}

		if !c.short[at] {
			c.comparePage(at, before.Pages[at])
		}
	}

	c.compareRedirects()
	c.addNewPages()
	c.compareCodes()
	c.compareFiles()
	c.report.count()

	return c.report, nil
}

// comparePage compares what is at the address of a page.
func (c *comparer) comparePage(at string, before *snapshot.Page) {
	found := c.new.Find(at)
	page := Page{at, before.Title}
	list := &c.report.Pages
	switch {
	case found.Kind == snapshot.Lost:
		lost := Lost{Page: page, Why: found.Reason, Similar: c.similar.page(before)}
		for _, a := range before.Anchors {
			lost.Headings = append(lost.Headings, a.ID)
		}
		list.Lost = append(list.Lost, lost)
		return

	case !before.IsLive():
	case found.Kind == snapshot.Moved:
		c.targets[withoutFragment(found.To)] = true
		list.Moved = append(list.Moved, Moved{page, found.To})
	case found.Kind == snapshot.Retired:
		list.Retired = append(list.Retired, Retired{page, found.Reason})
	default:
		c.compareText(at, before)
	}

	c.compareHeadings(at, before, found)
}

// compareText compares the text and the title of a page that exists in both sites.
func (c *comparer) compareText(at string, before *snapshot.Page) {
	after, ok := c.new.Pages[at]
	if !ok || before.Text.Sum == after.Text.Sum && before.Title == after.Title {
		return
	}

	change := Changed{Page: Page{at, after.Title}}
	if before.Title != after.Title {
		change.OldTitle = before.Title
	}

	change.Added, change.Removed, _ = snapshot.CountChanges(before.Text, after.Text)
	c.report.Pages.Changed = append(c.report.Pages.Changed, change)
}

// compareHeadings compares what is at the headings of a page, or where they were before.
func (c *comparer) compareHeadings(at string, before *snapshot.Page, page snapshot.Outcome) {
	for _, a := range before.Anchors {
		if before.IsLive() && !c.isCodeInList(at, a) {
			c.compareHeading(at, a, page)
		}
	}

	for _, id := range slices.Sorted(maps.Keys(before.Signs)) {
		if found := c.new.Find(at + "#" + id); found.Kind == snapshot.Lost {
			lost := Lost{Page: Page{Address: at + "#" + id}, Why: found.Reason}
			c.report.Headings.Lost = append(c.report.Headings.Lost, lost)
		}
	}

	if after := c.new.Pages[at]; after != nil && after.IsLive() && before.IsLive() {
		c.addNewHeadings(at, before, after)
	}
}

// isCodeInList reports whether an anchor is an entry in the list of all codes, which has only the current codes.
func (c *comparer) isCodeInList(at string, a snapshot.Anchor) bool {
	_, isCode := c.old.Codes[codes.Key(a.ID)]
	return isCode && strings.HasSuffix(at, "/errors/")
}

// compareHeading compares what is at a heading. One that moved or was retired with its page is not listed.
func (c *comparer) compareHeading(at string, a snapshot.Anchor, page snapshot.Outcome) {
	found := c.new.Find(at + "#" + a.ID)
	heading := Page{at + "#" + a.ID, a.Title}
	list := &c.report.Headings
	switch {
	case found.Kind == snapshot.Lost:
		similar := c.similar.heading(at, a)
		list.Lost = append(list.Lost, Lost{Page: heading, Why: found.Reason, Similar: similar})
	case found.Kind == snapshot.Moved && withoutFragment(page.To)+"#"+a.ID != found.To && page.To != found.To:
		list.Moved = append(list.Moved, Moved{heading, found.To})
	case found.Kind == snapshot.Retired && page.Kind != snapshot.Retired:
		list.Retired = append(list.Retired, Retired{heading, found.Reason})
	}
}

// addNewHeadings adds the headings that a page did not have.
func (c *comparer) addNewHeadings(at string, before, after *snapshot.Page) {
	for _, a := range after.Anchors {
		if c.old.Find(at+"#"+a.ID).Kind != snapshot.Here && a.Title != "" {
			heading := Page{at + "#" + a.ID, a.Title}
			c.report.Headings.Added = append(c.report.Headings.Added, heading)
		}
	}
}

// compareRedirects compares what is at addresses that only a host redirects.
func (c *comparer) compareRedirects() {
	for _, at := range c.old.Redirects() {
		if _, isPage := c.old.Pages[at]; isPage || c.old.Find(at).Kind == snapshot.Lost {
			continue
		}

		if found := c.new.Find(at); found.Kind == snapshot.Lost {
			lost := Lost{Page: Page{Address: at}, Why: found.Reason}
			c.report.Pages.Lost = append(c.report.Pages.Lost, lost)
		}
	}
}

// addNewPages adds the pages that are new, and to which no page has moved.
func (c *comparer) addNewPages() {
	for _, at := range slices.Sorted(maps.Keys(c.new.Pages)) {
		p := c.new.Pages[at]
		before, existed := c.old.Pages[at]
		if p.IsLive() && !c.short[at] && !c.targets[at] && (!existed || !before.IsLive()) {
			c.report.Pages.Added = append(c.report.Pages.Added, Page{at, p.Title})
		}
	}
}

func withoutFragment(address string) string {
	page, _, _ := strings.Cut(address, "#")
	return page
}

// count counts what is lost, and makes lists of null lists.
func (r *Report) count() {
	slices.SortStableFunc(r.Pages.Lost, func(a, b Lost) int { return cmp.Compare(a.Address, b.Address) })
	r.Counts.Lost = len(r.Headings.Lost) + len(r.Files.Lost)
	for _, lost := range r.Pages.Lost {
		r.Counts.Lost += 1 + len(lost.Headings)
	}

	r.Counts.LostCodes = len(r.Codes.Lost)
	r.fillLists()
}

// compareCodeOrder orders codes as people do.
func compareCodeOrder(a, b string) int {
	return codes.Compare(codes.Code(a), codes.Code(b))
}
