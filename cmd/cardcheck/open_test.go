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

func TestOpenWithoutAnOpener(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows always has a shell")
	}
	var stdout, stderr bytes.Buffer
	empty := func(string) string { return t.TempDir() }
	if code := run(t.Context(), cli.Process{
		Args:   []string{"open", "ID-201", "--site", "https://help.example"},
		Env:    empty,
		Stdout: &stdout,
		Stderr: &stderr,
	}); code != cli.ExitFailed {
		t.Errorf("exit code %d", code)
	}
	if got := stdout.String(); got != "https://help.example/e/id-201/\n" {
		t.Errorf("the address was not printed: %q", got)
	}
	if !strings.Contains(stderr.String(), "on this computer\nhint: copy the address above") {
		t.Errorf("got %q", &stderr)
	}
}

// A fact that was not observed because of Ctrl+C must not be reported as a fault of the card.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(&cli.Interrupted{Signal: syscall.SIGINT})

	for _, command := range []string{"run", "facts", "report"} {
		var stdout, stderr bytes.Buffer
		code := run(ctx, cli.Process{
			Args:   []string{command},
			Env:    func(string) string { return t.TempDir() },
			Stdout: &stdout,
			Stderr: &stderr,
		})
		if code != 130 || stdout.Len() != 0 || stderr.String() != "cardcheck: interrupted\n" {
			t.Errorf("%s: exit code %d, %q, %q", command, code, &stdout, &stderr)
		}
	}
}

func TestWrapForANarrowTerminal(t *testing.T) {
	for line := range strings.SplitSeq(narrowest.wrap(strings.Repeat("word ", 40), "  - ", "    "), "\n") {
		if len(line) > int(narrowest) {
			t.Errorf("too long: %q", line)
		}
	}
}

func TestWrap(t *testing.T) {
	long := strings.Repeat("x", 100)
	text := usual.wrap("one two "+strings.Repeat("word ", 20)+long+" end\x1b[31m", "1. ", "   ")
	for i, line := range strings.Split(text, "\n") {
		if len(line) > int(usual) && !strings.Contains(line, long) {
			t.Errorf("line %d is too long: %q", i, line)
		}
		if indent := "   "; i > 0 && !strings.HasPrefix(line, indent) {
			t.Errorf("line %d is not indented: %q", i, line)
		}
	}
	if !strings.HasPrefix(text, "1. one two word") || strings.Contains(text, "\x1b") || !strings.Contains(text, "\n   "+long+"\n") {
		t.Errorf("got %q", text)
	}
}
