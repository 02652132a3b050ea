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
		{"> [!NOTE] x\n", []string{"a.md:4:3: error SP005: the line of [!NOTE] contains text"}},
		{"> [!DETIALS] If so\n>", []string{"a.md:4:3: error SP005: there is no callout [!DETIALS]"}},
		{"> [!NOTICE]\n> x\n", []string{"a.md:4:3: error SP005: there is no callout [!NOTICE]"}},
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
			`a.md:5:1: error SP050: "<script>alert(1)</script>" is raw HTML, which is not allowed`,
		}},
		{"a <b>c</b>\n", []string{`a.md:4:3: error SP050: "<b>" is raw HTML, which is not allowed`}},
	}
	for _, tt := range tests {
		want := strings.Join(tt.want, "\n")
		if diff := cmp.Diff(want, problemsOf(t, tt.src, Options{})); diff != "" {
			t.Errorf("%q: %s", tt.src, diff)
		}
	}
}
