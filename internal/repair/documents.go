package repair

import (
	"cmp"
	"context"
	"slices"
)

// read makes the documents of both versions.
func (x *documents) read(ctx context.Context, lost map[string]place) error {
	for _, l := range []*level{&x.pages, &x.sections} {
		l.byOld, l.byPresent = map[place]*document{}, map[place]*document{}
		l.to, l.from = map[*document]match{}, map[*document]*document{}
		l.old, l.present, l.rest = newIndex(x.vocabulary), newIndex(x.vocabulary), newIndex(x.vocabulary)
	}

	lostPages := map[*Page]bool{}
	for _, at := range lost {
		lostPages[at.page] = true
	}

	for i := range x.old.Pages {
		page := &x.old.Pages[i]
		x.addOld(page, lostPages[page])
	}

	for i, d := range slices.Concat(x.pages.wanted, x.sections.wanted) {
		if i%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}

		x.vocabulary.add(d)
	}

	return x.readDocuments(ctx)
}

// addOld adds the documents of an old page. Those that are lost or have changed are wanted.
func (x *documents) addOld(page *Page, isLost bool) {
	present := x.now.pages[page.Address]
	whole := &document{page: page, section: wholePage, same: present != nil && sameTexts(page, present)}
	x.pages.byOld[place{page, wholePage}] = whole
	if !whole.same {
		x.pages.wanted = append(x.pages.wanted, whole)
	}

	for i := range page.Sections {
		d := &document{page: page, section: i, same: x.isSame(page, i)}
		x.sections.byOld[place{page, i}] = d
		if !d.same || isLost && present == nil {
			x.sections.wanted = append(x.sections.wanted, d)
		}
	}
}

// isSame reports whether an old section is at the same address now, with the same text.
func (x *documents) isSame(page *Page, section int) bool {
	s := &page.Sections[section]
	at, ok := x.now.sections[join(page.Address, s.ID)]
	if !ok {
		return false
	}

	now := &at.page.Sections[at.section]

	return now.ID == s.ID && now.Title == s.Title && now.Text == s.Text
}

func sameTexts(a, b *Page) bool {
	return slices.EqualFunc(a.Sections, b.Sections, func(a, b Section) bool {
		return a.ID == b.ID && a.Title == b.Title && a.Text == b.Text
	})
}

// readDocuments sets the terms of all documents, and builds the indexes.
func (x *documents) readDocuments(ctx context.Context) error {
	var old []*document
	for i := range x.old.Pages {
		if ctx.Err() != nil {
			return ctx.Err()
		}

		page := &x.old.Pages[i]
		x.vocabulary.read(x.pages.byOld[place{page, wholePage}])
		for i := range page.Sections {
			d := x.sections.byOld[place{page, i}]
			x.vocabulary.read(d)
			old = append(old, d)
		}
	}

	x.vocabulary.weigh(old)
	for _, d := range old {
		x.sections.old.add(d)
	}

	for i := range x.old.Pages {
		x.pages.old.add(x.pages.byOld[place{&x.old.Pages[i], wholePage}])
	}

	return x.readPresent(ctx)
}

func (x *documents) readPresent(ctx context.Context) error {
	for i := range x.present {
		if ctx.Err() != nil {
			return ctx.Err()
		}

		page := &x.present[i]
		before := x.places[page.Address].page
		isSame := before != nil && before.Address == page.Address && sameTexts(before, page)
		x.addPresent(&x.pages, &document{page: page, section: wholePage, same: isSame})
		for i := range page.Sections {
			d := &document{page: page, section: i, same: x.wasSame(page, i)}
			x.addPresent(&x.sections, d)
		}
	}

	return nil
}

// wasSame reports whether a present section was at the same address, with the same text.
func (x *documents) wasSame(page *Page, section int) bool {
	s := &page.Sections[section]
	at, ok := x.places[join(page.Address, s.ID)]
	if !ok {
		return false
	}

	before := &at.page.Sections[at.section]

	return before.ID == s.ID && before.Title == s.Title && before.Text == s.Text
}

func (x *documents) addPresent(l *level, d *document) {
	x.vocabulary.read(d)
	l.byPresent[place{d.page, d.section}] = d
	if d.same {
		l.rest.add(d)
	} else {
		l.present.add(d)
	}
}

// before returns the document that was at the address of a present one, or nil.
func (x *documents) before(present *document) *document {
	at, ok := x.places[present.address()]
	if !ok {
		return nil
	}

	if present.section == wholePage {
		return x.pages.byOld[place{at.page, wholePage}]
	}

	return x.sections.byOld[at]
}

// rank returns documents with their similarity to an old one, the most similar first.
func (x *documents) rank(old *document, documents []*document) []scored {
	var list []scored
	for _, d := range documents {
		list = append(list, scored{d, x.vocabulary.similarity(old, d)})
	}

	slices.SortStableFunc(list, func(a, b scored) int {
		return cmp.Compare(b.similarity, a.similarity)
	})

	return list
}

// isOwn reports whether a present document has what distinguishes an old one from all other old ones, including the one
// that was at its own address. A page that was made from a copy, or that always resembled the lost one, has not.
func (x *documents) isOwn(l *level, old, present *document) bool {
	for _, rival := range x.rivals(l, old, present) {
		if isDistinct, _ := x.compareRival(old, rival, present); !isDistinct {
			return false
		}
	}

	return true
}

// isOwnOrCopy is like isOwn, but the text of an old document may also have been on other pages.
func (x *documents) isOwnOrCopy(l *level, old, present *document) bool {
	before := x.before(present)
	for _, rival := range x.rivals(l, old, present) {
		isDistinct, isCopy := x.compareRival(old, rival, present)
		if !isDistinct && (!isCopy || rival == before || rival.page == old.page) {
			return false
		}
	}

	return true
}

// compareRival compares an old document with a rival, another old document that resembles it. isDistinct reports
// whether a present document has the terms that only the old one has; isCopy, whether there are almost no such terms.
// The titles may count or not.
func (x *documents) compareRival(old, rival, present *document) (isDistinct, isCopy bool) {
	own, found := x.vocabulary.distinction(old.terms, rival.terms, present.terms)
	isDistinct, isCopy = own >= ownEnough && found >= ownFound, own < ownEnough
	if old.section == wholePage || len(old.body) < tellingSize {
		return isDistinct, isCopy
	}

	own, found = x.vocabulary.distinction(old.body, rival.body, present.body)

	return isDistinct || own >= ownEnough && found >= ownFound, isCopy || own < ownEnough
}

// rivals returns the other old documents with much of what an old and a present document have in common.
func (x *documents) rivals(l *level, old, present *document) []*document {
	common := intersection(old.terms, present.terms)
	weight := x.vocabulary.weight(common)
	list := l.old.similar(common, old.page.Edition)
	if before := x.before(present); before != nil {
		list = append(list, before)
	}

	return slices.DeleteFunc(list, func(d *document) bool {
		return d == old || x.vocabulary.weight(intersection(common, d.terms)) < shared*weight
	})
}
