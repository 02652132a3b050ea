package bundle

import (
	"bytes"
	"compress/gzip"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"signpost/themes"
)

func small(extra map[string]string) fstest.MapFS {
	files := map[string]string{
		"assets/site.css":  "@import './part.css'; a { color: red }",
		"assets/part.css":  "b { color: blue }",
		"assets/site.ts":   `import { words } from "./part"; import { script } from "../strings.yaml"; document.title = words + script.go;`,
		"assets/part.ts":   `export const words: string = "from the part";`,
		"assets/icon.svg":  "<svg/>",
		"assets/lists.ts":  `document.title = "lists";`,
		"assets/search.ts": `import { words } from "./part"; document.body.title = words;`,
		"strings.yaml":     "unused: never seen\nscript: {go: Go on}\n",
		"assets/spare.txt": "not a script",
	}
	maps.Copy(files, extra)
	theme := fstest.MapFS{}
	for name, text := range files {
		theme[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return theme
}

func TestBuild(t *testing.T) {
	assets, err := Build(small(nil))
	if err != nil {
		t.Fatal(err)
	}
	addresses := []string{assets.Style, assets.Script, assets.Lists, assets.Icon, assets.Search}
	wants := [][]string{{"a{color:red}", "b{color:#00f}"}, {"from the part", "Go on"}, {"lists"}, {"<svg/>"}, {"body.title"}}
	for i, file := range assets.Files {
		if addresses[i] != "/"+file.Path {
			t.Errorf("address %s, file %s", addresses[i], file.Path)
		}
		for _, want := range wants[i] {
			if !bytes.Contains(file.Data, []byte(want)) {
				t.Errorf("%s lacks %q:\n%s", file.Path, want, file.Data)
			}
		}
	}
	if bytes.Contains(assets.Files[1].Data, []byte("never seen")) {
		t.Error("the script carries words that it does not use")
	}
}

func TestBuildIsDeterministic(t *testing.T) {
	first, err := Build(themes.Default())
	if err != nil {
		t.Fatal(err)
	}
	second, err := Build(themes.Default())
	if err != nil {
		t.Fatal(err)
	}
	for i := range first.Files {
		if first.Files[i].Path != second.Files[i].Path || !bytes.Equal(first.Files[i].Data, second.Files[i].Data) {
			t.Errorf("%s differs from %s", first.Files[i].Path, second.Files[i].Path)
		}
	}
	changed, err := Build(small(map[string]string{"assets/part.css": "b { color: green }"}))
	if err != nil {
		t.Fatal(err)
	}
	same, err := Build(small(nil))
	if err != nil {
		t.Fatal(err)
	}
	if changed.Style == same.Style || changed.Script != same.Script {
		t.Errorf("a change of the style must change its address alone: %s %s, %s %s", changed.Style, same.Style, changed.Script, same.Script)
	}
}

func TestMistakesNameFileAndLine(t *testing.T) {
	for _, test := range []struct{ file, text, want string }{
		{"assets/part.css", "b {\n  color red }", "theme: assets/part.css:2:8: expected"},
		{"assets/part.ts", "export const words = 1;\nlet = ;", "theme: assets/part.ts:2:7: unexpected"},
		{"assets/part.ts", "export const words =\n  { a: 1, a: 2 };", "theme: assets/part.ts:2:11: duplicate key"},
		{"assets/site.ts", `import "./absent";`, `theme: assets/site.ts:1:8: there is no "assets/absent" in the theme`},
		{"assets/site.ts", `import "../../../etc/passwd";`, `in the theme`},
		{"assets/site.ts", `import "./spare.txt";`, "assets/spare.txt is none of the kinds"},
		{"strings.yaml", "script: [", "strings.yaml"},
	} {
		_, err := Build(small(map[string]string{test.file: test.text}))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s with %q: got %v, want %q", test.file, test.text, err, test.want)
		}
	}
}

// The script's share of the budget of a page is 4 KB, as the style's is; pages that are lists have 3 more. What searches comes on top, when
// somebody searches.
func TestBudget(t *testing.T) {
	assets, err := Build(themes.Default())
	if err != nil {
		t.Fatal(err)
	}
	for i, most := range []int{4 << 10, 4 << 10, 3 << 10, 1 << 10, 6 << 10} {
		size := gzipped(t, assets.Files[i].Data)
		t.Logf("%s: %d bytes gzipped", assets.Files[i].Path, size)
		if size > most {
			t.Errorf("%s has %d bytes gzipped, more than %d", assets.Files[i].Path, size, most)
		}
	}
}

func gzipped(t *testing.T, data []byte) int {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}
