package main

import (
	"bytes"
	"context"
	"runtime"
	"strings"
	"testing"
)

func TestOpenWithoutAnOpener(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows always has a shell")
	}
	var stdout, stderr bytes.Buffer
	empty := func(string) string { return t.TempDir() }
	if code := run(t.Context(), []string{"open", "ID-201", "--site", "https://help.example"}, empty, nil, &stdout, &stderr); code != exitCannot {
		t.Errorf("exit code %d", code)
	}
	if got := stdout.String(); got != "https://help.example/e/id-201/\n" {
		t.Errorf("the address was not printed: %q", got)
	}
	if !strings.Contains(stderr.String(), "on this computer\nhint: copy the address above") {
		t.Errorf("got %q", &stderr)
	}
}

// Where Ctrl+C ends the looking, what was not seen must not be told as a fault of the card.
func TestInterrupted(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	empty := func(string) string { return t.TempDir() }
	for _, command := range []string{"run", "facts", "report"} {
		var stdout, stderr bytes.Buffer
		if code := run(ctx, []string{command}, empty, nil, &stdout, &stderr); code != exitCannot || stdout.Len() != 0 || !strings.Contains(stderr.String(), "stopped before everything was looked at") {
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
