package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"signpost/internal/cli"
	"signpost/internal/output"
	"signpost/internal/testkit/folder"
)

// cancelOnWaiting cancels a context when a build says that it waits.
type cancelOnWaiting struct {
	bytes.Buffer
	cancel context.CancelCauseFunc
}

func (c *cancelOnWaiting) Write(text []byte) (int, error) {
	if bytes.Contains(text, []byte("waiting")) {
		c.cancel(&cli.Interrupted{Signal: syscall.SIGINT})
	}
	return c.Buffer.Write(text)
}

// A second build of a folder waits for the first. It gives up after --wait, or when it is interrupted.
func TestBuildWaitsForAnother(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	dir := folder.New(t, "content/a.md", "# Article\n\nText.\n", "config.yaml", "title: Help\n")
	out := filepath.Join(dir, "public")
	build := func(extra ...string) (code int, stderr string) {
		ctx, cancel := context.WithCancelCause(t.Context())
		w := &cancelOnWaiting{cancel: cancel}
		args := append([]string{"build", "--config", filepath.Join(dir, "config.yaml")}, extra...)
		code = runArgs(ctx, w, w, args...)
		return code, strings.ReplaceAll(w.String(), out, "public")
	}

	lock, err := output.Acquire(t.Context(), out, output.Waiting{})
	if err != nil {
		t.Fatal(err)
	}

	code, stderr := build("--wait", "0")
	const locked = "public: another build is writing to this folder\n" +
		"hint: wait until it ends; --wait 10m waits longer\n"
	if code != cli.ExitFailed || !strings.HasSuffix(stderr, locked) {
		t.Errorf("exit code %d\n%s", code, stderr)
	}

	code, stderr = build()
	const waiting = "public: waiting up to 1m0s for another build of the same folder\n"
	if code != 130 || strings.Count(stderr, waiting) != 1 {
		t.Errorf("exit code %d\n%s", code, stderr)
	}

	if code, stderr = build("--wait", "-1s"); code != cli.ExitUsage {
		t.Errorf("exit code %d\n%s", code, stderr)
	}

	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	if code, stderr = build("--wait", "0"); code != cli.ExitOK {
		t.Errorf("exit code %d\n%s", code, stderr)
	}
}
