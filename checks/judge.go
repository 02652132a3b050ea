package checks

import (
	"fmt"
	"maps"
	"slices"

	"signpost/internal/codes"
)

// judge decides the checks in order, and keeps the findings on which later ones depend. With several cards, it decides
// the checks of cards for each of them, so that no card hides behind a better one.
type judge struct {
	facts    *Facts
	registry *codes.Registry
	done     map[string]Finding
	cards    []cardJudge // empty if there are not at least two cards
}

// cardJudge is what was found out about one of several cards.
type cardJudge struct {
	facts *Facts // with its reader only
	done  map[string]Finding
}

func (c cardJudge) name() string { return c.facts.Readers[0].Name }

func newJudge(f *Facts, registry *codes.Registry) *judge {
	j := &judge{facts: f, registry: registry, done: map[string]Finding{}}
	cards := f.cards()
	if len(cards) < 2 {
		return j
	}

	for _, r := range cards {
		one := *f
		one.Readers = []Reader{*r}
		j.cards = append(j.cards, cardJudge{&one, map[string]Finding{}})
	}

	return j
}

// decide returns the finding of a check.
func (j *judge) decide(c Check) Finding {
	var f Finding
	if c.PerCard && len(j.cards) > 0 {
		f = j.decideCards(c)
	} else {
		f = c.finding(c.result(j.facts, j.done), j.registry)
	}

	j.done[c.ID] = f

	return f
}

// decideCards returns the worst finding among the cards. It names the reader, and lists the results of the others.
func (j *judge) decideCards(c Check) Finding {
	results := make([]Result, len(j.cards))
	worst := 0
	for i := range j.cards {
		own := &j.cards[i]
		before := maps.Clone(j.done)
		maps.Copy(before, own.done)
		results[i] = c.result(own.facts, before)
		own.done[c.ID] = c.finding(results[i], j.registry)

		if severity(results[i].Status) > severity(results[worst].Status) {
			worst = i
		}
	}

	r := results[worst]
	r.Evidence = slices.Clone(r.Evidence)
	if r.Status != Skip {
		r.Detail = fmt.Sprintf("Reader %q: %s", j.cards[worst].name(), r.Detail)
	}

	for i, other := range results {
		if i != worst {
			r.Evidence = append(r.Evidence, fmt.Sprintf("reader %q: %s: %s",
				j.cards[i].name(), other.Status, other.Detail))
		}
	}

	if c.ID == cardID {
		r = severalCards(len(j.cards), r)
	}

	return c.finding(r, j.registry)
}

// severity orders statuses. A check of several cards passes only if all of them pass.
func severity(s Status) int {
	return slices.Index([]Status{Pass, Skip, Unknown, Warn, Fail}, s)
}

// result decides a check, unless one that it depends on failed or is unknown.
func (c Check) result(f *Facts, done map[string]Finding) Result {
	if result, isBlocked := c.blocked(done); isBlocked {
		return result
	}

	return c.Run(f)
}
