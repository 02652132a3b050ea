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
	names  []string         // in lower case
	labels []string         // what each name stands for
	byPair map[pair][]int32 // names with a pair; nil if there are few names
	pairs  [][]pair         // of each name
}

// pair is two adjacent bytes of a name.
type pair uint16

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

	x.byPair = map[pair][]int32{}
	x.pairs = make([][]pair, len(names))
	for i, name := range x.names {
		x.pairs[i] = pairsOf(name)
		for _, p := range x.pairs[i] {
			x.byPair[p] = append(x.byPair[p], int32(i))
		}
	}

	return x
}

// pairsOf returns the different pairs of a name, sorted. Its ends count as a byte.
func pairsOf(name string) []pair {
	bounded := "^" + name + "$"
	list := make([]pair, len(bounded)-1)
	for i := range list {
		list[i] = pair(bounded[i])<<8 | pair(bounded[i+1])
	}

	slices.Sort(list)

	return slices.Compact(list)
}

// missing returns how many pairs of the first list are not in the second. Both are sorted.
func missing(first, second []pair) int {
	count := 0
	for _, p := range first {
		for len(second) > 0 && second[0] < p {
			second = second[1:]
		}

		if len(second) == 0 || second[0] != p {
			count++
		}
	}

	return count
}

// nearest returns the label of the name whose distance is the least, and less than the limit.
func (x *nameIndex) nearest(name string, limit int) (label string, ok bool) {
	if limit < 1 {
		return "", false
	}

	name = strings.ToLower(name)
	for _, i := range x.candidates(name, limit) {
		if d := strictyaml.Distance(name, x.names[i], limit); d < limit {
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

	wanted := pairsOf(name)
	list := x.mostShared(name, x.withRarePair(name, wanted, limit))
	list = slices.DeleteFunc(list, func(i int32) bool {
		return missing(wanted, x.pairs[i]) > editedPairs*(limit-1)
	})

	slices.Sort(list)

	return list
}

// editedPairs is the number of pairs that an edit can remove.
const editedPairs = 2

// withRarePair returns names with the rarest pairs of a name, sorted; those with several pairs are repeated. A name
// with fewer edits than the limit keeps at least one of them.
func (x *nameIndex) withRarePair(name string, wanted []pair, limit int) []int32 {
	rarest := make([][]int32, len(wanted)) // names with each pair
	for i, p := range wanted {
		rarest[i] = x.byPair[p]
	}

	slices.SortStableFunc(rarest, func(a, b []int32) int { return cmp.Compare(len(a), len(b)) })

	var list []int32
	left := maxSearched
	for _, found := range rarest[:min(len(rarest), editedPairs*(limit-1)+1)] {
		found = found[:min(len(found), left)]
		left -= len(found)
		for _, i := range found {
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
	type candidate struct{ index, times, difference int32 }
	var list []candidate
	for k, i := range repeated {
		if k == 0 || repeated[k-1] != i {
			list = append(list, candidate{index: i, difference: int32(difference(x.names[i], name))})
		}

		list[len(list)-1].times++
	}

	slices.SortFunc(list, func(a, b candidate) int {
		return cmp.Or(int(b.times-a.times), int(a.difference-b.difference), int(a.index-b.index))
	})

	var most []int32
	for _, c := range list[:min(len(list), maxCompared)] {
		most = append(most, c.index)
	}

	return most
}

// difference returns the difference between the lengths of two names, which is the least distance that they can have.
func difference(a, b string) int {
	return max(len(a)-len(b), len(b)-len(a))
}
