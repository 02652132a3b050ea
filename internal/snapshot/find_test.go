package snapshot

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/testkit/folder"
	"signpost/internal/testkit/limited"
)

func readFolder(t *testing.T, files ...string) *Snapshot {
	t.Helper()
	tree, err := OpenFolder(t.Context(), folder.New(t, files...))
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()

	return readTree(t, tree)
}

func readTree(t *testing.T, tree *Tree) *Snapshot {
	t.Helper()
	s, err := tree.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	return s
}

func refresh(to string) string {
	return `<meta http-equiv="refresh" content="0; url=` + to + `">`
}

func TestFind(t *testing.T) {
	s := readFolder(t,
		"index.html", `<link rel=canonical href="https://help.example/centre/"><h1 id=top>Home`,
		"a/index.html", `<main><h1 id=a>A</h1>
<section class=sign id=moved><p><a href="../b.html#b" data-moved>B</a></section>
<section class=sign id=gone><p>It ended.</section></main>`,
		"b.html", "<h1 id=b>B",
		"a file.html", "<h1>With a space",
		"old/index.html", refresh("../b.html"),
		"old2/index.html", refresh("/centre/old/"),
		"old3/index.html", refresh("https://help.example/centre/b.html"),
		"dead/index.html", refresh("../nowhere/"),
		"away/index.html", refresh("https://other.example/x"),
		"circle/index.html", refresh("../circle2/"),
		"circle2/index.html", refresh("../circle/"),
		"itself/index.html", refresh("./"),
		"retired/index.html", `<meta name=signpost content=retired><main><p class=lead>It is gone.</main>`,
		"split/index.html", `<meta name=signpost content=moved><main><p class=lead><a href="../a/" data-moved>A</a>
<section class=sign id=x><p><a href="../b.html#b" data-moved>B</a></section></main>`,
		"files/form.pdf", "%PDF",
		"files/old.pdf/index.html", `<meta name=signpost content=retired><p class=lead>No form.`,
		"_redirects", `# comment
/centre/r1 /centre/b.html 301
/centre/r2/  /centre/a/#a  302!
/centre/q id=1 kind=x /centre/a/ 301
/centre/news/* /centre/a/ 301
/centre/blog/* https://blog.example/:splat
/centre/land /centre/a/ 302 Country=fr
/centre/app /centre/b.html 200
/centre/* /centre/index.html 200
/centre/:any /centre/b.html
broken
`,
	)

	for _, test := range []struct {
		address string
		want    Outcome
	}{
		{"/", Outcome{Kind: Here}},
		{"/#top", Outcome{Kind: Here}},
		{"/#nothing", Outcome{}},
		{"/a/", Outcome{Kind: Here}},
		{"/a/#a", Outcome{Kind: Here}},
		{"/a/#moved", Outcome{Kind: Moved, To: "/b.html#b"}},
		{"/a/#gone", Outcome{Kind: Retired, Reason: "It ended."}},
		{"/b.html", Outcome{Kind: Here}},
		{"/b/", Outcome{}},
		{"/a%20file.html", Outcome{Kind: Here}},
		{"/old/", Outcome{Kind: Moved, To: "/b.html"}},
		{"/old/#b", Outcome{Kind: Moved, To: "/b.html#b"}},
		{"/old/#c", Outcome{Reason: "redirects to /b.html#c, which does not exist"}},
		{"/old2/", Outcome{Kind: Moved, To: "/b.html"}},
		{"/old3/", Outcome{Kind: Moved, To: "/b.html"}},
		{"/dead/", Outcome{Reason: "redirects to /nowhere/, which does not exist"}},
		{"/away/#x", Outcome{Kind: Moved, To: "https://other.example/x#x"}},
		{"/circle/", Outcome{Reason: "redirects in a circle"}},
		{"/itself/", Outcome{Kind: Here}},
		{"/retired/", Outcome{Kind: Retired, Reason: "It is gone."}},
		{"/retired/#any", Outcome{Kind: Retired, Reason: "It is gone."}},
		{"/split/", Outcome{Kind: Moved, To: "/a/"}},
		{"/split/#x", Outcome{Kind: Moved, To: "/b.html#b"}},
		{"/files/form.pdf/", Outcome{Kind: Here}},
		{"/files/form.pdf/#x", Outcome{}},
		{"/files/old.pdf/", Outcome{Kind: Retired, Reason: "No form."}},
		{"/r1/", Outcome{Kind: Moved, To: "/b.html"}},
		{"/r1/#b", Outcome{Kind: Moved, To: "/b.html#b"}},
		{"/r2/#x", Outcome{Kind: Moved, To: "/a/#a"}},
		{"/q/?id=1&kind=x", Outcome{Kind: Moved, To: "/a/"}},
		{"/q/", Outcome{}},
		{"/news/2020/1/", Outcome{Kind: Moved, To: "/a/"}},
		{"/news/*", Outcome{Kind: Moved, To: "/a/"}},
		{"/blog/x/", Outcome{Kind: Moved, To: "https://blog.example/x/"}},
		{"/land/", Outcome{}},
		{"/app/", Outcome{Kind: Moved, To: "/b.html"}},
		{"/anything/", Outcome{}},
		{"/../", Outcome{}},
	} {
		if diff := cmp.Diff(test.want, s.Find(test.address)); diff != "" {
			t.Errorf("%s: %s", test.address, diff)
		}
	}
}

func TestReadFolder(t *testing.T) {
	dir := folder.New(t,
		"index.html", "<h1>Home",
		"404.html", "<h1>Missing",
		"x/y.pdf", "%PDF",
		".git/index.html", "<h1>Hidden",
		"codes.json", `[1]`,
	)
	outside := folder.New(t, "secret.html", "<h1>Secret")
	for name, target := range map[string]string{
		"outside.html": filepath.Join(outside, "secret.html"),
		"dir":          outside,
		"inside.html":  "index.html",
	} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Skip(err)
		}
	}

	tree, err := OpenFolder(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()

	s := readTree(t, tree)

	if len(s.Pages) != 2 || s.Pages["/"] == nil || s.Pages["/inside.html"] == nil {
		t.Errorf("got pages %v", s.Pages)
	}

	want := []string{
		"ignored 2 links that lead to a folder or out of it",
		"ignored codes.json, which is not a list of error codes",
	}
	if diff := cmp.Diff(want, s.Notes); diff != "" {
		t.Error(diff)
	}
}

func TestReadCodes(t *testing.T) {
	list := `{"schema": 1, "site": "https://help.example/c", "codes": [
{"code": "ID-201", "title": "A", "path": "/a/", "anchor": "x"},
{"code": "ID-202", "title": "B", "path": "/b/", "anchor": "y", "retired": {"successor": "ID-201"}}]}`
	s := readFolder(t, "index.html", "<h1>Home", "codes.json", list)
	want := map[string]Code{
		"id201": {Code: "ID-201", Title: "A", Address: "/a/#x", Short: "/e/id-201/"},
		"id202": {
			Code: "ID-202", Title: "B", Address: "/b/#y", Short: "/e/id-202/",
			Successor: "ID-201", IsRetired: true,
		},
	}
	if diff := cmp.Diff(want, s.Codes); diff != "" {
		t.Error(diff)
	}

	if s.Base != "https://help.example/c/" {
		t.Errorf("got base %q", s.Base)
	}
}

// archive writes an archive with empty files, and returns its name.
func archive(t *testing.T, headers ...zip.FileHeader) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, h := range headers {
		if _, err := w.CreateRaw(&h); err != nil {
			t.Fatal(err)
		}
	}

	if err := w.Close(); err != nil {
		t.Fatal(err)
	}

	return filepath.Join(folder.New(t, "site.zip", b.String()), "site.zip")
}

func TestOpenArchiveRejects(t *testing.T) {
	many := make([]zip.FileHeader, maxFiles+1)
	for i := range many {
		many[i].Name = fmt.Sprintf("%d.html", i)
	}

	twoLarge := []zip.FileHeader{{Name: "a", UncompressedSize64: maxTotal}, {Name: "b", UncompressedSize64: 1}}
	for name, test := range map[string]struct {
		headers []zip.FileHeader
		want    string
	}{
		"path out of it":    {[]zip.FileHeader{{Name: "../../x.html"}}, "leads out of it"},
		"Windows path":      {[]zip.FileHeader{{Name: `..\x.html`}}, "leads out of it"},
		"absolute path":     {[]zip.FileHeader{{Name: "/etc/x.html"}}, "leads out of it"},
		"one large file":    {[]zip.FileHeader{{Name: "a", UncompressedSize64: maxTotal + 1}}, "more than 4 GB"},
		"largest size":      {[]zip.FileHeader{{Name: "a", UncompressedSize64: 1<<64 - 1}}, "more than 4 GB"},
		"many large files":  {twoLarge, "more than 4 GB"},
		"encrypted":         {[]zip.FileHeader{{Name: "a", Flags: 1}}, "encrypted"},
		"more files":        {many, "more than 200000 files"},
		"not a ZIP archive": {nil, ""},
	} {
		_, err := OpenArchive(t.Context(), archive(t, test.headers...))
		if test.want == "" {
			_, err = OpenArchive(t.Context(), filepath.Join(folder.New(t, "a.zip", "PK"), "a.zip"))
			test.want = "not a valid zip file"
		}

		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", name, err, test.want)
		}
	}
}

// deflated returns an archive with files in the given order.
func deflated(t *testing.T, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		out, err := w.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}

		if _, err := out.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}

	if err := w.Close(); err != nil {
		t.Fatal(err)
	}

	return filepath.Join(folder.New(t, "site.zip", b.String()), "site.zip")
}

func TestReadArchive(t *testing.T) {
	name := deflated(t, "repo-1/index.html", "<h1>Home", `repo-1\a\index.html`, "<h1>A", "repo-1/.git/x.html", "<h1>X")
	tree, err := OpenArchive(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()

	s := readTree(t, tree)

	if len(s.Pages) != 2 || s.Pages["/"] == nil || s.Pages["/a/"] == nil {
		t.Errorf("got pages %v", s.Pages)
	}

	dir := t.TempDir()
	if err := tree.Extract(t.Context(), dir); err != nil {
		t.Fatal(err)
	}

	if data, err := os.ReadFile(filepath.Join(dir, "a", "index.html")); string(data) != "<h1>A" {
		t.Errorf("got %q, %v", data, err)
	}
}

// A page that is larger than what a reader keeps is left out, with a note.
func TestLargePageIsLeftOut(t *testing.T) {
	name := deflated(t, "index.html", "<h1>Home", "large.html", strings.Repeat("<p>a", 5<<20))
	tree, err := OpenArchive(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()

	s := readTree(t, tree)

	want := []string{`left out pages that are too large or cannot be read: 1, such as "large.html"`}
	if diff := cmp.Diff(want, s.Notes); diff != "" {
		t.Error(diff)
	}
}

func TestReadStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := OpenFolder(ctx, folder.New(t, "index.html", "<h1>Home")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}

	if _, err := OpenArchive(ctx, deflated(t, "index.html", "<h1>Home")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestFamilyOf(t *testing.T) {
	for name, want := range map[string]string{
		"assets/site-ELEBIRGX.css":                  "assets/site-*.css",
		"assets/site-HTEAQ6FK.js":                   "assets/site-*.js",
		"assets/pictures/LJQEQOCPSS3T-960.webp":     "assets/pictures/LJQEQOCPSS3T-960.webp",
		"assets/javascripts/bundle.dff1b7c8.min.js": "assets/javascripts/bundle.*.min.js",
		"a/photo-20260101-800.jpg":                  "a/photo-*-800.jpg",
		"css/main-stylesheet.css":                   "css/main-stylesheet.css",
		"search/texts-AAAAAAAA.idx":                 "search/*",
		"a/form-12345678.pdf":                       "a/form-12345678.pdf",
		"search/search_index.json":                  "search/*",
		"assets/stylesheets/extra.css":              "assets/stylesheets/extra.css",
	} {
		if got := FamilyOf(name, kindOf(name)); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

func TestKinds(t *testing.T) {
	for name, want := range map[string]Kind{
		"a/index.html":             PageFile,
		"a.htm":                    PageFile,
		"assets/a.css":             Asset,
		"search/index.idx":         Index,
		"search/search_index.json": Index,
		"searchindex-1a.js":        Index,
		"search/index.html":        PageFile,
		"a.SVG":                    Picture,
		"a/form.pdf":               Attachment,
		"a/table.csv":              Attachment,
		"codes.json":               Other,
		"a/b.md":                   Other,
		"_headers":                 Other,
		"CNAME":                    Other,
		"sitemap.xml.gz":           Other,
	} {
		if got := kindOf(name); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

func FuzzArchive(f *testing.F) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	out, _ := w.Create("a/index.html")
	_, _ = out.Write([]byte("<h1 id=a>A"))
	_ = w.Close()
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		limited.Input(t)
		tree, err := OpenArchive(t.Context(), filepath.Join(folder.New(t, "a.zip", string(data)), "a.zip"))
		if err != nil {
			return
		}
		defer tree.Close()

		_, _ = tree.Read(t.Context())
		_ = tree.Extract(t.Context(), t.TempDir())
	})
}

func FuzzRedirects(f *testing.F) {
	f.Add("/a /b 301\n/c/* /d/:splat\n/e id=1 /f", "/a/")
	f.Fuzz(func(t *testing.T, data, at string) {
		limited.Input(t)
		s := Snapshot{Base: "https://help.example/c/", redirects: readRedirects([]byte(data), "/c/")}
		s.Find(at)
		s.Redirects()
	})
}
