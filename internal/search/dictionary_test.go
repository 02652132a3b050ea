package search

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDictionaryNumbersWordsInOrder(t *testing.T) {
	var d dictionary
	if n, ok := d.lookup("card"); ok {
		t.Errorf("an empty dictionary returns %d for a word", n)
	}

	for range 2 { // the second time, with the buffers of the first
		checkNumbers(t, &d)
		d.reset()
	}
}

func checkNumbers(t *testing.T, d *dictionary) {
	t.Helper()
	numbers := map[string]uint32{}
	var want []string

	for i := range 20_000 {
		word := fmt.Sprintf("word%d", i*i%7919) // some of them repeatedly
		n, known := numbers[word]

		if !known {
			n = uint32(len(want))
			numbers[word] = n
			want = append(want, word)
		}

		if got := d.number(word); got != n {
			t.Fatalf("number(%q) = %d, want %d", word, got, n)
		}
	}

	if diff := cmp.Diff(want, d.words()); diff != "" {
		t.Errorf("words (-want +got):\n%s", diff)
	}

	for word, want := range numbers {
		if got, ok := d.lookup(word); got != want || !ok {
			t.Fatalf("lookup(%q) = %d, %v, want %d", word, got, ok, want)
		}
	}

	for _, word := range []string{"", "word", "word1word4"} {
		if n, ok := d.lookup(word); ok {
			t.Errorf("lookup(%q) = %d, want none", word, n)
		}
	}
}

func TestDictionaryDistinguishesWordsWithTheSameHash(t *testing.T) {
	const hash = 7
	d := dictionary{cells: make([]cell, 8)}
	words := []string{"a", "ab", "abc", "b"} // also prefixes of each other

	for i, word := range words {
		at := d.find(hash, word)
		if d.cells[at].number != 0 {
			t.Fatalf("the cell of %q belongs to another word", word)
		}

		d.letters = append(d.letters, word...)
		d.ends = append(d.ends, len(d.letters))
		d.cells[at] = cell{hash, uint32(i + 1)}
	}

	for i, word := range words {
		if got := d.cells[d.find(hash, word)].number; got != uint32(i+1) {
			t.Errorf("the number of %q is %d, want %d", word, got, i+1)
		}
	}

	if !slices.Equal(d.words(), words) {
		t.Errorf("words = %q, want %q", d.words(), words)
	}
}
