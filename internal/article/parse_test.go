package article

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/markdown"
)

// withCode is an article that explains a code.
const withCode = `---
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
	a, problems := Parse("smartcards/Resolve Issues.md", []byte(withCode), Options{})
	if problems != nil {
		t.Fatal(problems)
	}

	if a.Path != "/smartcards/resolve-issues/" || a.Title != "Resolve smartcard issues" || a.Updated.Day() != 22 {
		t.Errorf("got path %q, title %q, updated %v", a.Path, a.Title, a.Updated)
	}

	for i := range a.Sections {
		a.Sections[i].HeadingHTML = markdown.HTML{}
		a.Sections[i].Body = markdown.HTML{}
	}

	solution := "Your ODS code is missing.\n1. Open Care Identity Management.\n2. Find the card."
	check := "Wait a day.\nCode | Name\nB0020 | Consent"
	want := []Section{
		{
			Heading:     Heading{Level: 1, Title: "Resolve smartcard issues", Line: 1},
			Text:        "For practices. See the role.",
			Explanation: Explanation{Summary: "For practices. See the role."},
		},
		{
			Heading: Heading{
				Level: 2,
				ID:    "ods",
				Title: "ODS code not present",
				Code:  "ID-201",
				Line:  9,
			},
			Text: solution,
			Explanation: Explanation{
				Summary: "Your ODS code is missing.",
				Fix:     solution + "\n\nCheck that it worked\n\n" + check,
				Steps:   []string{"Open Care Identity Management.", "Find the card."},
			},
		},
		{
			Heading: Heading{
				Level: 3,
				ID:    "check-that-it-worked",
				Title: "Check that it worked",
				Line:  16,
			},
			Text: check,
		},
	}
	if diff := cmp.Diff(want, a.Sections); diff != "" {
		t.Error(diff)
	}
}

func TestTree(t *testing.T) {
	a, _ := Parse("a.md", []byte("# T\n## A\n### B\n#### C\n## D\n"), Options{})
	for i, want := range []int{5, 3, 2, 1, 1} {
		if got := len(Tree(a.Sections, i)); got != want {
			t.Errorf("the tree of section %d has %d sections, want %d", i, got, want)
		}
	}
}

// The explanation of a code covers the sections below it, even if one of them has a code too.
func TestExplanationsOfNestedCodes(t *testing.T) {
	const src = "# T\n\n## A {#a code=ID-201}\n\n### B {#b code=ID-202}\n\n1. One.\n\n### C\n\nText.\n\n## D\n\nMore.\n"
	a, problems := Parse("a.md", []byte(src), Options{})
	if problems != nil {
		t.Fatal(problems)
	}

	var got []Explanation
	for _, s := range a.Sections {
		got = append(got, s.Explanation)
	}

	want := []Explanation{
		{},
		{
			Summary: "Text.",
			Fix:     "B\n\n1. One.\n\nC\n\nText.",
			Steps:   []string{"One."},
		},
		{
			Fix:   "1. One.",
			Steps: []string{"One."},
		},
		{},
		{},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What a caller writes into one article must not be seen in another.
func TestArticlesShareNothing(t *testing.T) {
	first, _ := Parse("a.md", []byte(withCode), Options{})
	second, _ := Parse("a.md", []byte(withCode), Options{})
	for i := range first.Sections {
		s := &first.Sections[i]
		s.Summary = "changed"
		s.Text = "changed"
		s.Steps = append(s.Steps, "changed")
		s.Body.Links = nil
	}

	want, _ := Parse("a.md", []byte(withCode), Options{})
	if diff := cmp.Diff(want, second); diff != "" {
		t.Error(diff)
	}
}

func TestHTMLHasPlaceholdersForAddresses(t *testing.T) {
	a, _ := Parse("smartcards/resolve.md", []byte(withCode), Options{})
	var html []byte
	for i := range a.Sections {
		body := &a.Sections[i].Body
		for j := range body.Links {
			body.Links[j].Target = "/x/?a&b"
			body.Links[j].Image = &markdown.Image{Width: 640, Height: 400}
		}

		html = body.Append(html, func(target string) string { return ".." + target })
	}

	for _, want := range []string{
		`<p>For practices. See <a href="../x/?a&amp;b">the role</a>.</p>`,
		"<ol class=\"steps\">\n<li>Open <strong>Care Identity Management</strong>.</li>",
		`<div class="callout warning" role="note">` + "\n" +
			`<p class="callout-title">Warning</p>` + "\n<p>Wait a day.</p>\n</div>",
		`<a class="picture" href="../x/?a&amp;b">` +
			`<img alt="The list of roles" src="../x/?a&amp;b" width="640" height="400"></a>`,
		`<div class="table" tabindex="0"><table>`,
		`<td class="right">Consent</td>`,
	} {
		if !strings.Contains(string(html), want) {
			t.Errorf("no %s in\n%s", want, html)
		}
	}
}

func TestLabelsAreThoseOfTheLanguage(t *testing.T) {
	opts := Options{
		Language: "en",
		Labels: map[string]markdown.Labels{
			"cy": {"note": "Nodyn"},
			"en": {"note": "Please note"},
		},
	}
	for src, want := range map[string]string{
		"# T\n\n> [!NOTE]\n> x\n":                           ">Please note<",
		"---\ntitle: T\nlang: cy\n---\n> [!NOTE]\n> x\n":    ">Nodyn<",
		"---\ntitle: T\nlang: fr\n---\n> [!NOTE]\n> x\n":    ">Note<",
		"---\ntitle: T\nlang: cy\n---\n> [!WARNING]\n> x\n": ">Warning<",
	} {
		a, _ := Parse("a.md", []byte(src), opts)
		if html := renderLinked(&a.Sections[0].Body); !strings.Contains(html, want) {
			t.Errorf("%q: no %s in\n%s", src, want, html)
		}
	}
}

// problemTest is a file with the problems that it must have.
type problemTest struct {
	name string
	src  string
	want string
}

func checkProblems(t *testing.T, tests []problemTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, fileProblems(t, tt.src, Options{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestProblemsOfHeadings(t *testing.T) {
	checkProblems(t, []problemTest{
		{
			name: "malformed code",
			src:  titled + "## H {#h code=idx}\n",
			want: `a.md:4:1: error SP030: "idx" is not a code`,
		},
		{
			name: "code without an ID",
			src:  titled + "## H {code=ID-201}\n",
			want: `a.md:4:1: error SP032: the heading declares ID-201 and has no ID`,
		},
		{
			name: "unknown attribute",
			src:  titled + "## H {#h kode=ID-201}\n",
			want: `a.md:4:1: error SP013: headings have no attribute "kode"`,
		},
		{
			name: "unreadable attributes",
			src:  titled + "## H {#h code=}\n",
			want: `a.md:4:1: error SP013: the attributes {#h code=} of the heading cannot be read`,
		},
		{
			name: "no text",
			src:  titled,
			want: `a.md: warning SP007: the article has no text`,
		},
	})
}

func TestTOMLFrontMatterHasAHint(t *testing.T) {
	_, problems := Parse("a.md", []byte("+++\ntitle = \"T\"\n+++\n\nText.\n"), Options{})
	if len(problems) != 1 || !strings.Contains(problems[0].Hint, "TOML") {
		t.Errorf("got %+v, want one problem with a hint about TOML", problems)
	}
}

// TestBracesOfHeadings checks that code and escaped braces at the end of a heading are text.
func TestBracesOfHeadings(t *testing.T) {
	for source, title := range map[string]string{
		"Options `{key=value}`": "Options {key=value}",
		`Options \{#id}`:        "Options {#id}",
		"Options &#123;#id}":    "Options {#id}",
		"Options {id}":          "Options {id}",
	} {
		a, problems := Parse("a.md", []byte("---\ntitle: T\n---\n\n## "+source+"\n\nText.\n"), Options{})
		if len(problems) > 0 || a.Sections[1].Title != title {
			t.Errorf("%s: title %q, problems %v", source, a.Sections[1].Title, problems)
		}
	}
}
