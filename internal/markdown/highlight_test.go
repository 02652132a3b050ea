package markdown

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/google/go-cmp/cmp"
)

func TestCode(t *testing.T) {
	tests := []struct {
		name     string
		markdown string
		want     string
	}{
		{
			name:     "highlighted",
			markdown: "```powershell\n# restart\nGet-Service \"<SC>\" | Where-Object $_.Id -eq 3\n```",
			want: `<pre tabindex="0"><code class="language-powershell">` +
				"<span class=\"c\"># restart\n</span>" +
				`<span class="n">Get-Service </span>` +
				`<span class="s">&quot;&lt;SC&gt;&quot; </span>| ` +
				`<span class="n">Where-Object $_</span>.Id -eq ` +
				"<span class=\"m\">3\n</span></code></pre>\n",
		},
		{
			name:     "in a list",
			markdown: "- ```DIFF\n  - a\n  + b\n  ```",
			want: "<ul>\n<li>\n" + `<pre tabindex="0"><code class="language-DIFF">` +
				"<span class=\"d\">- a\n</span><span class=\"i\">+ b\n</span></code></pre>\n</li>\n</ul>\n",
		},
		{
			name:     "in another language",
			markdown: "```rust\nlet x = 1;\n```",
			want:     `<pre tabindex="0"><code class="language-rust">let x = 1;` + "\n</code></pre>\n",
		},
		{
			name:     "text",
			markdown: "```text\na \"b\" <c>\n```",
			want:     `<pre tabindex="0"><code class="language-text">a &quot;b&quot; &lt;c&gt;` + "\n</code></pre>\n",
		},
		{
			name:     "indented",
			markdown: "    <a>",
			want:     `<pre tabindex="0"><code>&lt;a&gt;` + "\n</code></pre>\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := render(t, tt.markdown, Options{})[0].HTML
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

var tags = regexp.MustCompile(`<[^>]*>`)

func TestHighlightingKeepsTheCode(t *testing.T) {
	code := "# a <b> & \"c\"\n[d]\ne: 1 // f\n/* g */ 'h' = $i;\r\n<j k=\"l\">m</j>\n--n -o ä 日本\n+p\n-q\n"
	want := strings.ReplaceAll(code, "\r\n", "\n")
	for _, name := range highlightedLanguages {
		lexer := lexers.Get(name)
		if lexer == nil || lexer.Config().Name != name {
			t.Errorf("chroma has no language %q", name)
			continue
		}

		page, ok := new(Document).highlight(name, code)
		got := html.UnescapeString(tags.ReplaceAllString(string(page), ""))
		if !ok || got != want {
			t.Errorf("%s: the code became %q", name, got)
		}
	}
}

func TestLimitsOfHighlighting(t *testing.T) {
	for _, hostile := range []string{
		strings.Repeat("a ", maxCodeLength),
		strings.Repeat("a b c d\n", maxCodeLength/8+1),
		strings.Repeat("ab", maxLineLength/2+1),
		strings.Repeat("\n", maxRunLength+1),
		"a" + strings.Repeat(" ", maxRunLength+1),
	} {
		if _, ok := new(Document).highlight("yaml", hostile); ok {
			t.Errorf("%.20q... is highlighted", hostile)
		}
	}

	if _, ok := new(Document).highlight("yaml", "a"+strings.Repeat(" ", maxRunLength)+"\n"); !ok {
		t.Error("code within the limits is not highlighted")
	}
}

func TestLimitOfHighlightingInADocument(t *testing.T) {
	var d Document
	block := strings.Repeat("a: b\n", maxCodeLength/5)
	for i := range maxHighlighted / len(block) {
		if _, ok := d.highlight("yaml", block); !ok {
			t.Errorf("block %d is not highlighted", i)
		}
	}

	if _, ok := d.highlight("yaml", block); ok {
		t.Errorf("more than %d bytes of a document are highlighted", maxHighlighted)
	}
}

func TestLanguagesAreSorted(t *testing.T) {
	if list := Languages(); !slices.IsSorted(list) || !isLanguage("powershell") || isLanguage("pwoershell") {
		t.Errorf("got %q", list)
	}
}
