package site

import (
	"testing"
	"testing/fstest"
	"time"
)

func TestBuildSkipsWarnings(t *testing.T) {
	content := fstest.MapFS{
		"a.md": {Data: []byte("# A\n\nSee above.\n")},
		"b.md": {Data: []byte("---\ntitle: A\nreviewed: 2001-01-01\n---\nText.\n")},
	}
	options := Options{Now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
	for lint, want := range map[bool]int{
		false: 0,
		true:  5, // two orphans, the same title, an old review, text that points
	} {
		options.Lint = lint
		_, problems, err := Load(t.Context(), Source{Content: content}, options)
		if err != nil {
			t.Fatal(err)
		}
		if len(problems) != want {
			t.Errorf("lint %v: got %v, want %d problems", lint, problems, want)
		}
	}
}

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
