package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"signpost/internal/testkit/folder"
)

// secretWord is in the text of a file outside of all folders that commands are given.
const secretWord = "PAY-9999"

var secretText = strings.ReplaceAll("# WORD\n\nWORD: \"WORD\" [WORD](WORD)\n", "WORD", secretWord)

// filesOfEachKind are a help centre with a file of each kind, source code, an export, and documentation to import.
var filesOfEachKind = []string{
	"site/config.yaml", "title: Help\ntheme: own\nchecks: checks.json\nlogo: {file: logo.svg}\n",
	"site/checks.json", `{"schema": 1, "checks": []}`,
	"site/anchors.lock", "/help/a/\n",
	"site/lint.baseline", "",
	"site/themes/own/strings.yaml", "{}\n",
	"site/themes/own/assets/own/more.css", "p { margin: 0 }\n",
	"site/content/logo.svg", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>`,
	"site/content/_snippets/part.md", "A part.\n",
	"site/content/_static/robots.txt", "User-agent: *\n",
	"site/content/help/form.pdf", "%PDF-1.4",
	"site/content/help/b.md", "# B\n\nText.\n",
	"site/content/help/a.md", "# A\n\n{{< include \"part.md\" >}}\n\n[Form](form.pdf) [B](b.md)\n\n" +
		"![A drawing](drawing.svg)\n\n## E {#e code=PAY-1001}\n\nText.\n",
	"site/content/help/drawing.svg", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>`,
	"product/main.go", "package main\n\nvar code = \"PAY-1001\"\n",
	"export/articles.json", `{"articles": []}`,
	"docs/mkdocs.yml", "site_name: Docs\n",
	"docs/docs/index.md", "# Docs\n\n--8<-- \"more.md\"\n\n![A drawing](drawing.svg)\n",
	"docs/docs/more.md", "More.\n",
	"docs/docs/drawing.svg", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>`,
	"docs/more.md", "More.\n",
	"out/secret", secretText,
}

var (
	buildCommands = []string{"build", "lint"}
	siteCommands  = []string{"build", "lint", "lint --baseline", "lint --format json", "lock"}
	docsCommands  = []string{"import markdown docs --into imported", "import markdown docs --from plain --into plain"}
)

// readFiles are the files that commands read, and command lines that read them, without --config. Folders are replaced
// by a link to the folder with the secret.
var readFiles = []struct {
	name     string
	commands []string
}{
	{"site/config.yaml", siteCommands},
	{"site/checks.json", siteCommands},
	{"site/anchors.lock", siteCommands},
	{"site/lint.baseline", siteCommands},
	{"site/themes/own/strings.yaml", buildCommands},
	{"site/themes/own/assets/own/more.css", buildCommands},
	{"site/themes/own/assets/own", buildCommands},
	{"site/content/logo.svg", siteCommands},
	{"site/content/_snippets/part.md", siteCommands},
	{"site/content/_snippets", siteCommands},
	{"site/content/_static/robots.txt", siteCommands},
	{"site/content/_static", siteCommands},
	{"site/content/help/form.pdf", siteCommands},
	{"site/content/help/drawing.svg", siteCommands},
	{"site/content/help/b.md", append(siteCommands, "new error PAY-1002 Message help/b.md")},
	{"site/content/help", append(siteCommands, "new help/c.md")},
	{"site/public/search/index.idx", []string{"search text", "diff site/public site"}},
	{"site/public/help/a.md", []string{"lock fix", "diff site/public site", "build"}},
	{"site/public/help", []string{"lock fix", "diff site/public site"}},
	{"product/main.go", []string{"codes scan product", "codes scan product --format json"}},
	{"export/articles.json", []string{"import zendesk export"}},
	{"docs/mkdocs.yml", docsCommands},
	{"docs/docs/index.md", docsCommands},
	{"docs/docs/more.md", docsCommands},
	{"docs/docs/drawing.svg", docsCommands},
	{"docs/docs", docsCommands},
}

// TestNothingOutsideIsRead replaces each file that commands read by a link that leads out of its folder, or by a pipe.
// The commands end, and what they print and write does not contain what the link leads to.
func TestNothingOutsideIsRead(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	for _, read := range readFiles {
		for kind, replace := range map[string]func(dir, name string) error{
			"relative link": linkOut,
			"absolute link": linkToSecret,
			"pipe":          func(_, name string) error { return syscall.Mkfifo(name, 0o644) },
		} {
			t.Run(read.name+", "+kind, func(t *testing.T) {
				dir := newOutside(t)
				name := filepath.Join(dir, filepath.FromSlash(read.name))
				if err := os.RemoveAll(name); err != nil {
					t.Fatal(err)
				}

				if err := replace(dir, name); err != nil {
					t.Fatal(err)
				}

				for _, command := range read.commands {
					expectNoSecret(t, dir, command)
				}
			})
		}
	}
}

func linkToSecret(dir, name string) error {
	return os.Symlink(filepath.Join(dir, "out", "secret"), name)
}

// linkOut makes a link to the secret, or to its folder if the name is that of a folder.
func linkOut(dir, name string) error {
	target := filepath.Join(dir, "out", "secret")
	if filepath.Ext(name) == "" {
		target = filepath.Dir(target)
	}

	target, err := filepath.Rel(filepath.Dir(name), target)
	if err != nil {
		return err
	}

	return os.Symlink(target, name)
}

// newOutside writes the files of each kind, and builds the site.
func newOutside(t *testing.T) string {
	t.Helper()
	dir := folder.New(t, filesOfEachKind...)
	t.Chdir(dir)
	var stderr bytes.Buffer
	if code := runArgs(t.Context(), &stderr, &stderr, "build", "--config", "site/config.yaml"); code != 0 {
		t.Fatal(stderr.String())
	}

	return dir
}

// expectNoSecret runs a command and fails if it does not end, or if the secret is in what it prints or writes.
func expectNoSecret(t *testing.T, dir, command string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()

	var out bytes.Buffer
	args := strings.Fields(command)
	if args[0] != "diff" && !strings.HasPrefix(command, "import markdown") {
		args = append(args, "--config", "site/config.yaml")
	}

	if code := runArgs(ctx, &out, &out, args...); code < 0 || code > 3 {
		t.Errorf("%s: exit code %d\n%s", command, code, &out)
	}

	if strings.Contains(out.String(), secretWord) {
		t.Errorf("%s prints the secret: %s", command, &out)
	}

	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || name == filepath.Join(dir, "out", "secret") {
			return err
		}

		data, err := os.ReadFile(name)
		if bytes.Contains(data, []byte(secretWord)) {
			t.Errorf("%s writes the secret to %s", command, name)
		}

		return err
	})
	if err != nil {
		t.Error(err)
	}

	entries, err := os.ReadDir(filepath.Join(dir, "out"))
	if err != nil || len(entries) != 1 {
		t.Errorf("%s writes to another folder: %v, %v", command, entries, err)
	}
}
