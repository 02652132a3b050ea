package article

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Whatever is in a file, what comes out is HTML whose tags close one another, and that holds no script and no style.
func FuzzParse(f *testing.F) {
	for _, src := range []string{
		sound,
		"---\ntitle: T\n---\n> [!NOTE]\n\n## {#a code=ID-201}\n<b>\n",
		"# T\n\n> [!DETAILS] a **b**\n> c\n\n> [!TAB] a\n> 1. b\n\n> [!TAB] [c](d)\n\n2. x\n",
		"a[^1] ![b[^2]](c \"d\") [e[^1]](f)\n\n[^1]: g[^2]\n[^2]:\n    - h\n\nterm\n: i\n\n![j](k 'l')\n",
		"{{< include \"a.md\" >}}\n> {{< include \"b.md\" >}}\n{{ desk }} {{ x }} [a](mailto:{{mail}})\n",
		"~~~sh\nif a; then \"$b\"; fi # <c>\n~~~\n| a | b |\n|:-:|--:|\n| `c` | ~~d~~ www.e.f |\n- [x] g\n",
	} {
		f.Add([]byte(src))
	}
	opts := snippets("a.md", "- x [y](z.md)[^1]\n", "b.md", "```\n{{< include \"a.md\" >}}\n", "c.md", "> [!TAB] x\n> y")
	f.Fuzz(func(t *testing.T, src []byte) {
		a, _ := Parse("a.md", src, opts)
		for i := range a.Sections {
			s := &a.Sections[i]
			aim(s)
			checkTags(t, string(s.Heading.Append(nil, sameAddress)))
			checkTags(t, string(s.Body.Append(nil, sameAddress)))
		}
	})
}

var empty = []string{"br", "hr", "img", "input"}

func checkTags(t *testing.T, page string) {
	t.Helper()
	var open []string
	z := html.NewTokenizer(strings.NewReader(page))
	for z.Next() != html.ErrorToken {
		token := z.Token()
		switch token.Type {
		case html.StartTagToken:
			if slices.ContainsFunc(token.Attr, func(a html.Attribute) bool { return a.Key == "style" || strings.HasPrefix(a.Key, "on") }) || token.Data == "script" {
				t.Fatalf("%s in %q", token, page)
			}
			if !slices.Contains(empty, token.Data) {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("%s closes %q in %q", token, open, page)
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Fatalf("%q are not closed in %q", open, page)
	}
}
