package cli_test

import (
	"strings"
	"testing"

	"signpost/internal/cli"
)

func TestWrapForANarrowTerminal(t *testing.T) {
	const narrow = 30
	text := cli.Wrap(narrow, strings.Repeat("word ", 40), "  - ", "    ")
	for line := range strings.SplitSeq(text, "\n") {
		if len(line) > narrow {
			t.Errorf("too long: %q", line)
		}
	}
}

func TestWrap(t *testing.T) {
	long := strings.Repeat("x", 100)
	text := cli.Wrap(80, "one two "+strings.Repeat("word ", 20)+long+" end\x1b[31m", "1. ", "   ")

	for i, line := range strings.Split(text, "\n") {
		if len(line) > 80 && !strings.Contains(line, long) {
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

func TestPrintable(t *testing.T) {
	for text, want := range map[string]string{
		"a\x1b[31mb\u0085c": "a\ufffd[31mb\ufffdc",
		"line\nline\ttab":   "line\ufffdline\ufffdtab",
		"a\u202eb\u2066c":   "a\ufffdb\ufffdc",
		"a\u2028b":          "a\ufffdb",
		"Fini\u00a0: voilà": "Fini\u00a0: voilà", // French has such a space before a colon
		"👩\u200d🔧":          "👩\u200d🔧",
	} {
		if got := cli.Printable(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
