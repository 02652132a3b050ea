package main

import (
	"bytes"
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

func TestWrap(t *testing.T) {
	long := strings.Repeat("x", 100)
	text := wrap("one two "+strings.Repeat("word ", 20)+long+" end\x1b[31m", "1. ", "   ")
	for i, line := range strings.Split(text, "\n") {
		if len(line) > width && !strings.Contains(line, long) {
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
