package repair

import (
	"cmp"
	"context"
	"slices"
)

const (
	followingEnough = 0.45 // the least similarity of a section that follows its page
	namedEnough     = 0.3  // the same if it has the same ID or title
	placedEnough    = 0.25 // the same if it is between the same sections
	maxFlows        = 4    // pages that a page can have gone to
)

// followFlows matches the remaining sections with sections of the pages to which other parts of their page went. There,
// the text may also have been on other pages: many begin with the same words.
func (c *comparison) followFlows(ctx context.Context) error {
	pages := c.pagesByFlow()

	return c.matchAll(ctx, &c.sections, func(old *document) (match, bool) {
		targets := pages[old.page]
		if own := c.now.pages[old.page.Address]; own != nil && !slices.Contains(targets, own) {
			targets = append(slices.Clone(targets), own)
		}

		if m, ok := c.matchWithin(old, targets); ok {
			return m, true
		}

		return c.matchPosition(old)
	})
}

// matchPosition returns the only new section between the sections before and after an old one, if their texts are a
// little alike: a section that was reworded.
func (c *comparison) matchPosition(old *document) (match, bool) {
	before, after := c.neighbour(old, -1), c.neighbour(old, +1)
	if before.page == nil || before.page != after.page || after.section != before.section+2 {
		return match{}, false
	}

	present := c.sections.byPresent[place{before.page, before.section + 1}]
	similarity := c.vocabulary.similarity(old, present)
	isNew := !present.same && c.before(present) == nil && c.sections.from[present] == nil
	if !isNew || similarity < placedEnough || !c.isOwnOrCopy(&c.sections, old, present) {
		return match{}, false
	}

	return match{present, similarity, "same position, similar text"}, true
}

// neighbour returns the present place of the section before or after an old one. At the end of a page it is the end of
// the page to which the other neighbour went.
func (c *comparison) neighbour(old *document, step int) place {
	next, ok := c.sections.byOld[place{old.page, old.section + step}]
	if !ok {
		if other := c.sections.byOld[place{old.page, old.section - step}]; other != nil && step > 0 {
			at := c.placeNow(other)
			return place{at.page, endOf(at.page)}
		}

		return place{}
	}

	return c.placeNow(next)
}

// endOf returns the number of sections of a page.
func endOf(page *Page) int {
	if page == nil {
		return 0
	}

	return len(page.Sections)
}

// placeNow returns the present place of an old section, if it is certain.
func (c *comparison) placeNow(old *document) place {
	if m, ok := c.sections.to[old]; ok {
		return place{m.document.page, m.document.section}
	}

	if old.same {
		return c.now.sections[old.address()]
	}

	return place{}
}

// matchSingles matches sections with a text that many pages have, if exactly one of them has lost it and exactly one
// other has got it.
func (c *comparison) matchSingles(ctx context.Context) error {
	lost, found := map[string]int{}, map[string][]*document{}
	for _, old := range c.sections.wanted {
		if !c.now.exists(old.address()) {
			lost[old.key()]++
		}
	}

	for _, d := range c.sections.present.documents {
		isOldPage := c.places[d.page.Address].page != nil // new pages are often made from copies
		if c.before(d) == nil {
			found[d.key()] = append(found[d.key()], d)
		}

		if !isOldPage {
			lost[d.key()] = 0
		}
	}

	return c.matchAll(ctx, &c.sections, func(old *document) (match, bool) {
		list := found[old.key()]
		if len(list) != 1 || lost[old.key()] != 1 || len(old.body) < tellingSize || c.sections.from[list[0]] != nil {
			return match{}, false
		}

		return match{list[0], c.vocabulary.similarity(old, list[0]), "same text, moved once"}, true
	})
}

// pagesByFlow returns the pages to which each old page went, the one with most of its text first.
func (c *comparison) pagesByFlow() map[*Page][]*Page {
	pages := map[*Page][]*Page{}
	for f := range c.flows {
		pages[f.from] = append(pages[f.from], f.to)
	}

	for from, list := range pages {
		slices.SortFunc(list, func(a, b *Page) int {
			return cmp.Or(
				cmp.Compare(c.flows[flow{from, b}], c.flows[flow{from, a}]),
				cmp.Compare(a.Address, b.Address),
			)
		})

		pages[from] = list[:min(len(list), maxFlows)]
	}

	return pages
}

// matchWithin returns the section of a few pages that certainly has the text of an old one.
func (c *comparison) matchWithin(old *document, pages []*Page) (match, bool) {
	list := c.rank(old, c.changed(pages))
	list = slices.DeleteFunc(list, func(s scored) bool {
		return s.similarity < namedEnough || c.isTakenBy(&c.sections, s, old)
	})

	if len(list) == 0 {
		return match{}, false
	}

	if m, ok := c.matchNamed(old, list); ok {
		return m, true
	}

	first := list[0]
	isAlone := len(list) == 1 || isClear(first.similarity, list[1].similarity)
	if first.similarity < followingEnough || !isAlone || !c.isOwnOrFollows(old, first.document) {
		return match{}, false
	}

	return match{first.document, first.similarity, whyText(first.similarity)}, true
}

// isOwnOrFollows is like isOwn, but if the page of an old section has moved, its text may also have been on other
// pages. On the same page such a text may have come from any of them.
func (c *comparison) isOwnOrFollows(old, present *document) bool {
	if present.page.Address == old.page.Address {
		return c.isOwn(&c.sections, old, present)
	}

	return c.isOwnOrCopy(&c.sections, old, present)
}

// changed returns the sections of pages that are new or have changed.
func (c *comparison) changed(pages []*Page) []*document {
	var list []*document
	for _, page := range pages {
		for i := range page.Sections {
			if d := c.sections.byPresent[place{page, i}]; !d.same {
				list = append(list, d)
			}
		}
	}

	return list
}

// matchNamed returns the only section with the ID or the title of an old one, unless another is clearly more similar.
func (c *comparison) matchNamed(old *document, list []scored) (match, bool) {
	var named []scored
	for _, s := range list {
		if c.hasSameName(old, s.document) {
			named = append(named, s)
		}
	}

	if len(named) != 1 || named[0].similarity < list[0].similarity-clearlyLess {
		return match{}, false
	}

	if !c.isOwnOrNamed(old, named[0].document) {
		return match{}, false
	}

	return match{named[0].document, named[0].similarity, "same heading, " + whyText(named[0].similarity)}, true
}

// isOwnOrNamed is like isOwnOrCopy, but a similar section of the same page does not count if the new page has a section
// with its ID, too.
func (c *comparison) isOwnOrNamed(old, present *document) bool {
	before := c.before(present)
	for _, rival := range c.rivals(&c.sections, old, present) {
		isDistinct, isCopy := c.compareRival(old, rival, present)
		id := rival.page.Sections[rival.section].ID
		at, hasID := c.now.sections[join(present.page.Address, id)]
		isNamed := rival.page == old.page && hasID && at.section != present.section
		if !isDistinct && !isNamed && (!isCopy || rival == before || rival.page == old.page) {
			return false
		}
	}

	return true
}

// hasSameName reports whether sections have the same ID or title, or are both the beginning of a page that moved.
func (c *comparison) hasSameName(old, present *document) bool {
	a, b := &old.page.Sections[old.section], &present.page.Sections[present.section]
	if a.ID == "" || b.ID == "" {
		whole := c.pages.to[c.pages.byOld[place{old.page, wholePage}]]
		return a.ID == b.ID && whole.document != nil && whole.document.page == present.page
	}

	return a.ID == b.ID || a.Title == b.Title
}
