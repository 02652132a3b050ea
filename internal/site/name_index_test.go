package site

import (
	"fmt"
	"path"
	"testing"

	"signpost/internal/strictyaml"
)

// manyNames returns different names that are nearly the same, as an index finds it hardest.
func manyNames(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("article-number-%d", i)
	}

	return names
}

// Maps have no order, but the hint must be the same in each run.
func TestNearestIsDeterministic(t *testing.T) {
	for range 50 {
		index := indexFiles([]string{"a/card.svg", "b/card.svg", "c/Card.svg"}, path.Base)
		if got, ok := index.nearest("crad.svg", 4); !ok || got != "a/card.svg" {
			t.Fatalf("got %q, want a/card.svg", got)
		}
	}
}

func TestNearestAmongManyNames(t *testing.T) {
	names := append(manyNames(4000), "reader", "Smartcards", "the-quick-start")
	index := newNameIndex(names, names)

	for name, want := range map[string]string{
		"article-number-17":    "article-number-17",
		"artcle-number-1234":   "article-number-1234",
		"articlenumber-3999":   "article-number-3999",
		"raeder":               "reader",
		"smartcard":            "Smartcards",
		"quick-start":          "the-quick-start",
		"setup-on-wsl-17":      "",
		"q":                    "",
		"":                     "",
		"completely-different": "",
	} {
		got, ok := index.nearest(name, strictyaml.Tolerance(name))
		if got != want || ok != (want != "") {
			t.Errorf("%q: got %q, %v; want %q", name, got, ok, want)
		}
	}
}

func TestNothingIsNearest(t *testing.T) {
	names := manyNames(100)
	if got, ok := newNameIndex(names, names).nearest("", 0); ok {
		t.Errorf("got %q, want nothing", got)
	}
}

// The work of a search must not grow with the number of names.
func TestSearchIsBounded(t *testing.T) {
	names := manyNames(20_000)
	index := newNameIndex(names, names)
	const name = "article-nummer-1"
	limit := strictyaml.Tolerance(name)

	if got := len(index.withRarePair(name, pairsOf(name), limit)); got > maxSearched {
		t.Errorf("searched %d names, want at most %d", got, maxSearched)
	}

	if got := len(index.candidates(name, limit)); got == 0 || got > maxCompared {
		t.Errorf("compared %d names, want 1 to %d", got, maxCompared)
	}
}

func BenchmarkNearest(b *testing.B) {
	names := manyNames(4000)
	index := newNameIndex(names, names)
	for _, name := range []string{"setup-on-wsl-17", "artcle-number-17"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				index.nearest(name, strictyaml.Tolerance(name))
			}
		})
	}

	b.Run("index", func(b *testing.B) {
		for b.Loop() {
			newNameIndex(names, names)
		}
	})
}
