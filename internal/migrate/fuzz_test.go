package migrate

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"signpost/internal/testkit/limited"
)

// newTestProject returns a project of a generator with files in memory.
func newTestProject(t testing.TB, g *Generator, files map[string]string) *Project {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}

	p := &Project{
		Folder:    &Folder{fsys: fsys},
		Generator: g,
		Base:      ".",
		Evidence:  ".",
		Anchors:   g.Anchors,
		Variables: map[string]string{},
		missing:   missingFolders{},
	}
	if err := g.Read(p); err != nil {
		t.Skip(err)
	}

	return p
}

// checkLines checks that a page knows where each line was written.
func checkLines(t *testing.T, p *Page) {
	t.Helper()
	if want := strings.Count(p.Text, "\n") + 1; len(p.lines) != want {
		t.Fatalf("%d lines with places, want %d, in %q", len(p.lines), want, p.Text)
	}

	for _, at := range p.lines {
		if at.file == "" || at.line < 1 {
			t.Fatalf("a line without a place in %q", p.Text)
		}
	}
}

// No text makes a conversion fail, lose track of the lines, or take long.
func FuzzConversions(f *testing.F) {
	for _, text := range []string{
		"# A\n\n!!! note \"T\"\n    text\n\n    === \"Tab\"\n        x\n",
		"/// details | a\n    type: x\n/// note\n///\n///\n",
		"--8<-- \"b.md\"\n{! b.md !}\n{* b.md *}\n--8<--\nb.md\n--8<--\n",
		"{{#include b.md:1:2}} \\{{#include b.md}}\n```rust,ignore\n# x\n```\n",
		"[!INCLUDE [x](b.md)]\n# [L](#tab/a)\nx\n***\n" +
			":::image source=\"x\":::\n<xref:a>\n> [!div class=\"x\"]\n> y\n",
		"[[b#c|d]] ![[b]] %%x%% ==y== z ^id\n^id2\n",
		"{% hint style=\"info\" %}x{% endhint %}\n{% include \"b.md\" %}",
		"{% content-ref url=\"b.md\" %}{% endcontent-ref %}{% file src=\"x.png\" %}",
		"## H <a id=\"x\"></a> {#y}\n> # N {#z}\n- # L\n" +
			"<figure><img src=\"a b.png\"></figure>\n[a](b c.md) {{ v }}\n",
		"{{< tabs >}}{{% tab \"a\" %}}\n- {{< note >}}x{{< /note >}}\n" +
			"{{% /tab %}}{{< /tabs >}}{{</* x */>}} {{< x `y` />}}",
		"> {{< details >}}# H\n| {{% include b.md %}} | {{< ref \"b.md#x\" >}}\n" +
			"\n```go {file=\"x\"}\n{{< param a >}}\n```\n",
		"T\n: \\(a\\) $$b$$ [c](g)\n{#d .e}\n<!--more-->\n" +
			"## F {{< badge >}}\n{{< figure src=x.png >}}y{{< /figure >}}\n",
		"{% if page.title == 'a' %}{{ site.title | append: \"b\" }" +
			"}{%- else -%}{% include c.md d=\"e\" %}{% endif %}\n" +
			"",
		"{% for a in site.data.b %}\n| {{ a }} |\n{% endfor %}\n{% highlight go %}x{% endhighlight %}{% raw %}{{",
		"1. TOC\n{:toc}\n\n{: .note-title }\n> a\n>\n> b\n\nc\n" +
			"{: .warning #d}\n## [e](f)_g_\n{: #h}\n{::comment}i{:/}\n",
	} {
		f.Add(text)
	}

	f.Fuzz(func(t *testing.T, text string) {
		limited.Input(t)
		for _, g := range Generators {
			p := newTestProject(t, g, map[string]string{
				"a.md":      text,
				"b.md":      text,
				"docs/c.md": "# C\n",
				"x.png":     "",
			})
			start := time.Now()
			result, err := p.Convert(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if spent := time.Since(start); spent > 10*time.Second {
				t.Errorf("%s: %d bytes took %v", g.Name, len(text), spent)
			}

			for _, page := range p.pages {
				checkLines(t, page)
			}
			for name := range result.Files {
				if strings.Contains(name, "..") || strings.HasPrefix(name, "/") {
					t.Errorf("%s: file %q", g.Name, name)
				}
			}
		}
	})
}

// Settings of any content are read without a panic.
func FuzzSettings(f *testing.F) {
	f.Add("nav:\n  - a: b.md\nplugins: [redirects]\n", "[book]\nsrc = \"x\"\n", "{\"build\": {}}", "* [a](<b c.md>)")
	f.Fuzz(func(t *testing.T, yaml, toml, json, summary string) {
		limited.Input(t)
		for _, g := range Generators {
			files := map[string]string{
				"a.md":           "# A\n",
				"SUMMARY.md":     summary,
				"src/SUMMARY.md": summary,
				"toc.yml":        yaml,
			}
			for _, name := range g.Settings {
				switch {
				case strings.HasSuffix(name, "toml"):
					files[name] = toml
				case strings.HasSuffix(name, "json"):
					files[name] = json
				default:
					files[name] = yaml
				}

				p := newTestProject(t, &plain, files)
				p.Generator, p.Evidence, p.Docs, p.Extra = g, name, nil, nil
				if g.Read(p) == nil {
					_, _ = p.Convert(t.Context())
				}
			}
		}
	})
}
