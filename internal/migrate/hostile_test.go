package migrate_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"signpost/internal/migrate"
)

// project writes files to a folder, where "in" is what a user imports.
func project(t *testing.T, files map[string]string) string {
	t.Helper()
	var list []txtar.File
	for name, text := range files {
		list = append(list, txtar.File{Name: name, Data: []byte(text)})
	}

	return writeFiles(t, list)
}

// importFolder converts the folder "in", and returns the content of the files.
func importFolder(t *testing.T, dir, from string) (*migrate.Import, map[string]string) {
	t.Helper()
	p, err := migrate.Open(t.Context(), filepath.Join(dir, "in"), from)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()

	result, err := p.Convert(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	texts := map[string]string{}
	for name, f := range result.Files {
		data, err := p.Content(f)
		if err != nil {
			t.Fatal(err)
		}

		texts[name] = string(data)
	}

	return result, texts
}

// noted reports whether a note mentions a text.
func noted(result *migrate.Import, text string) bool {
	for _, n := range result.Notes {
		if strings.Contains(n.File+": "+n.Text, text) {
			return true
		}
	}

	return false
}

// Nothing outside of the project is read: not through links, includes, pictures or settings.
func TestNothingOutsideIsRead(t *testing.T) {
	dir := project(t, map[string]string{
		"secret.md":      "the secret\n",
		"secret.png":     "the secret",
		"in/mkdocs.yml":  "site_name: T\nplugins:\n  - redirects:\n      redirect_maps: {../../up.md: a.md}\n",
		"in/docs/a.md":   "# A\n\n--8<-- \"../secret.md\"\n\n--8<-- \"/secret.md\"\n\n![x](../../secret.png)\n",
		"in/.env":        "the secret",
		"in/docs/c.md":   "# C\n\n![x](link.png)\n",
		"in/docs/b.md":   "# B\n\n[settings](../.env) [x](../.git/config)\n",
		"in/.git/config": "the secret",
	})
	for link, target := range map[string]string{
		"in/docs/link.md":  filepath.Join(dir, "secret.md"),
		"in/docs/link.png": "../../secret.png",
		"in/docs/loop":     "..",
	} {
		if err := os.Symlink(target, filepath.Join(dir, filepath.FromSlash(link))); err != nil {
			t.Skip("no symbolic links here")
		}
	}

	result, texts := importFolder(t, dir, "auto")
	for name, text := range texts {
		if strings.Contains(text, "the secret") {
			t.Errorf("%s contains a file from outside:\n%s", name, text)
		}
	}
	for _, file := range []string{"docs/link.md", "docs/link.png"} {
		if !noted(result, file) {
			t.Errorf("nothing says that %s was left out", file)
		}
	}
}

// A folder of documentation outside of the project is no documentation.
func TestDocumentationOutside(t *testing.T) {
	dir := project(t, map[string]string{
		"other/x.md":    "the secret\n",
		"in/mkdocs.yml": "docs_dir: ../other\n",
		"in/a.md":       "# A\n",
	})

	_, texts := importFolder(t, dir, "auto")
	for name, text := range texts {
		if strings.Contains(text, "the secret") {
			t.Errorf("%s contains a file from outside", name)
		}
	}
}

// Files that include each other, or twice as much each time, end.
func TestIncludeCyclesAndBombs(t *testing.T) {
	files := map[string]string{
		"in/book.toml":      "[book]\n",
		"in/src/SUMMARY.md": "[A](a.md)\n[B](b.md)\n[Bomb](bomb.md)\n",
		"in/src/a.md":       "# A\n\n{{#include b.md}}\n",
		"in/src/b.md":       "# B\n\n{{#include a.md}}\n",
		"in/src/bomb.md":    "{{#include 0.txt}}\n",
	}
	for n := range 9 {
		files[fmt.Sprintf("in/src/%d.txt", n)] = strings.Repeat(fmt.Sprintf("{{#include %d.txt}}\n", n+1), 20)
	}
	files["in/src/9.txt"] = strings.Repeat("x", 1000)

	result, texts := importFolder(t, project(t, files), "auto")
	if size := len(texts["content/bomb.md"]); size > 4<<20 {
		t.Errorf("the page has %d bytes", size)
	}
	for _, file := range []string{"src/a.md", "src/bomb.md"} {
		if !noted(result, "include") {
			t.Errorf("nothing says that %s includes too much", file)
		}
	}
}

// Settings above the folder that belong to other documentation do not count, and broken ones are no reason to stop.
func TestOtherSettings(t *testing.T) {
	dir := project(t, map[string]string{
		"mkdocs.yml":     "site_name: Other\n",
		"docs/x.md":      "# Other\n",
		"in/a.md":        "# A\n",
		"more/book.toml": "[book\n",
		"more/src/a.md":  "# A\n",
	})

	_, texts := importFolder(t, dir, "auto")
	if texts["content/a.md"] == "" || texts["content/x.md"] != "" {
		t.Errorf("the files are %v", texts)
	}

	if err := os.Rename(filepath.Join(dir, "more"), filepath.Join(dir, "in", "more")); err != nil {
		t.Fatal(err)
	}
	result, _ := importFolder(t, dir, "mdbook")
	if !noted(result, "book.toml") || result.Pages != 1 {
		t.Errorf("%d pages, notes %v", result.Pages, result.Notes)
	}
}

// Zensical has the settings of MkDocs in TOML.
func TestZensical(t *testing.T) {
	dir := project(t, map[string]string{
		"in/zensical.toml": "[project]\nsite_name = \"Tills\"\ndocs_dir = \"manual\"\nnav = [{\"Start\" = \"a.md\"}]\n",
		"in/manual/a.md":   "!!! tip\n    Text\n",
	})

	_, texts := importFolder(t, dir, "auto")
	hasTitle := strings.Contains(texts["config.yaml"], "title: Tills")
	if !hasTitle || !strings.Contains(texts["content/a.md"], "title: Start") {
		t.Errorf("the files are %q", texts)
	}
}

// Names that a system cannot store, or that have the same address, get others.
func TestNames(t *testing.T) {
	dir := project(t, map[string]string{
		"in/a:b?.md":        "# One\n",
		"in/con.md":         "# Two\n",
		"in/!.md":           "# Three\n",
		"in/$.md":           "# Four\n",
		"in/errors/x.md":    "# Five\n",
		"in/My Docs/a.md":   "# Six\n",
		"in/my-docs/a.md":   "# Seven\n",
		"in/d/README.md":    "# Eight\n",
		"in/d/index.md":     "# Nine\n",
		"in/d.md":           "# Ten\n",
		"in/_snippets/y.md": "# Eleven\n",
		"in/" + strings.Repeat("long", 60) + ".md": "# Twelve\n",
	})

	_, texts := importFolder(t, dir, "auto")
	seen := map[string]bool{}
	pages := 0
	for name := range texts {
		if !strings.HasSuffix(name, ".md") || !strings.HasPrefix(name, "content/") {
			continue
		}

		pages++
		lower := strings.ToLower(name)
		if strings.ContainsAny(name, `:?"<>|*\`) || strings.Contains(name, "/con.") || seen[lower] || len(name) > 200 {
			t.Errorf("the file is called %q", name)
		}
		if strings.HasPrefix(name, "content/errors/") || strings.HasPrefix(name, "content/_snippets/") {
			t.Errorf("%q has a reserved name", name)
		}

		seen[lower] = true
	}
	if pages != 12 {
		t.Errorf("%d pages, want 12: %v", pages, seen)
	}
}

// Large and broken input takes no longer than its size.
func TestLargeInput(t *testing.T) {
	var redirects strings.Builder
	for n := range 100_000 {
		fmt.Fprintf(&redirects, "        old/%d.md: old/%d.md\n", n, n+1)
	}

	files := map[string]string{
		"in/mkdocs.yml":       "plugins:\n  - redirects:\n      redirect_maps:\n" + redirects.String(),
		"in/docs/a.md":        "# A\n\n\xff\xfe text\n",
		"in/docs/nested.md":   strings.Repeat("> ", 3000) + "x\n\n" + nestedCallouts(500),
		"in/docs/slashes.md":  strings.Repeat("/// note\n", 20_000),
		"in/docs/brackets.md": strings.Repeat("[[", 20_000) + strings.Repeat("](", 20_000),
		"in/docs/braces.md":   strings.Repeat("{{", 50_000) + strings.Repeat("{% hint %}", 5000),
		"in/docs/figures.md":  strings.Repeat("<figure><img", 5000),
		"in/docs/huge.md":     strings.Repeat("words and words\n", 400_000),
		"in/docs/same.md":     strings.Repeat("## Same\n\n", 20_000),
	}

	dir := project(t, files)
	start := time.Now()
	result, _ := importFolder(t, dir, "auto")
	if spent := time.Since(start); spent > 60*time.Second {
		t.Errorf("the import took %v", spent)
	}
	if !noted(result, "huge.md") || !noted(result, "a.md: it is not UTF-8") {
		t.Error("nothing says what is wrong with huge.md and a.md")
	}
}

func nestedCallouts(depth int) string {
	var b strings.Builder
	for n := range depth {
		b.WriteString(strings.Repeat(" ", 4*n) + "!!! note\n")
	}

	return b.String()
}

// A cancelled import stops.
func TestCancelled(t *testing.T) {
	dir := project(t, map[string]string{"in/a.md": "# A\n"})
	p, err := migrate.Open(t.Context(), filepath.Join(dir, "in"), "auto")
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Convert(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestNoPages(t *testing.T) {
	dir := project(t, map[string]string{"in/mkdocs.yml": "site_name: T\n", "in/docs/a.png": "x"})
	p, err := migrate.Open(t.Context(), filepath.Join(dir, "in"), "auto")
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()

	const want = "no pages found as mkdocs publishes them"
	if _, err := p.Convert(t.Context()); err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}
