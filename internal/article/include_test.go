package article

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/limit"
	"signpost/internal/problem"
)

// withSnippets returns options with variables and with snippets, which are given by name and text.
func withSnippets(namesAndTexts ...string) Options {
	content := fstest.MapFS{}
	for i := 0; i < len(namesAndTexts); i += 2 {
		file := SnippetFolder + "/" + namesAndTexts[i]
		content[file] = &fstest.MapFile{Data: []byte(namesAndTexts[i+1])}
	}

	return Options{
		Content: content,
		Variables: map[string]string{
			"desk":  "R&D <desk>",
			"mail":  "a&copy;b@c.example",
			"phone": "0161 1",
		},
	}
}

func TestIncludes(t *testing.T) {
	opts := withSnippets(
		"contact.md", "Write to [us](../a.md#x).",
		"steps.md", "\uFEFF1. One\n2. Two\n",
		"both.md", "First.\n\n{{< include \"contact.md\" >}}\n",
	)
	tests := []struct {
		name     string
		markdown string
		text     string
		includes []string
	}{
		{
			name:     "alone",
			markdown: "Before.\n\n{{< include \"contact.md\" >}}\n\nAfter.",
			text:     "Before.\nWrite to us.\nAfter.",
			includes: []string{"contact.md"},
		},
		{
			name:     "twice",
			markdown: "{{<include \"contact.md\">}}\r\n\r\n{{< include \"contact.md\" >}}",
			text:     "Write to us.\nWrite to us.",
			includes: []string{"contact.md"},
		},
		{
			name:     "in a snippet",
			markdown: "{{< include \"both.md\" >}}",
			text:     "First.\nWrite to us.",
			includes: []string{"both.md", "contact.md"},
		},
		{
			name:     "in a list and a quotation",
			markdown: "- Item\n\n  {{< include \"steps.md\" >}}\n\n> {{< include \"both.md\" >}}",
			text:     "- Item\n  1. One\n  2. Two\nFirst.\nWrite to us.",
			includes: []string{"both.md", "contact.md", "steps.md"},
		},
		{
			name:     "not in code",
			markdown: "~~~\n``` \n{{< include \"contact.md\" >}}\n~~~\n\n`{{< include \"x\" >}}`",
			text:     "``` \n{{< include \"contact.md\" >}}\n{{< include \"x\" >}}",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, problems := Parse("a/b.md", []byte(titled+tt.markdown), opts)
			if problems != nil {
				t.Error(problems)
			}

			if diff := cmp.Diff(tt.text, a.Sections[0].Text); diff != "" {
				t.Errorf("text: %s", diff)
			}

			var includes []string
			for _, file := range a.Includes {
				includes = append(includes, strings.TrimPrefix(file, SnippetFolder+"/"))
			}

			if diff := cmp.Diff(tt.includes, includes); diff != "" {
				t.Errorf("includes: %s", diff)
			}
		})
	}
}

// Problems and links in a snippet have its file and line; its links are relative to its folder.
func TestPlacesInSnippets(t *testing.T) {
	const links = "[a](b.md) [c](/d.md) [e](#f) [g](https://h.example/)"
	opts := withSnippets("all.md", "x\n\n## Heading\n\n"+links+"\n\n<input>\n")
	src := titled + "Here.\n\n> {{< include \"all.md\" >}}\n\n{{< include \"all.md\" >}}\n\n[own](x.md)\n"
	a, problems := Parse("a/b.md", []byte(src), opts)

	var lines []string
	for _, p := range problem.Sort(problems) {
		lines = append(lines, p.String())
	}

	wantLines := []string{
		`_snippets/all.md:7:1: error SP050: "<input>" is HTML that is not allowed: pages have no forms`,
	}
	if diff := cmp.Diff(wantLines, lines); diff != "" {
		t.Errorf("problems: %s", diff)
	}

	if line := a.Sections[1].Line; line != 8 {
		t.Errorf("the heading in a snippet has line %d, want 8, the line of the article that includes it", line)
	}

	var got []string
	for _, l := range a.Sections[1].Body.Links {
		got = append(got, fmt.Sprintf("%s %s:%d:%d", l.Dest, l.File, l.Line, l.Column))
	}

	want := []string{
		"/_snippets/b.md _snippets/all.md:5:1",
		"/d.md _snippets/all.md:5:11",
		"#f _snippets/all.md:5:22",
		"https://h.example/ _snippets/all.md:5:30",
		"x.md :10:1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("links: %s", diff)
	}
}

func TestMistakesInIncludes(t *testing.T) {
	opts := withSnippets(
		"loop.md", "{{< include \"round.md\" >}}\n",
		"round.md", "x\n{{< include \"loop.md\" >}}\n",
		"front.md", "---\ntitle: x\n---\n",
		"latin.md", "caf\xe9",
		"big.md", strings.Repeat("x\n", limit.Included/4),
	)
	const loop = "_snippets/loop.md, _snippets/round.md, _snippets/loop.md"
	for src, want := range map[string]string{
		`{{< include "contcat.md" >}}`: `a.md:4:1: error SP008: there is no snippet "contcat.md"`,
		`{{< include "../a.md" >}}`:    `a.md:4:1: error SP008: "../a.md" is not a snippet`,
		`{{< include "/a.md" >}}`:      `a.md:4:1: error SP008: "/a.md" is not a snippet`,
		`{{< include "a.txt" >}}`:      `a.md:4:1: error SP008: "a.txt" is not a snippet`,

		`See {{< include "loop.md" >}}`: `a.md:4:5: error SP008: {{< include "loop.md" >}} is not a valid include`,
		`{{< inlcude "loop.md" >}}`:     `a.md:4:1: error SP008: {{< inlcude "loop.md" >}} is not a valid include`,

		"x\n\n{{< include \"loop.md\" >}}":  `_snippets/round.md:2:1: error SP008: "loop.md" includes itself: ` + loop,
		"x\n\n{{< include \"front.md\" >}}": `_snippets/front.md:1: error SP008: snippets cannot have front matter`,
		"x\n\n{{< include \"latin.md\" >}}": `_snippets/latin.md:1:4: error SP002: ` +
			`the file is not UTF-8: unexpected byte 0xe9`,
		strings.Repeat("{{< include \"big.md\" >}}\n", 2): `a.md:5:1: error SP008: the article includes more than 1 MB`,
	} {
		if diff := cmp.Diff(want, problemsOf(t, src, opts)); diff != "" {
			t.Errorf("%q: %s", src, diff)
		}
	}

	a, _ := Parse("a.md", []byte("x\n\n{{< include \"latin.md\" >}}\n"), opts)
	if text := a.Sections[0].Text; text != "x\n{{< include \"latin.md\" >}}" {
		t.Errorf("a snippet that is not text is included: %q", text)
	}

	if got := problemsOf(t, `{{< include "loop.md" >}}`, Options{}); !strings.Contains(got, "SP008") {
		t.Errorf("without a content folder: got %q, want SP008", got)
	}
}

func TestVariables(t *testing.T) {
	s, html := parseBody(t, withSnippets(),
		"Ask {{ desk }}, {{phone}}, \\{{ desk }}, {{{`{{ desk }}`",
		"[mail](mailto:{{mail}}) ![{{ desk }}](a.png)",
	)
	want := "<p>Ask R&amp;D &lt;desk&gt;, 0161 1, {{ desk }}, {{{<code>{{ desk }}</code>\n" +
		`<a href="mailto:a&amp;copy;b@c.example">mail</a> ` +
		`<a class="picture" href="a.png"><img alt="R&amp;D &lt;desk&gt;" src="a.png"></a></p>` + "\n"
	if diff := cmp.Diff(want, html); diff != "" {
		t.Error(diff)
	}

	if want := "Ask R&D <desk>, 0161 1, {{ desk }}, {{{{{ desk }} mail"; s.Text != want {
		t.Errorf("got text %q, want %q", s.Text, want)
	}
}

func TestUnknownVariables(t *testing.T) {
	for src, want := range map[string]string{
		"x {{ dekc }}":       `a.md:4:3: error SP009: there is no variable "dekc"`,
		"{{ Desk }}":         `a.md:4:1: error SP009: there is no variable "Desk"`,
		"[x](mailto:{{yy}})": `a.md:4:1: error SP009: there is no variable "yy"`,
	} {
		if diff := cmp.Diff(want, problemsOf(t, src, withSnippets())); diff != "" {
			t.Errorf("%q: %s", src, diff)
		}
	}
}
