package article

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMistakesInMarkdown(t *testing.T) {
	tests := []struct {
		src  string
		want []string
	}{
		{"> [!TAB]\n> x\n", []string{"a.md:4:3: error SP005: [!TAB] has no label"}},
		{"> [!NOTE] x\n", nil},
		{":::note\n\n## A\n", []string{`a.md:4:1: error SP005: the callout ":::note" has no end`}},
		{"> [!DETIALS] If so\n>", []string{
			`a.md:4:3: warning SP062: there is no callout "detials"; it is shown as a note`,
		}},
		{"> [!NOTICE]\n> x\n", []string{
			`a.md:4:3: warning SP062: there is no callout "notice"; it is shown as a note`,
		}},
		{
			"x[^a] y[^b]\n\n[^a]: A\n[^c]: C\n[^a]: A\n",
			[]string{
				`a.md:4:8: warning SP059: there is no note "b"`,
				`a.md:7:1: warning SP059: nothing refers to the note "c"`,
				`a.md:8:1: warning SP059: there are two notes "a"`,
			},
		},
		{"```pwoershell\nx\n```\n", []string{`a.md:4:4: warning SP058: there is no language "pwoershell"`}},
		{"- ## A {#a}\n", []string{
			"a.md:4:3: error SP013: a heading inside a list or a quotation cannot have attributes",
		}},
		{"Run by [to do: who runs it].\n\nA `[to do: sample]` is fine.\n", []string{
			"a.md:4:8: error SP083: a placeholder is left: [to do: who runs it]",
		}},
		{"## [to do: the message]\n", []string{"a.md:4:4: error SP083: a placeholder is left: [to do: the message]"}},
		{"\n<script>alert(1)</script>\n", []string{
			`a.md:5:1: error SP050: "<script>" is HTML that is not allowed: pages run no scripts of articles`,
		}},
		{"a <b style='x' onclick=y>c</b>\n", []string{
			`a.md:4:3: error SP050: the attribute "onclick" is not allowed in HTML: it can run a script`,
			`a.md:4:3: error SP050: the attribute "style" is not allowed in HTML`,
		}},
		{"a <a href='vbscript:x'>b</a>\n", []string{
			`a.md:4:3: error SP050: links and pictures in HTML cannot have the address "vbscript:x"`,
		}},
		{"<div>\n<!-- a\n\n-->\n</div>\n", []string{`a.md:5:1: error SP050: the comment "<!-- a" has no end`}},
		{"<Tabs>\n\na <name>\n\n</Tabs>\n", []string{
			`a.md:4:1: warning SP067: "<Tabs>" is not an HTML element; only its content is shown`,
			`a.md:6:3: warning SP067: "<name>" is not an HTML element; it is shown as text`,
		}},
		{"<details>\n\na\n\n## B\n\nc\n", []string{
			`a.md:4:1: warning SP067: "<details>" is not closed before the next heading, so it ends there`,
		}},
	}
	for _, tt := range tests {
		want := strings.Join(tt.want, "\n")
		if diff := cmp.Diff(want, problemsOf(t, tt.src, Options{})); diff != "" {
			t.Errorf("%q: %s", tt.src, diff)
		}
	}
}
