package history

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"runtime"
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

// A repository from elsewhere may name programs in its configuration. Reading it starts none of them, and leaves the
// index as it is.
func TestNoProgramOfARepositoryIsRun(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the program is a shell script")
	}

	dir := newRepository(t)
	content := filepath.Join(dir, "content")
	proof := filepath.Join(t.TempDir(), "proof")
	program := filepath.Join(dir, ".git", "hooks", "post-index-change")
	script := "#!/bin/sh\ntouch '" + proof + "'\nprintf '\\n[GNUPG:] SIG_CREATED \\n' >&2\necho signature\n"
	writeFile(t, program, script)
	if err := os.Chmod(program, 0o777); err != nil {
		t.Fatal(err)
	}

	first := Commit(t.Context(), dir)
	writeFile(t, filepath.Join(content, "a.md"), "signed")
	runGit(t, dir, "2026-05-01", "-c", "gpg.program="+program, "commit", "--quiet", "-a", "-S", "-m", "sign")
	writeFile(t, filepath.Join(dir, ".git", "info", "attributes"), "* filter=f diff=f\n")
	for _, key := range []string{
		"core.fsmonitor", "filter.f.clean", "diff.external", "diff.f.command", "diff.f.textconv", "gpg.program",
	} {
		runGit(t, dir, "2026-05-01", "config", key, program)
	}

	runGit(t, dir, "2026-05-01", "config", "log.showSignature", "true")
	writeFile(t, filepath.Join(content, "a.md"), "changed") // so that the index is out of date
	indexFile := filepath.Join(dir, ".git", "index")
	index := readFile(t, indexFile)
	if err := os.Remove(proof); err != nil {
		t.Fatal(err) // the program was not even run to sign
	}

	Dates(t.Context(), content)
	Changes(t.Context(), content, "a.md", 10)
	Same(t.Context(), content, first, "HEAD")
	Renames(t.Context(), content, first)

	if _, err := os.Stat(proof); err == nil {
		t.Error("a program of the repository was run")
	}

	if readFile(t, indexFile) != index {
		t.Error("the index was written")
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}

	return string(data)
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
