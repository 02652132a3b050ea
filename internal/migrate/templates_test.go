package migrate_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Templates that include themselves, that grow without limit or that name files outside of the project stay as they
// are.
func TestHostileTemplates(t *testing.T) {
	dir := project(t, map[string]string{
		"secret.md":               "the secret\n",
		"in/_config.yml":          "title: T\nbig: &a [x]\nbomb: [*a, *a]\n",
		"in/_data/n.yml":          "[" + strings.Repeat("1,", 2000) + "1]",
		"in/_includes/a.md":       "{% include b.md %}\n",
		"in/_includes/b.md":       "{% include a.md %}\n",
		"in/_includes/wide.md":    strings.Repeat("{% include deep.md %}\n", 100),
		"in/_includes/deep.md":    strings.Repeat("{% include deepest.md %}\n", 100),
		"in/_includes/deepest.md": strings.Repeat("text ", 200),
		"in/cycle.md": "# A\n\n{% include a.md %} " +
			"{% include ../secret.md %} {% include_relative ../secret.md %}\n",
		"in/wide.md":  "# W\n\n" + strings.Repeat("{% include wide.md %}\n", 100),
		"in/loops.md": "# L\n\n" + nest("{% for i in site.data.n %}", strings.Repeat("x", 500), "{% endfor %}", 5),
		"in/capture.md": "# C\n\n{% assign x = 'abcdefgh' %}" +
			strings.Repeat("{% assign x = x | append: x %}", 60) + "{{ x }}\n",
		"in/nested.md": "# N\n\n" + nest("{% if a %}", "x", "{% endif %}", 5000),
		"in/kept.md":   "# K\n\n{{ unknown }} and {% unknown %}.\n",
	})
	_, texts := importWithin(t, dir, "jekyll", 20*time.Second)
	checkKept(t, texts["content/cycle.md"], "include a.md", "include ../secret.md", "include_relative ../secret.md")
	checkKept(t, texts["content/kept.md"], `\{{ unknown }}`, "{% unknown %}")
	for name, text := range texts {
		if strings.Contains(text, "the secret") || len(text) > 4<<20 {
			t.Errorf("%s has %d bytes, or the secret", name, len(text))
		}
	}
}

// nest writes a text inside of blocks.
func nest(begin, inner, end string, depth int) string {
	return strings.Repeat(begin, depth) + inner + strings.Repeat(end, depth) + "\n"
}

// Shortcodes that include themselves, that are deep or many, or that name files outside of the project stay as they
// are.
func TestHostileShortcodes(t *testing.T) {
	nested := func(name string, depth int) string {
		return nest("{{< "+name+" 1 >}}\n## H\n", "", "{{< /"+name+" >}}\n", depth)
	}

	dir := project(t, map[string]string{
		"secret.md":       "the secret\n",
		"in/hugo.toml":    "title = \"T\"\n[params]\nlong = \"" + strings.Repeat("x", 50_000) + "\"\n",
		"in/content/a.md": "{{% include \"b.md\" %}}\n",
		"in/content/b.md": "{{% include \"a.md\" %}}\n{{% include \"../../secret.md\" %}}\n" +
			"{{% readfile \"/etc/passwd\" %}}\n",
		"in/content/tabs.md": nested("tabs", 60) +
			nested("tab", 60) + nested("deprecated-in", 60) + nested("twice", 60),
		"in/content/many.md":               strings.Repeat("{{< param long >}}{{< big >}}", 5000),
		"in/layouts/shortcodes/twice.html": "{{ .Inner }}{{ .Inner }}",
		"in/layouts/shortcodes/big.html":   strings.Repeat("<b>x</b>", 2000),
		"in/layouts/shortcodes/run.html":   "{{ readFile \"secret.md\" }}{{ os.Getenv \"HOME\" }}",
		"in/content/run.md":                "{{< run >}} {{< run-link >}}\n",
	})
	link := filepath.Join(dir, "in/layouts/shortcodes/run-link.html")
	if err := os.Symlink(filepath.Join(dir, "secret.md"), link); err != nil {
		t.Log("without a symbolic link:", err)
	}

	_, texts := importWithin(t, dir, "hugo", 20*time.Second)
	checkKept(t, texts["content/b.md"], "../../secret.md", "/etc/passwd")
	checkKept(t, texts["content/run.md"], "{{< run >}}", "{{< run-link >}}")
	for name, text := range texts {
		if strings.Contains(text, "the secret") || len(text) > 4<<20 {
			t.Errorf("%s has %d bytes, or the secret", name, len(text))
		}
	}
}

// importWithin imports a folder, and fails if that takes too long.
func importWithin(t *testing.T, dir, from string, limit time.Duration) (pages int, texts map[string]string) {
	t.Helper()
	start := time.Now()
	result, texts := importFolder(t, dir, from)
	if spent := time.Since(start); spent > limit {
		t.Errorf("the import took %v", spent)
	}

	return result.Pages, texts
}

func checkKept(t *testing.T, text string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("%q does not contain %q", text, w)
		}
	}
}
