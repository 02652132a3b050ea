package repair

import (
	"cmp"
	"context"
	"slices"
)

// The limits of certainty. Similarities are between 0 and 1.
const (
	similarEnough = 0.55 // the least similarity of a text that moved
	clearlyLess   = 0.25 // how much less similar any other text must be
	closeToEqual  = 3    // or how much farther from equal

	ownEnough   = 0.12 // the part of a text that must be in no other
	ownFound    = 0.5  // the part of this that must be found
	tellingSize = 8    // the least number of terms of a text that is found without other evidence
	shared      = 0.5  // the part of the common text that makes another old text a rival
)

// scored is a present document and its similarity to an old one.
type scored struct {
	document   *document
	similarity float64
}

// matchTexts matches pages and sections whose text is clearly somewhere else.
func (c *comparison) matchTexts(ctx context.Context) error {
	for _, l := range []*level{&c.pages, &c.sections} {
		err := c.matchAll(ctx, l, func(d *document) (match, bool) {
			if len(d.terms) < tellingSize {
				return match{}, false
			}

			return c.matchText(l, d)
		})
		if err != nil {
			return err
		}
	}

	return nil
}

// matchAll looks for all old documents that have no match yet, and accepts the most similar matches first: a text that
// only resembles one that is elsewhere must not take its place.
func (c *comparison) matchAll(ctx context.Context, l *level, find func(*document) (match, bool)) error {
	type found struct {
		old *document
		match
	}

	var list []found
	for _, d := range l.wanted {
		if ctx.Err() != nil {
			return ctx.Err()
		}

		if _, done := l.to[d]; done {
			continue
		}

		if m, ok := find(d); ok {
			list = append(list, found{d, m})
		}
	}

	slices.SortStableFunc(list, func(a, b found) int {
		return cmp.Compare(b.similarity, a.similarity)
	})

	for _, f := range list {
		first := l.from[f.document]
		isTaken := first != nil && l.to[first].similarity > f.similarity+nearlySame
		if !isTaken || c.isOwn(l, f.old, f.document) {
			c.accept(l, f.old, f.match)
		}
	}

	return nil
}

// nearlySame is the difference of similarities that does not count.
const nearlySame = 0.01

// accept adds a match that is certain.
func (c *comparison) accept(l *level, old *document, m match) {
	l.to[old] = m
	if first := l.from[m.document]; first == nil || l.to[first].similarity < m.similarity {
		l.from[m.document] = old
	}

	c.flows[flow{old.page, m.document.page}] += c.vocabulary.weight(old.terms)
}

// matchText returns the present document that certainly has the text of an old one.
func (c *comparison) matchText(l *level, old *document) (match, bool) {
	list := c.rank(old, l.present.similar(old.terms, old.page.Edition))
	if len(list) == 0 || list[0].similarity < similarEnough {
		return match{}, false
	}

	first := list[0]
	if !c.isAlone(l, old, list) || !c.isOwn(l, old, first.document) {
		return c.matchName(l, old, list)
	}

	return match{first.document, first.similarity, whyText(first.similarity)}, true
}

// isAlone reports whether no other document comes close to the most similar one.
func (c *comparison) isAlone(l *level, old *document, list []scored) bool {
	for _, other := range list[1:] {
		if !isClear(list[0].similarity, other.similarity) && !c.isTakenBy(l, other, old) {
			return false
		}
	}

	return true
}

// matchName returns the page that git considers the new name of an old one, or else the only one with the same name,
// if the text of several pages is similar.
func (c *comparison) matchName(l *level, old *document, list []scored) (match, bool) {
	if old.section != wholePage {
		return match{}, false
	}

	var named []scored
	for _, s := range list {
		if s.similarity < similarEnough || isClear(list[0].similarity, s.similarity) {
			break
		}

		page := s.document.page
		if c.old.Renamed[old.page.File] == page.File && c.isOwnOrCopy(l, old, s.document) {
			return match{s.document, s.similarity, "renamed in git"}, true
		}

		if lastPart(page.Address) == lastPart(old.page.Address) {
			named = append(named, s)
		}
	}

	if len(named) != 1 || !c.isOwnOrCopy(l, old, named[0].document) {
		return match{}, false
	}

	return match{named[0].document, named[0].similarity, "same name, " + whyText(named[0].similarity)}, true
}

// isClear reports whether a similarity is clearly greater than another.
func isClear(first, second float64) bool {
	return second <= first-clearlyLess || 1-second >= closeToEqual*(1-first)+0.03
}

// isTakenBy reports whether a present document clearly has the text of another old one.
func (c *comparison) isTakenBy(l *level, present scored, old *document) bool {
	other := l.from[present.document]
	return other != nil && other != old && l.to[other].similarity > present.similarity+0.05
}

func whyText(similarity float64) string {
	if similarity > 0.995 {
		return "same text"
	}

	return "similar text"
}
