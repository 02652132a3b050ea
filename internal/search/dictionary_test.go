package search

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDictionaryNumbersWordsAsTheyCome(t *testing.T) {
	var d dictionary
	if n, ok := d.known("card"); ok {
		t.Errorf("an empty dictionary knows a word as %d", n)
	}
	for range 2 { // the second time, in the room of the first
		numbers := map[string]uint32{}
		var want []string
		for i := range 20_000 {
			word := fmt.Sprintf("word%d", i*i%7919) // some of them time and again
			n, known := numbers[word]
			if !known {
				n = uint32(len(want))
				numbers[word], want = n, append(want, word)
			}
			if got := d.number(word); got != n {
				t.Fatalf("%q has the number %d, want %d", word, got, n)
			}
		}
		if diff := cmp.Diff(want, d.words()); diff != "" {
			t.Error(diff)
		}
		for word, want := range numbers {
			if got, ok := d.known(word); got != want || !ok {
				t.Fatalf("%q is known as %d (%v), want %d", word, got, ok, want)
			}
		}
		for _, word := range []string{"", "word", "word1word4"} {
			if n, ok := d.known(word); ok {
				t.Errorf("%q is known as %d", word, n)
			}
		}
		d.reset()
	}
}

// Two words of which one begins where the other ends, and words whose hashes are alike, stay apart.
func TestDictionaryTellsWordsApart(t *testing.T) {
	d := dictionary{cells: make([]cell, 8)}
	words := []string{"a", "ab", "abc", "b"}
	for i, word := range words {
		at := d.find(7, word) // the same hash for all of them
		if d.cells[at].number != 0 {
			t.Fatalf("%q is taken for another word", word)
		}
		d.letters, d.ends = append(d.letters, word...), append(d.ends, len(d.letters)+len(word))
		d.cells[at] = cell{7, uint32(i + 1)}
	}
	for i, word := range words {
		if got := d.cells[d.find(7, word)].number; got != uint32(i+1) {
			t.Errorf("%q is number %d, want %d", word, got, i+1)
		}
	}
	if !slices.Equal(d.words(), words) {
		t.Errorf("the words are %q", d.words())
	}
}
