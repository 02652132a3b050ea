package problem

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var sources = map[string]string{
	"a, b.md": "\uFEFFfirst\r\n" +
		"\tŵy 日👉 see above\r\n" +
		strings.Repeat("x", 200) + "HERE" + strings.Repeat("y", 200) + "\n",
	"b.md": "bad \x1b[31m\u202e here",
}

func readSource(file string) []byte {
	if text, ok := sources[file]; ok {
		return []byte(text)
	}

	return nil
}

var knownRules = []Rule{
	{ID: "SP001", Name: "unreadable", Severity: Error},
	{ID: "SP020", Name: "dead-page", Severity: Error},
	{ID: "SP023", Name: "vague-link", Severity: Warning},
	{ID: "SP043", Name: "unused-picture", Severity: Warning},
	{ID: "SP044", Name: "poor-alt", Severity: Warning},
	{ID: "SP054", Name: "pointing-text", Severity: Warning},
	{ID: "SP056", Name: "long-sentence", Severity: Warning},
	{ID: "SP074", Name: "missing-part", Severity: Off},
}

var problems = []Problem{
	{
		Rule:      "SP054",
		Severity:  Warning,
		File:      "a, b.md",
		Line:      2,
		Column:    14,
		EndLine:   2,
		EndColumn: 17,
		Text:      "100% wrong",
		Hint:      "fix: it,\nnow",
		URL:       "https://h.example/#sp054",
	},
	{
		Rule:     "SP056",
		Severity: Warning,
		File:     "a, b.md",
		Line:     3,
		Column:   201,
		Text:     "long",
	},
	{
		Rule:     "SP001",
		Severity: Error,
		File:     "b.md",
		Line:     1,
		Column:   5,
		Text:     "<bad>",
		Hint:     "h",
	},
	{
		Rule:     "SP043",
		Severity: Warning,
		File:     "missing.md",
		Line:     9,
		Column:   3,
		Text:     "t",
	},
	{
		Rule:     "SP043",
		Severity: Warning,
		File:     "missing.md",
		Text:     "whole file",
	},
}

func TestSort(t *testing.T) {
	sorted := Sort([]Problem{
		{File: "b.md", Text: "6"},
		{File: "a.md", Line: 2, Column: 1, Text: "4"},
		{File: "a.md", Line: 1, Column: 2, Text: "3"},
		{File: "a.md", Line: 1, Column: 1, Rule: "SP002", Text: "2"},
		{File: "a.md", Line: 1, Column: 1, Rule: "SP001", Text: "1"},
		{File: "a.md", Line: 10, Text: "5"},
		{File: "a.md", Line: 10, Text: "5"},
	})

	var order string
	for _, p := range sorted {
		order += p.Text
	}

	if order != "123456" {
		t.Errorf("got order %s, want 123456 without duplicates", order)
	}
}

func TestApplySeverities(t *testing.T) {
	place := Place{File: "a.md"}
	missingPart := knownRules[7].At(place, "", "a")
	list := []Problem{
		missingPart,
		knownRules[4].At(place, "", "b"),
		knownRules[2].At(place, "", "c"),
		knownRules[1].At(place, "", "d"),
	}

	severities := map[string]string{
		"SP044": "off",
		"SP023": "error",
	}

	var got []string
	for _, p := range ApplySeverities(list, severities) {
		got = append(got, p.Rule+" "+string(p.Severity))
	}

	if diff := cmp.Diff([]string{"SP023 error", "SP020 error"}, got); diff != "" {
		t.Error(diff)
	}

	enabled := ApplySeverities([]Problem{missingPart}, map[string]string{"SP074": "warning"})
	if len(enabled) != 1 || enabled[0].Severity != Warning {
		t.Errorf("rule turned on: got %v, want a warning", enabled)
	}
}

func TestShorten(t *testing.T) {
	for text, want := range map[string]string{
		"":       "",
		"card":   "card",
		"reader": "rea…",
		"ŵŷŵŷŵ":  "ŵŷŵ…",
	} {
		if got := Shorten(text, 4); got != want {
			t.Errorf("Shorten(%q, 4) = %q, want %q", text, got, want)
		}
	}
}
