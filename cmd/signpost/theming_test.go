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

// namedBlock matches a code block of the manual with the name of its file:
//
//	```css themes/surgery/assets/own/surgery.css
var namedBlock = regexp.MustCompile("(?ms)^```[a-z]+ ([^ \n]+)\n(.*?)^```$")

// writeThemingExample writes the help centre of docs/theming.md to a folder.
func writeThemingExample(t *testing.T) (dir string) {
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

// buildIn builds the site of a folder.
func buildIn(t *testing.T, dir string) {
	t.Helper()
	signpost(t, "build", "--quiet", "--config", filepath.Join(dir, "config.yaml"))
}

// readOnly reads the only file that matches a pattern in the site of a folder.
func readOnly(t *testing.T, dir, pattern string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "public", filepath.FromSlash(pattern)))
	if err != nil || len(files) != 1 {
		t.Fatalf("%s: %q, %v", pattern, files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestThemingExample(t *testing.T) {
	dir := writeThemingExample(t)
	buildIn(t, dir)

	for pattern, wants := range map[string][]string{
		"a/index.html":       {"Reception: 0161 496 0000", "Ask the practice manager", "Skip to the main content"},
		"contact/index.html": {"<h1>Ask the practice manager</h1>"},
		"assets/site-*.css":  {"--header: #5b1a3a", ".copy", "@media print"},
	} {
		text := strings.ReplaceAll(readOnly(t, dir, pattern), "--header:#", "--header: #")
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q", pattern, want)
			}
		}
	}
}

// TestThemeChangeRebuilds checks that a change of only the theme changes the site.
func TestThemeChangeRebuilds(t *testing.T) {
	dir := writeThemingExample(t)
	buildIn(t, dir)
	writeFiles(t, dir, map[string]string{"themes/surgery/strings.yaml": "contact: {title: Ask Ann}"})
	buildIn(t, dir)

	if page := readOnly(t, dir, "contact/index.html"); !strings.Contains(page, "<h1>Ask Ann</h1>") {
		t.Errorf("the page has not changed:\n%s", page)
	}
}

// TestReplacedStyleSheet replaces the style sheet that imports the others. Only what the new one imports may be
// bundled.
func TestReplacedStyleSheet(t *testing.T) {
	dir := writeThemingExample(t)
	writeFiles(t, dir, map[string]string{
		"themes/surgery/assets/own/hello.ts": `document.documentElement.dataset.hello = "surgery";`,
		"themes/surgery/assets/site.css":     `@import "./css/base.css";`,
	})
	buildIn(t, dir)

	if script := readOnly(t, dir, "assets/site-*.js"); !strings.Contains(script, "dataset.hello") {
		t.Error("the script of the theme is not bundled")
	}
	if style := readOnly(t, dir, "assets/site-*.css"); strings.Contains(style, "#5b1a3a") {
		t.Error("a style sheet is bundled that is not imported")
	}
}

// themeMistake is a file with a mistake, and what is reported about it.
type themeMistake struct {
	file string
	text string
	want string
}

var themeMistakes = map[string]themeMistake{
	"misnamed layout": {
		file: "themes/surgery/layouts/articel.html",
		text: "x",
		want: `error SP065: the default theme has no file "layouts/articel.html" to override` +
			"\n    hint: did you mean \"layouts/article.html\"?",
	},
	"wrong folder": {
		file: "themes/surgery/tokens.css",
		text: "x",
		want: `hint: did you mean "assets/css/tokens.css"?`,
	},
	"unknown string": {
		file: "themes/surgery/strings.yaml",
		text: "contact:\n  titel: x\n",
		want: `strings.yaml:2:3: error SP004: the theme has no string "titel"`,
	},
	"string instead of group": {
		file: "themes/surgery/strings.yaml",
		text: "contact: x\n",
		want: `strings.yaml:1:10: error SP005: "contact" must be a group of strings`,
	},
	"broken layout": {
		file: "themes/surgery/layouts/article.html",
		text: `{{define "main"}}{{.Nothing}}{{end}}`,
		want: "can't evaluate field Nothing",
	},
	"broken partial": {
		file: "themes/surgery/layouts/partials/header.html",
		text: `{{define "header"}}{{.Nothing}}{{end}}`,
		want: `theme: header.html:1:21: executing "header" at <.Nothing>: can't evaluate field Nothing`,
	},
	"unknown theme": {
		file: "config.yaml",
		text: "title: T\ntheme: surgerey\n",
		want: `error SP005: no theme "surgerey"`,
	},
}

func TestThemeMistakes(t *testing.T) {
	for name, mistake := range themeMistakes {
		t.Run(name, func(t *testing.T) {
			dir := writeThemingExample(t)
			writeFiles(t, dir, map[string]string{mistake.file: mistake.text})

			var output bytes.Buffer
			args := []string{"build", "--config", filepath.Join(dir, "config.yaml")}
			if code := runArgs(t.Context(), &output, &output, args...); code == cli.ExitOK {
				t.Error("the build succeeds")
			}
			if n := strings.Count(output.String(), mistake.want); n != 1 {
				t.Errorf("%q is reported %d times in:\n%s", mistake.want, n, &output)
			}
		})
	}
}
