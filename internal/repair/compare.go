package repair

import (
	"context"
	"slices"
)

// comparison is the search in one earlier version.
type comparison struct {
	*planner
	documents

	// lost are the lost addresses that the old version contains. An address that was lost before has the place of one
	// that was redirected to it.
	lost map[string]place

	// replaced are the lost addresses with the place of another one. Its text may be only a part of theirs.
	replaced map[string]bool

	flows map[flow]float64 // weight of the text that went from one page to another
}

// documents are the pages and sections of both versions.
type documents struct {
	old    *Version
	places map[string]place // of the old version, by address

	now     presentSite
	present []Page

	vocabulary *vocabulary
	pages      level
	sections   level
}

// level are the documents of one kind, pages or sections, in both versions.
type level struct {
	wanted  []*document // the old documents to look for
	old     *index      // all old ones
	present *index      // those that have changed or are new
	rest    *index      // those that are the same as in the old version

	byOld     map[place]*document
	byPresent map[place]*document

	to   map[*document]match     // certain matches, by the old document
	from map[*document]*document // the old document that a present one certainly contains; the most similar one
}

// match is the present place of an old document.
type match struct {
	document   *document
	similarity float64
	why        string
}

// flow is a pair of pages: an old one, and a present one that has some of its text.
type flow struct{ from, to *Page }

// compare looks for the lost addresses that a version contains.
func (p *planner) compare(ctx context.Context, old *Version) error {
	c := &comparison{
		planner: p,
		documents: documents{
			old:        old,
			places:     map[string]place{},
			now:        p.present,
			present:    p.in.Present,
			vocabulary: &vocabulary{ids: map[uint64]uint32{}},
		},
		lost:     map[string]place{},
		replaced: map[string]bool{},
		flows:    map[flow]float64{},
	}

	for i := range old.Pages {
		addPlaces(c.places, &old.Pages[i])
	}

	c.findLost()
	if err := c.read(ctx, c.lost); err != nil {
		return err
	}

	for _, step := range []func(context.Context) error{
		c.matchCodes, c.matchTexts, c.followFlows, c.matchTexts, c.followFlows, c.matchSingles,
		c.moveSections, c.movePages,
		c.askLost, c.askReused,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}

	if len(c.lost) > 0 {
		p.used = append(p.used, old.Name)
	}

	return nil
}

// findLost finds the old places of lost addresses.
func (c *comparison) findLost() {
	redirected := map[string][]place{} // the places of addresses that redirect to a lost one
	for _, e := range c.in.Lock.Entries {
		at, ok := c.places[e.Address]
		if ok && e.To != "" && c.unknown[e.To] && !slices.Contains(redirected[e.To], at) {
			redirected[e.To] = append(redirected[e.To], at)
		}
	}

	for address := range c.unknown {
		at, ok := c.places[address]
		if !ok && len(redirected[address]) == 1 { // otherwise the lost page was merged from several
			at, ok = redirected[address][0], true
			c.replaced[address] = true
		}

		if ok {
			c.lost[address] = at
		}
	}
}
