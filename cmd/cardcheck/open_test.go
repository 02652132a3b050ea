package main

import (
	"bytes"
	"context"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"signpost/internal/cli"
)

func TestOpenWithoutABrowser(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows always has a shell")
	}
	var stdout, stderr bytes.Buffer
	code := run(t.Context(), cli.Process{
		Args:   []string{"open", "ID-201", "--site", "https://help.example"},
		Env:    func(string) string { return t.TempDir() },
		Stdout: &stdout,
		Stderr: &stderr,
	})

	if code != cli.ExitFailed {
		t.Errorf("exit code %d", code)
	}
	if got := stdout.String(); got != "https://help.example/e/id-201/\n" {
		t.Errorf("the address was not printed: %q", got)
	}
	if !strings.Contains(stderr.String(), "\nhint: copy the address above") {
		t.Errorf("standard error is %q", &stderr)
	}
}

// TestInterrupted checks that what was not observed because of Ctrl+C is not reported as a fault of the card.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(&cli.Interrupted{Signal: syscall.SIGINT})

	for _, command := range []string{"run", "facts", "report"} {
		var stdout, stderr bytes.Buffer
		p := thisProcess()
		p.Args = []string{command}
		p.Env = func(string) string { return t.TempDir() }
		p.Stdout = &stdout
		p.Stderr = &stderr

		code := run(ctx, p)
		if code != 130 || stdout.Len() != 0 || stderr.String() != "cardcheck: interrupted\n" {
			t.Errorf("%s: exit code %d, %q, %q", command, code, &stdout, &stderr)
		}
	}
}
