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
	a, _ := Parse("a.md", []byte(withCode), Options{})
	for key, want := range map[string]int{
		"title":   2,
		"updated": 3,
		"ID-201":  5,
		"tags":    0,
	} {
		if got := a.LineOf(key); got != want {
			t.Errorf("LineOf(%q) = %d, want %d", key, got, want)
		}
	}
}
