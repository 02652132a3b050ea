package rules

import (
	"math"
	"testing"
)

// The formula as published: 0.39 times the words of a sentence, plus 11.8 times the syllables of a word, minus 15.59.
// Five more years give the age.
func TestReadabilityAge(t *testing.T) {
	r := readability{
		words:     100,
		sentences: 5,
		syllables: 150,
	}

	const want = 0.39*20 + 11.8*1.5 - 15.59 + 5
	if got := r.age(); math.Abs(got-want) > 0.01 {
		t.Errorf("got %.2f, want %.2f", got, want)
	}

	if got := new(readability).age(); got != 0 {
		t.Errorf("without words: got %.2f, want 0", got)
	}
}

func TestSyllables(t *testing.T) {
	for want, list := range map[int]string{
		1: "card code codes signed the free you type",
		2: "started table cases reader message happy passcode practice changes",
		3: "synchronised",
		4: "certificate",
		5: "administrator",
	} {
		for word := range words(list) {
			if got := syllables([]byte(word)); got != want {
				t.Errorf("%q: got %d, want %d", word, got, want)
			}
		}
	}
}
