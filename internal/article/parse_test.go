package article

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/codes"
	"signpost/internal/markdown"
	"signpost/internal/problem"
)

const sound = `---
title: Resolve smartcard issues
updated: 2026-11-22
codes:
  ID-201: {also: [no ODS code], check: ods-code}
---
For practices. See [the role](add.md#how).

## ODS code **not** present {#ods code=ID-201}

Your ODS code is missing.

1. Open **Care Identity Management**.
2. Find the card.

### Check that it worked

> [!WARNING]
> Wait a day.

![The list of roles](roles.svg)

| Code | Name |
|------|-----:|
| B0020 | Consent |
`

func TestParse(t *testing.T) {
	a, problems := Parse("smartcards/Resolve Issues.md", []byte(sound), Options{})
	if problems != nil {
		t.Fatal(problems)
	}
	if a.Path != "/smartcards/resolve-issues/" || a.Title != "Resolve smartcard issues" || a.Updated.Day() != 22 {
		t.Errorf("got path %q, title %q, updated %v", a.Path, a.Title, a.Updated)
	}
	type outline struct {
		Level     int
		ID, Title string
		Code      codes.Code
		Line      int
		Summary   string
		Steps     []string
		Text      string
	}
	var got []outline
	for _, s := range a.Sections {
		got = append(got, outline{s.Level, s.ID, s.Title, s.Code, s.Line, s.Summary, s.Steps, s.Text})
	}
	steps := []string{"Open Care Identity Management.", "Find the card."}
	want := []outline{
		{1, "", "Resolve smartcard issues", "", 1, "For practices. See the role.", nil, "For practices. See the role."},
		{2, "ods", "ODS code not present", "ID-201", 9, "Your ODS code is missing.", steps,
			"Your ODS code is missing.\n1. Open Care Identity Management.\n2. Find the card."},
		{3, "check-that-it-worked", "Check that it worked", "", 16, "", nil, "Wait a day.\nCode | Name\nB0020 | Consent"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if tree := a.Tree(1); len(tree) != 2 {
		t.Errorf("the tree of ID-201 has %d sections, want 2", len(tree))
	}
}

func TestHTMLLeavesAddressesOpen(t *testing.T) {
	a, _ := Parse("smartcards/resolve.md", []byte(sound), Options{})
	for _, s := range a.Sections {
		for i := range s.Body.Links {
			s.Body.Links[i].Target = "/x/?a&b"
			s.Body.Links[i].Image = &markdown.Image{Width: 640, Height: 400}
		}
	}
	var html []byte
	for i := range a.Sections {
		html = a.Sections[i].Body.Append(html, func(target string) string { return ".." + target })
	}
	for _, want := range []string{
		`<p>For practices. See <a href="../x/?a&amp;b">the role</a>.</p>`,
		"<ol class=\"steps\">\n<li>Open <strong>Care Identity Management</strong>.</li>",
		"<div class=\"callout warning\" role=\"note\">\n<p class=\"callout-title\">Warning</p>\n<p>Wait a day.</p>\n</div>",
		`<a class="picture" href="../x/?a&amp;b"><img alt="The list of roles" src="../x/?a&amp;b" width="640" height="400"></a>`,
		`<div class="table" tabindex="0"><table>`,
		`<td class="right">Consent</td>`,
	} {
		if !strings.Contains(string(html), want) {
			t.Errorf("no %s in\n%s", want, html)
		}
	}
}

func TestMistakes(t *testing.T) {
	const front = "---\ntitle: T\n---\n"
	tests := []struct{ name, src, want string }{
		{"empty", " \n", `a.md: error SP007: the file is empty`},
		{"no text", front, `a.md: error SP007: the article has no text`},
		{"Latin-1", front + "caf\xe9\n", `a.md:4:4: error SP002: the file is not UTF-8: unexpected byte 0xe9`},
		{"UTF-16", "\xff\xfeT\x00", `a.md: error SP002: the file is UTF-16, not UTF-8`},
		{"mojibake of a quotation mark", front + "don\u00e2\u20ac\u2122t\n", `a.md:4:4: error SP051: "â€™" is "’" read in a wrong code page`},
		{"mojibake of an emoji", front + "x \u00f0\u0178 y\n", `a.md:4:3: error SP051: "ðŸ" is "an emoji" read in a wrong code page`},
		{"mojibake of a letter", front + "Caf\u00c3\u00a9\n", `a.md:4:4: warning SP052: "Ã©" is "é" read in a wrong code page`},
		{"a character that was lost", front + "Caf\ufffd\n", `a.md:4:4: warning SP052: a character was lost and replaced by '�'`},
		{"mojibake in the title, as in the first article", "---\ntitle: \"\u03c0\u0178\u2019\u00b3 T\"\n---\nx\n", `a.md:2:9: error SP051: "πŸ’³" is "💳" read in a wrong code page`},
		{"front matter without end", "---\ntitle: T\n", "a.md:1:1: error SP003: the front matter that begins with --- has no end"},
		{"broken YAML", "---\ntitle: a: b\n---\nx\n", "a.md:2: error SP003: invalid YAML: mapping values are not allowed in this context"},
		{"unknown key", "---\ntitle: T\nautor: x\n---\nx\n", `a.md:3:1: error SP004: unknown key "autor"`},
		{"source without a title", "---\ntitle: T\nsources:\n  - url: https://www.example.org/\n---\nx\n", "a.md:3: error SP005: a source has no title"},
		{"control character", "---\ntitle: T\ndescription: \"a\\0b\"\n---\nx\n", `a.md:3: error SP005: the description contains the control character '\x00'`},
		{"no title", "text\n", `a.md:1:1: error SP006: the article has no title`},
		{"raw HTML block", front + "\n<script>alert(1)</script>\n", `a.md:5:1: error SP050: "<script>alert(1)</script>" is raw HTML, which is not allowed`},
		{"raw HTML in a line", front + "a <b>c</b>\n", "a.md:4:3: error SP050: \"<b>\" is raw HTML, which is not allowed"},
		{"malformed code", front + "## H {#h code=id201}\n", `a.md:4:1: error SP030: "id201" is not a code`},
		{"code without id", front + "## H {code=ID-201}\n", `a.md:4:1: error SP032: the heading declares ID-201 and has no ID`},
		{"unknown attribute", front + "## H {#h kode=ID-201}\n", `a.md:4:1: error SP013: headings have no attribute "kode"`},
		{"unreadable attributes", front + "## H {#h code=}\n", `a.md:4:1: error SP013: the attributes {#h code=} of the heading cannot be read`},
		{"id twice", front + "## A {#h}\n## B {#h}\n", `a.md:5: error SP012: the ID "h" is used twice in the article, first on line 4`},
		{"settings of an undeclared code", "---\ntitle: T\ncodes:\n  ID-201: {check: x}\n---\nx\n", `a.md:4: error SP033: no heading of the article declares ID-201, which is in its front matter`},
		{"unknown callout", front + "> [!NOTICE]\n> x\n", `a.md:4:3: error SP005: there is no callout [!NOTICE]`},
		{"placeholder", front + "Run by [to do: who runs it].\n\nA `[to do: sample]` is fine.\n", "a.md:4:8: error SP083: a placeholder is left: [to do: who runs it]"},
		{"placeholder in a heading", front + "## [to do: the message]\n", "a.md:4:4: error SP083: a placeholder is left: [to do: the message]"},
		{"slug that climbs", "---\ntitle: T\nslug: ../x\n---\nx\n", `a.md:3: error SP010: the slug "../x" is not valid in an address`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := Parse("a.md", []byte(tt.src), Options{})
			var lines []string
			for _, p := range problem.Sort(problems) {
				lines = append(lines, p.String())
				if p.Hint == "" {
					t.Errorf("no hint: %s", p)
				}
			}
			if diff := cmp.Diff(tt.want, strings.Join(lines, "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSoundTextIsNotMojibake(t *testing.T) {
	for _, text := range []string{"« CAFÉ »", "CAFÉ»", "naïve Ÿ", "Llanfair ŵŷ", "£5 – “yes” €3", "日本語", "Ünlü", "👍 🏽"} {
		if _, problems := Parse("a.md", []byte("---\ntitle: T\n---\n"+text), Options{}); problems != nil {
			t.Errorf("%s: %v", text, problems)
		}
	}
}

func TestSlug(t *testing.T) {
	for text, want := range map[string]string{
		"Add a role to a smartcard": "add-a-role-to-a-smartcard", "  ID-201: what?  ": "id-201-what", "Don't": "dont", "..": "", "Ŵy 日本": "ŵy-日本", "a..b": "a-b",
	} {
		if got := Slug(text); got != want {
			t.Errorf("Slug(%q) = %q, want %q", text, got, want)
		}
	}
}
