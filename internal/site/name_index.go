package site

import (
	"cmp"
	"slices"
	"strings"

	"signpost/internal/strictyaml"
)

// nameIndex finds the name that is most similar to a wrong one. A search looks only at names that share a rare pair
// of letters with it, and compares only a few of them, so that thousands of dead links do not take minutes.
type nameIndex struct {
	names  []string           // in lower case
	labels []string           // what each name stands for
	byPair map[string][]int32 // names with a pair of adjacent letters; nil if there are few names
}

// Limits of a search. If more names than these are nearly the same, another of them may be found.
const (
	maxSearched = 300 // names with a rare pair
	maxCompared = 32  // names of which the distance is computed
)

// newNameIndex indexes names. A search returns the label at the index of a name. Of equally similar names, it returns
// the first.
func newNameIndex(names, labels []string) *nameIndex {
	x := &nameIndex{labels: labels, names: make([]string, len(names))}
	for i, name := range names {
		x.names[i] = strings.ToLower(name)
	}

	if len(names) <= maxCompared {
		return x
	}

	x.byPair = map[string][]int32{}
	for i, name := range x.names {
		for _, pair := range pairs(name) {
			x.byPair[pair] = append(x.byPair[pair], int32(i))
		}
	}

	return x
}

// pairs returns the different pairs of adjacent bytes in a name. Its ends count as a byte.
func pairs(name string) []string {
	bounded := "^" + name + "$"
	list := make([]string, 0, len(bounded))
	for i := range len(bounded) - 1 {
		list = append(list, bounded[i:i+2])
	}

	slices.Sort(list)

	return slices.Compact(list)
}

// nearest returns the label of the name whose distance is the least, and less than the limit.
func (x *nameIndex) nearest(name string, limit int) (label string, ok bool) {
	name = strings.ToLower(name)
	for _, i := range x.candidates(name, limit) {
		if d := strictyaml.Distance(name, x.names[i]); d < limit {
			label, limit, ok = x.labels[i], d, true
		}
	}

	return label, ok
}

// candidates returns the names that may be similar, in their order.
func (x *nameIndex) candidates(name string, limit int) []int32 {
	if x.byPair == nil {
		all := make([]int32, len(x.names))
		for i := range all {
			all[i] = int32(i)
		}

		return all
	}

	list := x.mostShared(name, x.withRarePair(name, limit))
	slices.Sort(list)

	return list
}

// withRarePair returns names with the rarest pairs of a name, sorted; those with several pairs are repeated. Each edit
// changes at most two pairs, so that a name with fewer edits than the limit keeps at least one of the 2*limit-1 rarest.
func (x *nameIndex) withRarePair(name string, limit int) []int32 {
	rarest := pairs(name)
	slices.SortStableFunc(rarest, func(a, b string) int {
		return cmp.Compare(len(x.byPair[a]), len(x.byPair[b]))
	})

	var list []int32
	for _, pair := range rarest[:min(len(rarest), 2*limit-1)] {
		for _, i := range x.byPair[pair] {
			if len(list) == maxSearched {
				break
			}

			if difference(x.names[i], name) < limit {
				list = append(list, i)
			}
		}
	}

	slices.Sort(list)

	return list
}

// mostShared returns the names that are repeated most, and of those the ones whose length is the most similar.
func (x *nameIndex) mostShared(name string, repeated []int32) []int32 {
	times := map[int32]int{}
	for _, i := range repeated {
		times[i]++
	}

	list := slices.Compact(repeated)
	if len(list) <= maxCompared {
		return list
	}

	slices.SortStableFunc(list, func(a, b int32) int {
		return cmp.Or(
			cmp.Compare(times[b], times[a]),
			cmp.Compare(difference(x.names[a], name), difference(x.names[b], name)))
	})

	return list[:maxCompared]
}

// difference returns the difference between the lengths of two names, which is the least distance that they can have.
func difference(a, b string) int {
	return max(len(a)-len(b), len(b)-len(a))
}
