package repair

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
)

const (
	mostOfPage = 0.65 // the part of its text that makes a page the new place of another
	leftOver   = 0.2  // the greatest part that may be on any other page
	inSection  = 0.8  // the part of a page that makes a section its new place
)

// movePages adds the moves of lost pages.
func (c *comparison) movePages(context.Context) error {
	names := newNamesakes(&c.documents)
	for _, address := range slices.Sorted(maps.Keys(c.lost)) {
		at := c.lost[address]
		if strings.Contains(address, "#") {
			continue
		}

		old := c.pages.byOld[place{at.page, wholePage}]
		if m, ok := c.pages.to[old]; ok && c.isWhole(address, m) {
			if m.similarity < movedAway && names.hasRival(old, m.document.page) {
				continue
			}

			c.move(address, c.within(at.page, m.document.page), m.why, m.similarity)
			continue
		}

		to, part := c.mostOf(at.page)
		if to == nil || c.replaced[address] || names.hasRival(old, to) {
			continue
		}

		if m := (match{document: c.pages.byPresent[place{to, wholePage}], similarity: part}); c.isWhole(address, m) {
			c.move(address, c.within(at.page, to), "most of its text", part)
		}
	}

	return nil
}

// isWhole reports whether the match of a text may be that of a lost address. Its text may have been only a part of the
// page, or be older than its headings: then the match must have these.
func (c *comparison) isWhole(address string, m match) bool {
	headings := c.headings[address]
	isOlder := slices.ContainsFunc(headings, func(heading string) bool {
		_, isKnown := c.places[heading]
		return !isKnown
	})

	switch {
	case c.replaced[address] && m.similarity < movedAway:
		return false
	case isOlder, c.replaced[address] && !strings.Contains(address, "#"):
		return c.now.hasMost(m.document.page, headings)
	}

	return true
}

// moveSections adds the moves of lost sections.
func (c *comparison) moveSections(context.Context) error {
	names := newNamesakes(&c.documents)
	for _, address := range slices.Sorted(maps.Keys(c.lost)) {
		m, ok := c.sections.to[c.sections.byOld[c.lost[address]]]
		if !ok || !strings.Contains(address, "#") || !c.isWhole(address, m) {
			continue
		}

		if m.document.page.Sections[m.document.section].Code == "" && names.hasSection(address, m.document.page) {
			continue
		}

		to := m.document.address()
		_, id, _ := strings.Cut(address, "#")
		same := join(m.document.page.Address, id)
		if at, ok := c.now.sections[same]; ok && at == (place{m.document.page, m.document.section}) {
			to = same // the section has the ID of an element or an earlier heading
		}

		c.move(address, to, m.why, m.similarity)
	}

	return nil
}

// mostOf returns the page that has most of the text of an old page, and the part of it, or nil.
func (c *comparison) mostOf(old *Page) (*Page, float64) {
	parts := map[*Page]float64{}
	whole := 0.0
	for i := range old.Sections {
		d := c.sections.byOld[place{old, i}]
		weight := c.vocabulary.weight(d.terms)
		whole += weight
		if m, ok := c.sections.to[d]; ok {
			parts[m.document.page] += weight
		}
	}

	var first, second float64
	var page *Page
	for to, part := range parts {
		if part > first {
			page, first, second = to, part, first
		} else {
			second = max(second, part)
		}
	}

	if whole == 0 || first < mostOfPage*whole || second > leftOver*whole {
		return nil, 0
	}

	return page, first / whole
}

// within returns the address in a page that replaces an old page: the address of a section with almost all of the old
// text, if the page existed before.
func (c *comparison) within(old, present *Page) string {
	if before := c.places[present.Address].page; before == nil || before.Address != present.Address {
		return present.Address
	}

	first, whole := c.firstSections(old, present)
	if len(first) == 0 {
		return present.Address
	}

	from := slices.Min(first)
	if from == 0 || whole < inSection*c.vocabulary.weight(c.pages.byOld[place{old, wholePage}].terms) {
		return present.Address
	}

	return join(present.Address, present.Sections[from].ID)
}

// firstSections returns the sections of a page that have text of an old page, and its weight.
func (c *comparison) firstSections(old, present *Page) (sections []int, weight float64) {
	for i := range old.Sections {
		d := c.sections.byOld[place{old, i}]
		if m, ok := c.sections.to[d]; ok && m.document.page == present {
			sections = append(sections, m.document.section)
			weight += c.vocabulary.weight(d.terms)
		}
	}

	return sections, weight
}

// candidates returns present documents that may have the text of an old one.
func (c *comparison) candidates(l *level, old *document) []Candidate {
	found := slices.Concat(
		l.present.similar(old.terms, old.page.Edition),
		l.rest.similar(old.terms, old.page.Edition),
	)

	var list []Candidate
	for _, s := range c.rank(old, found) {
		isTelling := len(old.terms) >= tellingSize || s.similarity >= movedAway
		if isTelling && s.similarity >= worthNaming {
			list = append(list, Candidate{s.document.address(), s.similarity})
		}
	}

	return list
}

// worthNaming is the least similarity of a candidate in a question.
const worthNaming = 0.4

// askLost asks about the lost addresses that have not moved for certain.
func (c *comparison) askLost(ctx context.Context) error {
	for _, address := range slices.Sorted(maps.Keys(c.lost)) {
		if ctx.Err() != nil {
			return ctx.Err()
		}

		at := c.lost[address]
		l, old := &c.sections, c.sections.byOld[at]
		if !strings.Contains(address, "#") {
			l, old = &c.pages, c.pages.byOld[place{at.page, wholePage}]
		}

		q := Question{Address: address, Candidates: c.candidates(l, old)}
		q.Reason = reasonFor(q.Candidates)
		c.ask(q)
	}

	return nil
}

// reasonFor says why the candidates do not decide.
func reasonFor(list []Candidate) string {
	best := 0.0
	near := 0
	for _, c := range list {
		best = cmp.Or(best, c.Similarity)
		if !isClear(best, c.Similarity) {
			near++
		}
	}

	switch {
	case len(list) == 0:
		return "its text is not on the site any more"
	case best < similarEnough:
		return "no text is similar enough"
	case near > 1:
		return "several texts are similar"
	}

	return "the similar text was not written for it alone"
}

const (
	movedAway = 0.8 // the similarity of a text that left its address
	unrelated = 0.3 // the similarity of a text that took its place
)

// askReused asks about addresses that exist, but whose text is now somewhere else.
func (c *comparison) askReused(context.Context) error {
	reused := map[*Page]bool{}
	for _, l := range []*level{&c.pages, &c.sections} {
		for _, old := range l.wanted {
			m, ok := l.to[old]
			address := old.address()
			if !ok || m.similarity < movedAway || old.section == 0 || reused[old.page] || len(old.terms) < tellingSize {
				continue
			}

			now, exists := c.now.sections[address]
			if e, ok := c.in.Lock.Lookup(address); !ok || !e.Live() || !exists {
				continue
			}

			if old.section == wholePage {
				now.section = wholePage
			}

			present := l.byPresent[now]
			if m.document == present || c.vocabulary.similarTerms(old.body, present.body, present.other) > unrelated {
				continue
			}

			reused[old.page] = old.section == wholePage
			c.ask(Question{
				Address:    address,
				Reused:     true,
				Reason:     "it now shows another text; the earlier one is elsewhere",
				Candidates: []Candidate{{m.document.address(), m.similarity}},
			})
		}
	}

	return nil
}
