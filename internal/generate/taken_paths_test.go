package generate

import (
	"slices"
	"testing"
)

func TestFolders(t *testing.T) {
	for path, want := range map[string][]string{
		"index.html":      nil,
		"a/b/index.html":  {"a/b", "a"},
		"/index.html":     nil,
		"a//b/index.html": {"a//b", "a/", "a"},
	} {
		if got := slices.Collect(folders(path)); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}
