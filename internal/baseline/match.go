package baseline

import (
	"maps"
	"slices"

	"signpost/internal/problem"
)

// Input is what a baseline is compared with.
type Input struct {
	// Problems are sorted. Match sets Known.
	Problems []problem.Problem

	// CanBeKnown reports whether the site is right in spite of a problem.
	CanBeKnown func(problem.Problem) bool

	// Source returns the content of a file with a problem.
	Source problem.Source

	// Exists reports whether there is a file.
	Exists func(path string) bool
}

// Match is the result of comparing a baseline with the problems of a site.
type Match struct {
	// Found contains the known problems that the site still has, with their current files.
	Found *Baseline

	// New contains the other problems that can be known.
	New *Baseline

	// Gone contains the known problems that were not found.
	Gone *Baseline

	moves int // known problems whose file has moved
}

// Match marks the problems that the baseline contains as known. If the file of a known problem no longer exists, a
// problem with the same text in another file is the same one: the file has moved.
func (b *Baseline) Match(in Input) Match {
	m := Match{Found: b.empty(), New: b.empty(), Gone: b.empty()}
	maps.Copy(m.Gone.counts, b.counts)

	entries := b.entriesOf(in)
	take := func(i int, from Entry) {
		in.Problems[i].Known = true
		m.Found.add(entries[i], 1)
		m.Gone.remove(from)
	}

	for i, e := range entries {
		if m.Gone.counts[e] > 0 {
			take(i, e)
		}
	}

	moved := m.Gone.moved(in.Exists)
	for i, e := range entries {
		if e.File == "" || in.Problems[i].Known {
			continue
		}

		key := Entry{Rule: e.Rule, Fingerprint: e.Fingerprint}
		if from := moved[key]; len(from) > 0 {
			moved[key] = from[1:]
			take(i, from[0])
			m.moves++
			continue
		}

		m.New.add(e, 1)
	}

	return m
}

func (b *Baseline) empty() *Baseline {
	return &Baseline{dir: b.dir, counts: map[Entry]int{}}
}

// entriesOf returns the entries of the problems, and empty ones for those that cannot be known.
func (b *Baseline) entriesOf(in Input) []Entry {
	list := make([]Entry, len(in.Problems))
	for i, fingerprint := range problem.Fingerprints(in.Problems, b.dir, in.Source) {
		if in.CanBeKnown(in.Problems[i]) {
			list[i] = b.entry(in.Problems[i], fingerprint)
		}
	}

	return list
}

// remove removes one problem.
func (b *Baseline) remove(e Entry) {
	if b.counts[e]--; b.counts[e] <= 0 {
		delete(b.counts, e)
	}
}

// moved returns the problems of files that no longer exist, by rule and text, in the order of the files.
func (b *Baseline) moved(exists func(path string) bool) map[Entry][]Entry {
	found := map[string]bool{} // by file
	moved := map[Entry][]Entry{}
	for _, e := range slices.SortedFunc(maps.Keys(b.counts), compare) {
		known, ok := found[e.File]
		if !ok {
			known = exists(b.Path(e))
			found[e.File] = known
		}

		if known {
			continue
		}

		key := Entry{Rule: e.Rule, Fingerprint: e.Fingerprint}
		for range b.counts[e] {
			moved[key] = append(moved[key], e)
		}
	}

	return moved
}

// Moved reports whether known problems were found in another file.
func (m Match) Moved() bool {
	return m.moves > 0
}

// Record returns the baseline of a site with all its problems. Of the problems that were not found, it contains those
// that keep selects.
func (m Match) Record(keep func(Entry) bool) *Baseline {
	all := m.Prune(keep)
	for e, count := range m.New.counts {
		all.add(e, count)
	}

	return all
}

// Prune returns the baseline without the problems that were not found, except those that keep selects.
func (m Match) Prune(keep func(Entry) bool) *Baseline {
	rest := m.Found.empty()
	maps.Copy(rest.counts, m.Found.counts)
	for e, count := range m.Gone.counts {
		if keep(e) {
			rest.add(e, count)
		}
	}

	return rest
}
