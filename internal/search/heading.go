package search

import (
	"math/bits"
	"slices"
)

// place is where a word of the query stands in a heading.
type place struct {
	at    int // -1 where it does not
	worth float64
}

// heading is how the words of a query stand in one.
type heading struct {
	places    []place
	length    int // words of the heading, 0 where none was found
	typed     int // words of the query that stand in it
	different int // words of the heading that they are
	worth     float64
	run       int // words that follow each other in query and heading alike, at most
	begins    bool
}

// placesIn finds the words of the query in an entry's heading.
func placesIn(slots []slot, entry int) heading {
	h := heading{places: make([]place, len(slots))}
	mask := uint(0)
	for i := range slots {
		h.places[i] = h.placeOf(&slots[i], entry)
		if p := h.places[i]; p.at >= 0 {
			h.typed++
			h.worth += p.worth
			mask |= 1 << p.at
		}
	}
	h.different, h.run = bits.OnesCount(mask), run(h.places)
	h.begins = h.places[0].at == 0 && h.run == len(slots)
	return h
}

// placeOf is where the best variant of a word stands.
func (h *heading) placeOf(sl *slot, entry int) place {
	best := place{-1, 0}
	for _, v := range sl.variants {
		at, found := slices.BinarySearch(v.heads.entries, entry)
		if !found || v.worth < best.worth {
			continue
		}
		value := int(v.heads.values[at])
		if v.worth > best.worth || value>>4 < best.at {
			best = place{value >> 4, v.worth}
		}
		h.length = value & 15
	}
	return best
}

// run is the number of words that follow each other in query and heading alike, at most.
func run(places []place) int {
	n, most := 0, 0
	for i, p := range places {
		switch {
		case p.at < 0:
			n = 0
		case n > 0 && p.at == places[i-1].at+1:
			n++
		default:
			n = 1
		}
		most = max(most, n)
	}
	return most
}

// likeness is how much a heading, below the title of its page, is like the query.
func likeness(own, above *heading, shortened bool) float64 {
	if own.typed == 0 {
		return 0
	}
	n := float64(len(own.places))
	said := float64(own.different) / float64(own.length)
	sum := float64(own.worth/n*said) + 0.5*float64(own.run)/n
	whole := own.typed == len(own.places) && !(shortened && own.length <= own.typed)
	if whole && own.begins {
		sum += 1 + float64(4*said)
	}
	if whole && own.different >= own.length {
		sum++
	}
	if above.length > 0 {
		title := float64(above.different)/float64(above.length) + 0.5*float64(above.run)/n
		sum += float64(2 * (together(own, above) / n) * said * title)
	}
	return sum
}

// together is what the words of the query are worth that stand in a heading or in the title of its page.
func together(own, above *heading) (worth float64) {
	for i, p := range own.places {
		if above.length > 0 {
			p.worth = max(p.worth, above.places[i].worth)
		}
		worth += p.worth
	}
	return worth
}
