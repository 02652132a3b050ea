package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"signpost/internal/cli"
)

// A block of the manual that names its file: ```css themes/surgery/assets/own/surgery.css.
var namedBlock = regexp.MustCompile("(?ms)^```[a-z]+ ([^ \n]+)\n(.*?)^```$")

// writeFiles makes the files of a help centre.
func writeFiles(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// example is the help centre of docs/theming.md, in a folder.
func example(t *testing.T) (dir string) {
	t.Helper()
	manual, err := os.ReadFile("../../docs/theming.md")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{"content/a.md": "---\ntitle: A\n---\nText.\n"}
	for _, block := range namedBlock.FindAllStringSubmatch(string(manual), -1) {
		files[block[1]] = block[2]
	}
	if len(files) != 5 {
		t.Fatalf("the manual has %d files", len(files)-1)
	}
	dir = t.TempDir()
	writeFiles(t, dir, files)
	return dir
}

func TestExampleOfTheming(t *testing.T) {
	dir := example(t)
	signpost(t, "build", "--quiet", "--config", filepath.Join(dir, "config.yaml"))
	for name, wants := range map[string][]string{
		"a/index.html":       {"Reception: 0161 496 0000", "Ask the practice manager", "Skip to the main content"},
		"contact/index.html": {"<h1>Ask the practice manager</h1>"},
		"assets/site-*.css":  {"--header: #5b1a3a", ".copy", "@media print"},
	} {
		files, err := filepath.Glob(filepath.Join(dir, "public", filepath.FromSlash(name)))
		if err != nil || len(files) != 1 {
			t.Fatalf("%s: %q, %v", name, files, err)
		}
		text, err := os.ReadFile(files[0])
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range wants {
			if !strings.Contains(strings.ReplaceAll(string(text), "--header:#", "--header: #"), want) {
				t.Errorf("%s lacks %q", name, want)
			}
		}
	}
	// A change of the theme alone is a change of the site.
	writeFiles(t, dir, map[string]string{"themes/surgery/strings.yaml": "contact: {title: Ask Ann}"})
	signpost(t, "build", "--quiet", "--config", filepath.Join(dir, "config.yaml"))
	page, err := os.ReadFile(filepath.Join(dir, "public/contact/index.html"))
	if err != nil || !bytes.Contains(page, []byte("<h1>Ask Ann</h1>")) {
		t.Errorf("the page has not changed: %v", err)
	}
}

// Whoever replaces what is bundled says what is in it.
func TestReplacedEntryImportsWhatItSays(t *testing.T) {
	dir := example(t)
	writeFiles(t, dir, map[string]string{
		"themes/surgery/assets/own/hello.ts": `document.documentElement.dataset.hello = "surgery";`,
		"themes/surgery/assets/site.css":     `@import "./css/base.css";`,
	})
	signpost(t, "build", "--quiet", "--config", filepath.Join(dir, "config.yaml"))
	for pattern, want := range map[string]struct {
		text  string
		there bool
	}{
		"site-*.js":  {"dataset.hello", true},
		"site-*.css": {"#5b1a3a", false},
	} {
		files, err := filepath.Glob(filepath.Join(dir, "public/assets", pattern))
		if err != nil || len(files) != 1 {
			t.Fatalf("%s: %q, %v", pattern, files, err)
		}
		text, err := os.ReadFile(files[0])
		if err != nil || strings.Contains(string(text), want.text) != want.there {
			t.Errorf("%s: has %q is not %v, %v", pattern, want.text, want.there, err)
		}
	}
}

func TestMistakesInATheme(t *testing.T) {
	for name, test := range map[string]struct{ file, text, want string }{
		"misnamed layout": {"themes/surgery/layouts/articel.html", "x", `error SP065: the default theme has no file "layouts/articel.html" to override` + "\n    hint: did you mean \"layouts/article.html\"?"},
		"wrong folder":    {"themes/surgery/tokens.css", "x", `hint: did you mean "assets/css/tokens.css"?`},
		"unknown word":    {"themes/surgery/strings.yaml", "contact:\n  titel: x\n", `strings.yaml:2:3: error SP004: the theme has no string "titel"`},
		"other kind":      {"themes/surgery/strings.yaml", "contact: x\n", `strings.yaml:1:10: error SP005: "contact" must be a group of strings`},
		"broken layout":   {"themes/surgery/layouts/article.html", `{{define "main"}}{{.Nothing}}{{end}}`, "can't evaluate field Nothing"},
		"broken piece":    {"themes/surgery/layouts/partials/header.html", `{{define "header"}}{{.Nothing}}{{end}}`, `theme: header.html:1:21: executing "header" at <.Nothing>: can't evaluate field Nothing`},
		"unknown theme":   {"config.yaml", "title: T\ntheme: surgerey\n", `error SP005: no theme "surgerey"`},
	} {
		t.Run(name, func(t *testing.T) {
			dir := example(t)
			writeFiles(t, dir, map[string]string{test.file: test.text})
			var stderr bytes.Buffer
			if code := runArgs(t.Context(), &stderr, &stderr, "build", "--config", filepath.Join(dir, "config.yaml")); code == cli.ExitOK || strings.Count(stderr.String(), test.want) != 1 {
				t.Errorf("exit code %d:\n%s\nshould say once: %s", code, &stderr, test.want)
			}
		})
	}
}
