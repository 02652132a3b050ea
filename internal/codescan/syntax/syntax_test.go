package syntax

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signpost/internal/testkit/limited"
)

// Each line of a test is a file: its name, and source in which words say what they are: "code" is code, "text" is in a
// string, and "comment" is in a comment. "\n" is a line break.
func TestKinds(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "kinds.txt"))
	if err != nil {
		t.Fatal(err)
	}

	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		name, source, found := strings.Cut(strings.TrimRight(line, "\n"), ": ")
		if !found || strings.HasPrefix(line, "#") {
			continue
		}

		source = strings.ReplaceAll(source, "⏎", "\n")
		for _, problem := range misread(name, source) {
			t.Errorf("kinds.txt:%d: %s in %s", number, problem, source)
		}
	}
}

var words = map[string]Kind{"code": Code, "text": Text, "comment": Comment}

// misread returns the words whose kind is not what they say.
func misread(name, source string) []string {
	var problems []string
	Of(name, []byte(source)).Spans([]byte(source), func(s Span) bool {
		part := source[s.From:s.To]
		for word, kind := range words {
			if strings.Contains(part, word) && kind != s.Kind {
				problems = append(problems, word+" has the wrong kind")
			}
		}

		return true
	})

	return problems
}

func TestOf(t *testing.T) {
	for name, want := range map[string]string{
		"a/b.GO": "Go", "x.d.ts": "JavaScript", "Makefile": "shell", "Makefile.am": "shell", "README": "document",
		"README.rst": "document", "news.py": "Python", ".env": "settings", "x.unknown": "text", "x": "text",
		"CMakeLists.txt": "CMake", "a.txt": "document",
	} {
		if got := Of(name, nil).Name; got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}

	for line, want := range map[string]string{
		"#!/bin/sh":                      "shell",
		"#!/usr/bin/env -S python3.11\n": "Python",
		"#!":                             "text",
		"#!/usr/bin/cobol\nsh":           "text",
	} {
		if got := Of("run", []byte(line)).Name; got != want {
			t.Errorf("%q: got %s, want %s", line, got, want)
		}
	}
}

func TestSpansStops(t *testing.T) {
	calls := 0
	javascript.Spans([]byte("a 'b' c // d"), func(Span) bool {
		calls++
		return false
	})
	if calls != 1 {
		t.Errorf("%d calls, want 1", calls)
	}
}

// A file that was written to take long takes no longer than others: every language reads 256 KB of what begins its
// comments and strings and never ends them.
func TestSpansAreLinear(t *testing.T) {
	var openers []string
	for _, r := range []string{"/*", "<!--", "<a ", "<script ", "`${", "R\"(", "r#\"", "--[[", "<<A\n", "(*", "/", "'",
		"\"\"\"", "\"", "<?", "@\"", "#[", "{-", "<#", "<%", " \t", "\n=begin", "\\", "#|", "</", "x'a", "/* {-"} {
		openers = append(openers, strings.Repeat(r, (256<<10)/len(r)))
	}

	for _, e := range table {
		for _, source := range openers {
			start := time.Now()
			check(t, e.language, []byte(source))
			if d := time.Since(start); d > 2*time.Second {
				t.Errorf("%s: %q... takes %v", e.language.Name, source[:10], d)
			}
		}
	}
}

// check verifies that spans are in order and cover the source.
func check(t *testing.T, l *Language, source []byte) {
	t.Helper()
	end := 0
	l.Spans(source, func(s Span) bool {
		if s.From != end || s.To <= s.From || s.To > len(source) || s.Kind > Comment {
			t.Fatalf("%s: span %+v after %d in %q", l.Name, s, end, source)
		}

		end = s.To
		return true
	})
	if end != len(source) {
		t.Fatalf("%s: the spans end at %d of %d", l.Name, end, len(source))
	}
}

func FuzzSpans(f *testing.F) {
	data, err := os.ReadFile(filepath.Join("testdata", "kinds.txt"))
	if err != nil {
		f.Fatal(err)
	}

	for line := range bytes.Lines(data) {
		_, source, _ := bytes.Cut(line, []byte(": "))
		f.Add(bytes.ReplaceAll(source, []byte("⏎"), []byte("\n")))
	}

	f.Fuzz(func(t *testing.T, source []byte) {
		limited.Input(t)
		for _, e := range table {
			check(t, e.language, source)
		}

		Of("x", source)
	})
}
