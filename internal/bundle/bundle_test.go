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

// smallTheme returns a theme with replaced or additional files.
func smallTheme(extra map[string]string) fstest.MapFS {
	files := map[string]string{
		"assets/lists.css":   "ul { color: red }",
		"assets/booklet.css": "ol { color: red }",
		"assets/site.css":    "@import './part.css'; a { color: red }",
		"assets/part.css":    "b { color: blue }",
		"assets/part.ts":     `export const words: string = "from the part";`,
		"assets/icon.svg":    "<svg/>",
		"assets/lists.ts":    `document.title = "lists";`,
		"assets/later.ts":    `document.title = "later";`,
		"assets/search.ts":   `import { words } from "./part"; document.body.title = words;`,
		"strings.yaml":       "unused: never seen\nscript: {go: Go on, stop: not used}\n",
		"assets/spare.txt":   "not a script",
		"assets/site.ts": `import { words } from "./part";
			import * as text from "../strings.yaml#script";
			document.title = words + text.go;`,
	}

	maps.Copy(files, extra)

	theme := fstest.MapFS{}
	for name, text := range files {
		theme[name] = &fstest.MapFile{Data: []byte(text)}
	}

	return theme
}

func build(t *testing.T, extra map[string]string) *Assets {
	t.Helper()
	assets, err := Build(smallTheme(extra))
	if err != nil {
		t.Fatal(err)
	}

	return assets
}

func TestBuild(t *testing.T) {
	assets := build(t, nil)
	for i, test := range []struct {
		address string
		want    []string
	}{
		{assets.Style, []string{"a{color:red}", "b{color:#00f}"}},
		{assets.ListStyle, []string{"ul{color:red}"}},
		{assets.BookletStyle, []string{"ol{color:red}"}},
		{assets.Script, []string{"from the part", "Go on"}},
		{assets.Lists, []string{"lists"}},
		{assets.Icon, []string{"<svg/>"}},
		{assets.Search, []string{"body.title"}},
		{assets.Later, []string{"later"}},
	} {
		file := assets.Files[i]
		if test.address != "/"+file.Path {
			t.Errorf("address %s of file %s", test.address, file.Path)
		}

		for _, want := range test.want {
			if !bytes.Contains(file.Data, []byte(want)) {
				t.Errorf("%s does not contain %q:\n%s", file.Path, want, file.Data)
			}
		}
	}
}

func TestUnusedStringsAreRemoved(t *testing.T) {
	script := build(t, nil).Files[2]
	for _, unused := range []string{"never seen", "not used"} {
		if bytes.Contains(script.Data, []byte(unused)) {
			t.Errorf("%s contains an unused string: %q", script.Path, unused)
		}
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

	for i, a := range first.Files {
		b := second.Files[i]
		if a.Path != b.Path || !bytes.Equal(a.Data, b.Data) {
			t.Errorf("%s and %s differ", a.Path, b.Path)
		}
	}
}

func TestAddressDependsOnContent(t *testing.T) {
	before := build(t, nil)
	after := build(t, map[string]string{"assets/part.css": "b { color: green }"})
	if after.Style == before.Style {
		t.Errorf("the address of the changed style is still %s", after.Style)
	}
	if after.Script != before.Script {
		t.Errorf("the address of the script changed from %s to %s", before.Script, after.Script)
	}
}

func TestErrorsHavePlaces(t *testing.T) {
	for _, test := range []struct{ file, text, want string }{
		{"assets/part.css", "b {\n  color red }", "theme: assets/part.css:2:8: expected"},
		{"assets/part.ts", "export const words = 1;\nlet = ;", "theme: assets/part.ts:2:7: unexpected"},
		{"assets/part.ts", "export const words =\n  { a: 1, a: 2 };", "theme: assets/part.ts:2:11: duplicate key"},
		{"assets/site.ts", `import "./absent";`, `theme: assets/site.ts:1:8: no file "assets/absent" in the theme`},
		{"assets/site.ts", `import "../../../etc/passwd";`, `in the theme`},
		{"assets/site.ts", `import "./spare.txt";`, "cannot import assets/spare.txt"},
		{"strings.yaml", "script: [", "strings.yaml"},
		{"strings.yaml", "script: Go on", `strings.yaml has no group "script"`},
	} {
		_, err := Build(smallTheme(map[string]string{test.file: test.text}))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s with %q: got %v, want %q", test.file, test.text, err, test.want)
		}
	}
}

// The limits are part of the size budget of a page. Lists load the second file instead of the first, and the fifth,
// booklets the third; only searches load the one before the last, and clicks the last.
func TestSizeLimits(t *testing.T) {
	assets, err := Build(themes.Default())
	if err != nil {
		t.Fatal(err)
	}

	for i, limit := range []int{19 << 8, 6 << 10, 21 << 8, 15 << 8, 9 << 9, 1 << 10, 9 << 10, 4 << 10} {
		file := assets.Files[i]
		size := gzippedSize(t, file.Data)
		t.Logf("%s: %d bytes compressed", file.Path, size)
		if size > limit {
			t.Errorf("%s: %d bytes compressed, more than %d", file.Path, size, limit)
		}
	}
}

func gzippedSize(t *testing.T, data []byte) int {
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
