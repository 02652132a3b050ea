package history

import (
	"context"
	"maps"
	"path/filepath"
	"strings"
	"testing"
)

// The commits that changed a file are known, and whether two commits have the same files in a folder.
func TestChanges(t *testing.T) {
	dir := newRepository(t)
	content := filepath.Join(dir, "content")
	commits := Changes(t.Context(), content, "a.md", 10)
	if len(commits) != 2 || commits[0] == Commit(t.Context(), dir) {
		t.Fatalf("got %v, want the two commits that changed a.md", commits)
	}

	if !Same(t.Context(), content, commits[0], "HEAD") || Same(t.Context(), content, commits[1], "HEAD") {
		t.Error("the last commit did not change the folder, the others did")
	}
}

// A file that was renamed in a commit and again since is known by its first name.
func TestRenames(t *testing.T) {
	dir := newRepository(t)
	content := filepath.Join(dir, "content")
	first := Commit(t.Context(), dir)
	text := strings.Repeat("A line of text that is long enough.\n", 20)
	writeFile(t, filepath.Join(content, "long.md"), text)
	runGit(t, dir, "2026-05-01", "add", ".")
	runGit(t, dir, "2026-05-01", "commit", "--quiet", "-m", "add")
	second := Commit(t.Context(), dir)
	runGit(t, dir, "2026-05-02", "mv", "content/long.md", "content/b c.md")
	runGit(t, dir, "2026-05-02", "commit", "--quiet", "-m", "rename")
	runGit(t, dir, "2026-05-03", "mv", "content/b c.md", "content/d.md")

	want := map[string]string{"long.md": "d.md"}
	if got := Renames(t.Context(), content, second); !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}

	if got := Renames(t.Context(), content, first); got["long.md"] != "d.md" {
		t.Errorf("got %v, want the renames since the commit", got)
	}
}

// Without git, in a folder outside of it, and after Ctrl-C there are no commits.
func TestNoTree(t *testing.T) {
	outside := t.TempDir()
	if got := Changes(t.Context(), outside, "a.md", 10); got != nil {
		t.Errorf("got %v", got)
	}

	if Same(t.Context(), outside, "HEAD", "HEAD") || Renames(t.Context(), outside, "HEAD") != nil {
		t.Error("got a commit in a folder without a repository")
	}

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got := Changes(ctx, newRepository(t), "content/a.md", 10); got != nil {
		t.Errorf("git was not stopped: %v", got)
	}
}
