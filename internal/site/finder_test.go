package site

import "testing"

// Maps have no order, but the hint must be the same in each run.
func TestNearestIsDeterministic(t *testing.T) {
	files := map[string]bool{
		"b/card.svg": true,
		"a/card.svg": true,
		"c/Card.svg": true,
	}

	for range 50 {
		if got, ok := nearest("crad.svg", files); !ok || got != "a/card.svg" {
			t.Fatalf("got %q, want a/card.svg", got)
		}
	}
}
