package article

import "testing"

func TestProblemsOfFrontMatter(t *testing.T) {
	checkProblems(t, []problemTest{
		{
			name: "no end",
			src:  "---\ntitle: T\n",
			want: "a.md:1:1: error SP003: the front matter that begins with --- has no end",
		},
		{
			name: "broken YAML",
			src:  "---\ntitle: a: b\n---\nx\n",
			want: "a.md:2: error SP003: invalid YAML: mapping values are not allowed in this context",
		},
		{
			name: "unknown key",
			src:  "---\ntitle: T\nautor: x\n---\nx\n",
			want: `a.md:3:1: error SP004: unknown key "autor"`,
		},
		{
			name: "source without a title",
			src:  "---\ntitle: T\nsources:\n  - url: https://www.example.org/\n---\nx\n",
			want: "a.md:3: error SP005: a source has no title",
		},
		{
			name: "control character",
			src:  "---\ntitle: T\ndescription: \"a\\0b\"\n---\nx\n",
			want: `a.md:3: error SP005: the description contains the control character '\x00'`,
		},
		{
			name: "language",
			src:  "---\ntitle: T\nlang: no language\n---\nx\n",
			want: `a.md:3: error SP005: "no language" is not a language`,
		},
		{
			name: "settings of an undeclared code",
			src:  "---\ntitle: T\ncodes:\n  ID-201: {check: x}\n---\nx\n",
			want: `a.md:4: error SP033: no heading of the article declares ID-201, which is in its front matter`,
		},
		{
			name: "severity and wording of a code",
			src: "---\ntitle: T\ncodes:\n  ID-201: {severity: bad, also: [/(/]}\n---\n" +
				"## A {#a code=ID-201}\n",
			want: "a.md:4: error SP005: ID-201 has the severity \"bad\"\n" +
				"a.md:4: error SP005: ID-201: error parsing regexp: missing closing ): `(?i)(`",
		},
		{
			name: "slug",
			src:  "---\ntitle: T\nslug: ../x\n---\nx\n",
			want: `a.md:3: error SP010: the slug "../x" is not valid in an address`,
		},
	})
}

func TestBody(t *testing.T) {
	for src, want := range map[string]string{
		"\uFEFF---\ntitle: T\n---\n\n\nText.\n": "Text.\n",
		"Text.\n---\n":                          "Text.\n---\n",
		"--- \r\ntitle: T\r\n---\t\r\nText.":    "Text.",
		"---\ntitle: T\n":                       "---\ntitle: T\n",
	} {
		if got := string(Body([]byte(src))); got != want {
			t.Errorf("Body(%q) = %q, want %q", src, got, want)
		}
	}
}

func TestLineOf(t *testing.T) {
	const src = `---
title: "New order: who signs"
description: |
  slug: is not a key in text.
sources: [{title: A leaflet, url: https://www.example.org/}]
codes:
  ID-201:
    severity: blocking
    also: ["tags: none"]
  ID-202: {severity: advice}
"order" : 3
# icon: card.svg
---
aliases: /a/
`
	a, problems := Parse("a.md", []byte(src), Options{})
	if a.Order != 3 {
		t.Fatalf("cannot read the front matter: %v", problems)
	}

	tests := []struct {
		name string
		path []string
		want int
	}{
		{"first key", []string{"title"}, 2},
		{"key with a block", []string{"description"}, 3},
		{"key whose name is in a value", []string{"order"}, 11},
		{"key of a mapping", []string{"codes", "ID-202"}, 10},
		{"key of a nested mapping", []string{"codes", "ID-202", "severity"}, 10},
		{"nested key without its path", []string{"ID-202"}, 0},
		{"part of a key", []string{"rder"}, 0},
		{"key in a block", []string{"slug"}, 0},
		{"key in a value", []string{"tags"}, 0},
		{"key in a sequence", []string{"sources", "url"}, 0},
		{"key in a comment", []string{"icon"}, 0},
		{"key in the text", []string{"aliases"}, 0},
		{"path below text", []string{"title", "New order"}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := a.LineOf(tt.path...); got != tt.want {
				t.Errorf("LineOf(%q) = %d, want %d", tt.path, got, tt.want)
			}
		})
	}
}

func TestLineOfBrokenFrontMatter(t *testing.T) {
	if got := LineOf("title: a: b\n", "title"); got != 0 {
		t.Errorf("LineOf returns %d, want 0", got)
	}
}
