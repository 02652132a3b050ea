package main

import (
	"strings"
	"testing"
)

func TestWrapForANarrowTerminal(t *testing.T) {
	text := wrap(minWidth, strings.Repeat("word ", 40), "  - ", "    ")
	for line := range strings.SplitSeq(text, "\n") {
		if len(line) > minWidth {
			t.Errorf("too long: %q", line)
		}
	}
}

func TestWrap(t *testing.T) {
	long := strings.Repeat("x", 100)
	text := wrap(defaultWidth, "one two "+strings.Repeat("word ", 20)+long+" end\x1b[31m", "1. ", "   ")

	for i, line := range strings.Split(text, "\n") {
		if len(line) > defaultWidth && !strings.Contains(line, long) {
			t.Errorf("line %d is too long: %q", i, line)
		}
		if i > 0 && !strings.HasPrefix(line, "   ") {
			t.Errorf("line %d is not indented: %q", i, line)
		}
	}
	if !strings.HasPrefix(text, "1. one two word") {
		t.Errorf("wrong beginning: %q", text)
	}
	if !strings.Contains(text, "\n   "+long+"\n") {
		t.Errorf("the long word has no line of its own: %q", text)
	}
	if strings.Contains(text, "\x1b") {
		t.Errorf("control characters are left: %q", text)
	}
}
