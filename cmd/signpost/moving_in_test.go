package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"signpost/internal/cli"
	"signpost/internal/importer"
	"signpost/internal/migrate"
)

func movingIn(t *testing.T) string {
	t.Helper()
	manual, err := os.ReadFile("../../docs/moving-in.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(manual)
}

// TestMovingInHasEverySource checks that the manual has a section for each source, in which its command is.
func TestMovingInHasEverySource(t *testing.T) {
	_, text, _ := strings.Cut(movingIn(t), "\n## Sources\n")
	sections := strings.Split(text, "\n### ")[1:]

	commands := []string{"signpost import markdown docs-old --into help"}
	for _, name := range migrate.Names()[1:] { // without "auto"
		commands = append(commands, "signpost import markdown docs-old --from "+name+" --into help")
	}
	for _, name := range importer.Formats {
		commands = append(commands, "signpost import "+name+" ../export")
	}

	for _, command := range commands {
		has := func(section string) bool { return strings.Contains(section, command) }
		if !slices.ContainsFunc(sections, has) {
			t.Errorf("no section contains %q", command)
		}
	}
	if len(sections) != len(commands) {
		t.Errorf("the manual has %d sources, the program %d", len(sections), len(commands))
	}
}

// reportKind matches the declaration of a heading of the report.
var reportKind = regexp.MustCompile(`(?m)^\tKind\w+\s+Kind\s+= "(.*)"$`)

// TestMovingInExplainsTheReport checks that the manual explains each heading of the report.
func TestMovingInExplainsTheReport(t *testing.T) {
	source, err := os.ReadFile("../../internal/migrate/project.go")
	if err != nil {
		t.Fatal(err)
	}

	kinds := reportKind.FindAllSubmatch(source, -1)
	if len(kinds) == 0 {
		t.Fatal("no heading was found")
	}
	manual := movingIn(t)
	for _, kind := range kinds {
		if !strings.Contains(manual, "\n| "+string(kind[1])+" |") {
			t.Errorf("the manual does not explain %q", kind[1])
		}
	}
}

// shellBlock matches the commands of the manual.
var shellBlock = regexp.MustCompile("(?s)```sh\n(.*?)```")

// oldManual is documentation with a dead link, and the sitemap of the site that was made from it.
var oldManual = map[string]string{
	"docs-old/mkdocs.yml":            "site_name: Manual\nsite_url: https://docs.example.org/\n",
	"docs-old/docs/index.md":         "# Manual\n\nSee [nothing](nothing.md).\n",
	"docs-old/docs/prices/index.md":  "# Prices\n\n## Small & large\n\nText.\n",
	"docs-old/docs/prices/before.md": "# Before\n\nText.\n",
	"sitemap.xml": `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://docs.example.org/prices/</loc></url>
<url><loc>https://docs.example.org/prices/old/</loc></url>
<url><loc>https://docs.example.org/prices/before.html</loc></url>
<url><loc>https://docs.example.org/fax/</loc></url>
</urlset>
`,
}

// TestMovingInCommands runs the commands that are the same for all sources, in the order of the manual.
func TestMovingInCommands(t *testing.T) {
	steps, _, _ := strings.Cut(movingIn(t), "\n## 5.")
	dir := t.TempDir()
	writeFiles(t, dir, oldManual)
	t.Chdir(dir)

	for _, block := range shellBlock.FindAllStringSubmatch(steps, -1) {
		for command := range strings.Lines(block[1]) {
			command, _, _ = strings.Cut(strings.TrimSpace(command), " #")
			runMovingIn(t, strings.TrimSpace(command))
		}
	}
	signpost(t, "build", "--quiet")
	signpost(t, "lock", "--from", "../sitemap.xml")

	for _, name := range []string{"prices/before.html", "prices/old/index.html", "fax/index.html"} {
		if _, err := os.Stat(filepath.Join("public", filepath.FromSlash(name))); err != nil {
			t.Error(err)
		}
	}
}

// quoted matches a word of a command.
var quoted = regexp.MustCompile(`"([^"]*)"|\S+`)

// runMovingIn runs a command of the manual. The site has lost addresses until they are moved or retired.
func runMovingIn(t *testing.T, command string) {
	t.Helper()
	switch {
	case strings.HasPrefix(command, "curl "), strings.HasPrefix(command, "signpost serve "):
		return
	case strings.HasPrefix(command, "cd "):
		t.Chdir(strings.TrimPrefix(command, "cd "))
		return
	}

	var args []string
	for _, word := range quoted.FindAllString(command, -1)[1:] {
		args = append(args, strings.Trim(word, `"`))
	}
	want := cli.ExitOK
	if slices.Contains(args, "--move") {
		want = cli.ExitProblems
	}
	var stderr bytes.Buffer
	if code := runArgs(t.Context(), io.Discard, &stderr, args...); code != want {
		t.Fatalf("%s: exit code %d, want %d\n%s", command, code, want, &stderr)
	}
}
