package problem

import (
	"path/filepath"
	"testing"
)

func TestFingerprints(t *testing.T) {
	files := map[string]string{
		"a.md": "See here.\n\tSee here.\nSee there.\n\nSee here.",
	}
	source := func(file string) []byte { return []byte(files[file]) }
	at := func(line, column int, key, text string) string {
		p := Problem{File: "a.md", Line: line, Column: column, Text: text, Key: key}
		return Fingerprints([]Problem{p}, "site", source)[0]
	}

	first := at(1, 5, "", "3 words")
	for name, other := range map[string]string{
		"another line":    at(5, 5, "", "3 words"),
		"another text":    at(1, 5, "", "4 words"),
		"indented":        at(2, 6, "", "3 words"),
		"the end of CRLF": at(1, 5, "", ""),
	} {
		if other != first {
			t.Errorf("%s: got %s, want %s", name, other, first)
		}
	}

	for name, other := range map[string]string{
		"another sentence": at(3, 5, "", "3 words"),
		"another column":   at(1, 1, "", "3 words"),
		"another key":      at(1, 5, "b", "3 words"),
		"no line":          at(0, 0, "", "3 words"),
	} {
		if other == first {
			t.Errorf("%s: got the same fingerprint", name)
		}
	}

	if at(0, 0, "", "3 words") != at(0, 0, "", "4 words") || at(0, 0, "", "a") == at(0, 0, "", "b") {
		t.Error("a problem without a line depends on its text, except for numbers")
	}
	other := filepath.Join("content", "b.md")
	if at(0, 0, "", "as in "+other) != at(0, 0, "", "as in "+filepath.Join("site", other)) {
		t.Error("a fingerprint depends on the folder of the site")
	}
}
