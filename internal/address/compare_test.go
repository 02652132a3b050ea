package address

import (
	"slices"
	"testing"
)

// TestCompare checks that the first address that matches is the one that was meant.
func TestCompare(t *testing.T) {
	list := []string{"/hc/*", "/old/", "/show/?id=1", "/hc/articles/*", "/show/?id=1&lang=en"}
	slices.SortStableFunc(list, func(a, b string) int { return Compare(Parse(a), Parse(b)) })

	want := []string{"/show/?id=1&lang=en", "/show/?id=1", "/old/", "/hc/articles/*", "/hc/*"}
	if !slices.Equal(list, want) {
		t.Errorf("got %q, want %q", list, want)
	}
}
