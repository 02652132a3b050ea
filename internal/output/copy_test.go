package output

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// copyOf returns a site that consists of a copy of a file.
func copyOf(source string) Site {
	open := func() (*os.File, error) { return os.Open(source) }
	return Site{Files: []File{Copied("forms/leave.pdf", open)}}
}

// A copy is written when its source has changed, also if the size is the same.
func TestCopied(t *testing.T) {
	dir := t.TempDir()
	source := filepath.Join(t.TempDir(), "source")
	long := strings.Repeat("long", pieceSize/4) + "and longer"
	for _, step := range []struct {
		content string
		want    Summary
	}{
		{content: "first", want: Summary{Written: 1}},
		{content: "first", want: Summary{Unchanged: 1}},
		{content: "First", want: Summary{Written: 1}},
		{content: long, want: Summary{Written: 1}},
		{content: long, want: Summary{Unchanged: 1}},
		{content: "", want: Summary{Written: 1}},
	} {
		writeFile(t, filepath.Dir(source), "source", step.content)
		if got := write(t, dir, copyOf(source)); got != step.want {
			t.Errorf("%.10q: %+v, want %+v", step.content, got, step.want)
		}

		if got := contents(t, dir)["forms/leave.pdf"]; got != step.content {
			t.Errorf("copy contains %.10q, want %.10q", got, step.content)
		}
	}
}

func TestCopiedMissing(t *testing.T) {
	site := copyOf(filepath.Join(t.TempDir(), "missing"))
	if _, err := Write(t.Context(), t.TempDir(), site); err == nil {
		t.Error("a missing file was copied")
	}

	archive := filepath.Join(t.TempDir(), "site.zip")
	if err := Archive(t.Context(), archive, site.Files); err == nil {
		t.Error("a missing file was archived")
	}
}

// cancelAfter is a reader that cancels a context after its first piece.
type cancelAfter struct {
	cancel context.CancelFunc
	read   int
}

func (c *cancelAfter) Read(b []byte) (int, error) {
	c.read += len(b)
	if c.read > pieceSize {
		c.cancel()
	}

	return len(b), nil
}

// A copy of a file that takes long can be interrupted.
func TestCopyIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	err := copyPieces(ctx, new(strings.Builder), &cancelAfter{cancel: cancel})
	if err != context.Canceled {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}
