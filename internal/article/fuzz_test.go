package article

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"signpost/internal/testkit/limited"
)

// Any file results in HTML without scripts, styles and unbalanced tags.
func FuzzParse(f *testing.F) {
	for _, src := range []string{
		withCode,
		"---\ntitle: T\n---\n> [!NOTE]\n\n## {#a code=ID-201}\n<b>\n",
		"# T\n\n> [!DETAILS] a **b**\n> c\n\n> [!TAB] a\n> 1. b\n\n> [!TAB] [c](d)\n\n2. x\n",
		"a[^1] ![b[^2]](c \"d\") [e[^1]](f)\n\n[^1]: g[^2]\n[^2]:\n    - h\n\nterm\n: i\n\n![j](k 'l')\n",
		"{{< include \"a.md\" >}}\n> {{< include \"b.md\" >}}\n{{ desk }} {{ x }} [a](mailto:{{mail}})\n",
		"~~~sh\nif a; then \"$b\"; fi # <c>\n~~~\n| a | b |\n|:-:|--:|\n| `c` | ~~d~~ www.e.f |\n- [x] g\n",
	} {
		f.Add([]byte(src))
	}

	opts := withSnippets(
		"a.md", "- x [y](z.md)[^1]\n",
		"b.md", "```\n{{< include \"a.md\" >}}\n",
		"c.md", "> [!TAB] x\n> y",
	)

	f.Fuzz(func(t *testing.T, src []byte) {
		limited.Input(t)
		a, _ := Parse("a.md", slices.Clone(src), opts) // the fuzzer does not allow changes
		for i := range a.Sections {
			s := &a.Sections[i]
			checkTags(t, renderLinked(&s.HeadingHTML))
			checkTags(t, renderLinked(&s.Body))
		}
	})
}

// voidElements have no end tag.
var voidElements = []string{"br", "hr", "img", "input"}

func checkTags(t *testing.T, page string) {
	t.Helper()
	var open []string
	z := html.NewTokenizer(strings.NewReader(page))
	for z.Next() != html.ErrorToken {
		token := z.Token()
		switch token.Type {
		case html.StartTagToken:
			if token.Data == "script" || slices.ContainsFunc(token.Attr, isUnsafe) {
				t.Fatalf("%s in %q", token, page)
			}

			if !slices.Contains(voidElements, token.Data) {
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

// isUnsafe reports whether a security policy would block an attribute.
func isUnsafe(a html.Attribute) bool {
	return a.Key == "style" || strings.HasPrefix(a.Key, "on")
}

// With any front matter, the address is below that of the folder, and problems have lines of the file.
func FuzzFrontMatter(f *testing.F) {
	for _, src := range []string{
		"title: T\nslug: a-b\nupdated: 2026-11-22\ncodes: {ID-201: {also: [a, /b/], retired: {successor: ID-202}}}",
		"title: &a x\ntags: [*a, *a]\nlang: cy\nicon: ../x.svg",
		"title: |\n  two\n  lines\naliases: [/a/, '/../b/']\nslug: ../../etc",
		"sources: [A, {title: B, url: 'https://c.example'}]\npublish: 2026-02-30",
		"---", "\"\r\r\r0", "title: \xff", "\ttitle: x", "? [a]\n: b",
	} {
		f.Add([]byte(src))
	}

	f.Fuzz(func(t *testing.T, front []byte) {
		limited.Input(t)
		src := "---\n" + string(front) + "\n---\n## H {#h code=ID-201}\n\nText.\n"
		a, problems := Parse("cards/a.md", []byte(src), Options{Lint: true})
		isBelow := strings.HasPrefix(a.Path, "/cards/") && !strings.Contains(a.Path, "..")
		if !isBelow || !strings.HasSuffix(a.Path, "/") {
			t.Errorf("the address is %q", a.Path)
		}

		lines := 1 + strings.Count(src, "\n") + strings.Count(src, "\r") // YAML counts carriage returns too
		for _, p := range problems {
			if p.File != "cards/a.md" || p.Line < 0 || p.Line > lines {
				t.Errorf("the file has %d lines: %s", lines, p)
			}
		}

		if body := string(Body([]byte(src))); strings.HasPrefix(body, "---\ntitle") {
			t.Errorf("the body is %q", body)
		}
	})
}
