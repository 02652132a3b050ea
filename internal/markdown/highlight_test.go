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

func TestWordsOfCode(t *testing.T) {
	for _, tt := range []struct{ markdown, want string }{
		{"```powershell\n# restart\nGet-Service \"<SC>\" | Where-Object $_.Id -eq 3\n```",
			"<pre tabindex=\"0\"><code class=\"language-powershell\"><span class=\"c\"># restart\n</span><span class=\"n\">Get-Service </span>" +
				"<span class=\"s\">&quot;&lt;SC&gt;&quot; </span>| <span class=\"n\">Where-Object $_</span>.Id -eq <span class=\"m\">3\n</span></code></pre>\n"},
		{"- ```DIFF\n  - a\n  + b\n  ```", "<ul>\n<li>\n<pre tabindex=\"0\"><code class=\"language-DIFF\"><span class=\"d\">- a\n</span><span class=\"i\">+ b\n</span></code></pre>\n</li>\n</ul>\n"},
		{"```rust\nlet x = 1;\n```", "<pre tabindex=\"0\"><code class=\"language-rust\">let x = 1;\n</code></pre>\n"},
		{"```text\na \"b\" <c>\n```", "<pre tabindex=\"0\"><code class=\"language-text\">a &quot;b&quot; &lt;c&gt;\n</code></pre>\n"},
	} {
		got := render(t, tt.markdown, Options{})[0].HTML
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.markdown, diff)
		}
	}
}

var tags = regexp.MustCompile(`<[^>]*>`)

// Marking words changes nothing of the code, in every language, and what is hostile is shown plain.
func TestMarkingKeepsTheCode(t *testing.T) {
	code := "# a <b> & \"c\"\n[d]\ne: 1 // f\n/* g */ 'h' = $i;\r\n<j k=\"l\">m</j>\n--n -o ä 日本\n+p\n-q\n"
	for _, name := range highlightedLanguages {
		lexer := lexers.Get(name)
		if lexer == nil || lexer.Config().Name != name {
			t.Errorf("chroma calls no language %q", name)
			continue
		}

		p := Document{}
		page, ok := p.highlight(name, code)
		if got := html.UnescapeString(tags.ReplaceAllString(string(page), "")); !ok || got != strings.ReplaceAll(code, "\r\n", "\n") {
			t.Errorf("%s: the code became %q", name, got)
		}
	}

	for _, hostile := range []string{
		strings.Repeat("a ", longestCode), strings.Repeat("a b c d\n", longestCode/8+1), strings.Repeat("ab", longestLine/2+1), strings.Repeat("\n", longestRun+1),
		"a" + strings.Repeat(" ", longestRun+1),
	} {
		if _, ok := (&Document{}).highlight("yaml", hostile); ok {
			t.Errorf("%.20q... is taken for code", hostile)
		}
	}

	if _, ok := (&Document{}).highlight("yaml", "a"+strings.Repeat(" ", longestRun)+"\n"); !ok {
		t.Error("what is within the bounds is shown plain")
	}

	p := Document{}
	block := strings.Repeat("a: b\n", longestCode/5)
	taken := slices.Repeat([]bool{true}, mostHighlighted/len(block))
	for i := range taken {
		if _, taken[i] = p.highlight("yaml", block); !taken[i] {
			t.Errorf("block %d is not taken", i)
		}
	}

	if _, ok := p.highlight("yaml", block); ok {
		t.Errorf("more than %d bytes of an article are marked", mostHighlighted)
	}
}
