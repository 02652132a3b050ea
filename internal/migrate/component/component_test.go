package component

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"signpost/internal/testkit/limited"
)

// The archives in testdata contain texts, each followed by what becomes of it. SIGNPOST_UPDATE=1 rewrites the latter.
func TestConvert(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}

		want := map[string]string{}
		updated := &txtar.Archive{Comment: archive.Comment}
		for _, f := range archive.Files {
			want[f.Name] = string(f.Data)
		}

		for _, f := range archive.Files {
			if strings.HasSuffix(f.Name, "becomes") {
				continue
			}

			name := f.Name + " becomes"
			got := convert(f.Name, string(f.Data))
			updated.Files = append(updated.Files, f, txtar.File{Name: name, Data: []byte(got)})
			if got != want[name] && os.Getenv("SIGNPOST_UPDATE") == "" {
				t.Errorf("%s: %s:\n%s\nwant\n%s", file, f.Name, got, want[name])
			}
		}

		if os.Getenv("SIGNPOST_UPDATE") != "" {
			if err := os.WriteFile(file, txtar.Format(updated), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// convert returns the converted text and its notes.
func convert(name, text string) string {
	r := Convert(text, options(name))
	out := r.Text
	for _, n := range r.Notes {
		out += fmt.Sprintf("\n(%s:%d: %s)", n.File, n.Line, n.Text)
	}

	return strings.TrimRight(out, "\n") + "\n"
}

func options(name string) Options {
	isMDX := strings.HasSuffix(name, ".mdx")
	front := map[string]any{"title": "The title", "rules": []any{"one", "two"}}

	return Options{
		Dialect: Dialect{JSX: isMDX, Vue: !isMDX, Markdoc: !isMDX, Directives: true},
		File:    name,
		Values:  map[string]any{"frontMatter": front, "$frontmatter": front},
		Read: func(_, spec string) (Import, bool) {
			switch spec {
			case "./_part.mdx", "/snippets/part.mdx":
				const text = "Hello {props.name} ({name}), <Mystery />.\n\n1. One\n"
				return Import{File: "_part.mdx", Line: 4, Text: text}, true
			case "!!raw-loader!./x.go":
				return Import{File: "x.go", Raw: true, Text: "package x\n"}, true
			case "./logo.png":
				return Import{Asset: "img/logo.png"}, true
			}

			return Import{}, false
		},
		Pages: func(dir string) ([]Link, bool) {
			return []Link{{"A page", "a.md", "About it"}, {"Another", "b.md", ""}}, dir != ""
		},
	}
}

func TestLinesNameTheirOrigin(t *testing.T) {
	r := Convert("one\n\n<Note>\ntwo\n</Note>\nthree\n\nimport a from 'b'\n\nfour\n", options("a.mdx"))
	lines := strings.Split(r.Text, "\n")
	source := []string{"one", "", "<Note>", "two", "</Note>", "three", "", "import", "", "four", ""}
	for i, line := range lines {
		if line != "" && !strings.HasPrefix(line, ">") && source[r.Lines[i]] != line {
			t.Errorf("line %q is said to come from %q", line, source[r.Lines[i]])
		}
	}

	if len(lines) != len(r.Lines) {
		t.Errorf("%d lines, %d origins", len(lines), len(r.Lines))
	}
}

func TestNotesOfPartialsNameThePartial(t *testing.T) {
	r := Convert("import P from './_part.mdx'\n\n<P />\n", options("a.mdx"))
	if len(r.Notes) == 0 || r.Notes[len(r.Notes)-1].File != "_part.mdx" || r.Notes[len(r.Notes)-1].Line != 4 {
		t.Errorf("notes: %v", r.Notes)
	}
}

// Partials that include each other end, and so does one that is included without end.
func TestCircles(t *testing.T) {
	o := options("a.mdx")
	o.Read = func(_, spec string) (Import, bool) {
		return Import{File: spec, Text: "import A from './a'\nimport B from './b'\n\nText <A /><B /><A /><B />\n"}, true
	}

	r := Convert("import A from './a'\n\n<A />\n", o)
	if len(r.Text) > 10_000 || len(r.Notes) == 0 {
		t.Errorf("%d bytes, %d notes", len(r.Text), len(r.Notes))
	}
}

// Each text is made of something that never ends or is nested without end.
func TestTimeIsLinear(t *testing.T) {
	for _, unit := range []string{
		"<", "<a ", "<A b=\"", "<A b={", "{", "{`${", "`", "``a`", "<A>", "<A><B>", "</A>", "<!--", "{%", "{% a ",
		":::a\n",
		"<script>", "{/*", "$$", "> <A>\n", "<A>\n", "  <A>\n\n", "```\n", "import a from 'b'\n",
		"export const a = {",
		"<details><summary>", "<Tabs items={['a']}><Tab>", "<code>{'a'}", "<table><tr><td>\n", "- <Card>\n  ",
		"<A/>", "(", "[{a:", "{a} ", "{a &&", "<A b={[",
	} {
		text := strings.Repeat(unit, 30_000/len(unit))
		if name := tagName(unit[1:]); strings.HasPrefix(unit, "<") {
			text += strings.Repeat("</"+name+">", 5_000)
		}

		for _, name := range []string{"a.mdx", "a.md"} {
			start := time.Now()
			Convert(text, options(name))
			if d := time.Since(start); d > 3*time.Second {
				t.Errorf("%s: %q: %v", name, unit, d)
			}
		}
	}
}

func FuzzConvert(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}

		for _, text := range archive.Files {
			f.Add(string(text.Data))
		}
	}

	f.Fuzz(func(t *testing.T, text string) {
		limited.Input(t)
		for _, name := range []string{"a.mdx", "a.md"} {
			r := Convert(text, options(name))
			if n := strings.Count(r.Text, "\n") + 1; n != len(r.Lines) {
				t.Fatalf("%d lines, %d origins", n, len(r.Lines))
			}
		}
	})
}
