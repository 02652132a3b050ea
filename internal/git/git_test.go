package git

import (
	"errors"
	"os/exec"
	"strings"
	"testing"
)

func TestOutputReturnsTheMessageOfGit(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("needs git")
	}

	dir := t.TempDir()
	t.Setenv("GIT_CEILING_DIRECTORIES", dir)
	_, err := Output(t.Context(), dir, "rev-parse", "HEAD")
	if err == nil || !strings.HasPrefix(err.Error(), "not a git repository") {
		t.Errorf("got error %v", err)
	}
}

func TestNotInstalled(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := Output(t.Context(), ".", "version"); !errors.Is(err, ErrNotInstalled) {
		t.Errorf("got error %v", err)
	}
}
