package search

import (
	"math/bits"
	"slices"
)

// headingMatch describes how the words of a query occur in a heading.
type headingMatch struct {
	positions []position
	length    int     // different words of the heading; 0 if no word of the query occurs in it
	matched   int     // words of the query that occur in it
	share     float64 // part of the words of the heading that they match
	weight    float64 // sum of the weights
	run       int     // longest sequence of words that the query and the heading share
	isPrefix  bool    // the heading begins with the query
}

// position is the index of a word of the query in a heading, or -1, and the weight of the variant that occurs there.
type position struct {
	at     int
	weight float64
}

// matchHeading finds the words of the query in the heading of an entry.
func matchHeading(words []queryWord, entry int) headingMatch {
	m := headingMatch{positions: make([]position, len(words))}
	found := uint(0)

	for i := range words {
		p := m.find(&words[i], entry)
		m.positions[i] = p

		if p.at >= 0 {
			m.matched++
			m.weight += p.weight
			found |= 1 << p.at
		}
	}

	if m.length > 0 {
		m.share = float64(bits.OnesCount(found)) / float64(m.length)
	}

	m.run = longestSequence(m.positions)
	m.isPrefix = m.positions[0].at == 0 && m.run == len(words)

	return m
}

// isInQuery reports whether the query contains the heading as a whole, in the same order, and the heading is long
// enough to be a message.
func (m *headingMatch) isInQuery() bool {
	return m.length >= minMessageHeading && m.run >= m.length
}

// find returns the position of the best variant of a word and sets the length of the heading.
func (m *headingMatch) find(word *queryWord, entry int) position {
	best := position{-1, 0}
	for _, v := range word.variants {
		i, found := slices.BinarySearch(v.headings.entries, entry)
		if !found || v.weight < best.weight {
			continue
		}

		value := int(v.headings.values[i])
		if v.weight > best.weight || value>>4 < best.at {
			best = position{value >> 4, v.weight}
		}

		m.length = value & 15
	}

	return best
}

// longestSequence returns the length of the longest sequence of words that are neighbours in the query and the heading.
func longestSequence(positions []position) int {
	n, longest := 0, 0
	next := 0 // the position that continues the sequence

	for _, p := range positions {
		if p.at != next {
			n = 0
		}

		if p.at >= 0 {
			n++
		}

		next = p.at + 1
		longest = max(longest, n)
	}

	return longest
}

// similarity compares the query with a heading and the title of its page. Where the query ends with an unfinished
// word that was dropped (shortened), a heading without further words does not count as complete.
//
// The conversions to float64 keep compilers from fusing operations, so that every processor gets the same number.
func similarity(own, title *headingMatch, shortened bool) float64 {
	if own.matched == 0 {
		return 0
	}

	n := float64(len(own.positions))
	sum := float64(own.weight/n*own.share) + 0.5*float64(own.run)/n

	complete := own.matched == len(own.positions) && !(shortened && own.length <= own.matched)
	if complete && own.isPrefix {
		sum += 1 + float64(4*own.share)
	}

	if complete && own.share >= 1 {
		sum++
	}

	if title.length > 0 {
		titleSum := title.share + 0.5*float64(title.run)/n
		sum += float64(2 * (combinedWeight(own, title) / n) * own.share * titleSum)
	}

	return sum
}

// combinedWeight returns the sum of the weights of the words that occur in a heading or in the title of its page.
func combinedWeight(own, title *headingMatch) (weight float64) {
	for i, p := range own.positions {
		best := p.weight
		if title.length > 0 {
			best = max(best, title.positions[i].weight)
		}

		weight += best
	}

	return weight
}
