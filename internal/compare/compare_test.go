package compare

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/snapshot"
	"signpost/internal/testkit/folder"
	"signpost/internal/testkit/limited"
)

// read returns a snapshot of files: names and contents in turn.
func read(t *testing.T, files ...string) *snapshot.Snapshot {
	t.Helper()
	tree, err := snapshot.OpenFolder(t.Context(), folder.New(t, files...))
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()

	s, err := tree.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	return s
}

func compareSites(t *testing.T, before, after *snapshot.Snapshot) *Report {
	t.Helper()
	r, err := Sites(t.Context(), before, after)
	if err != nil {
		t.Fatal(err)
	}

	return r
}

const (
	text    = "one two three four five six seven eight nine ten eleven twelve"
	refresh = `<meta http-equiv="refresh" content="0; url=%s">`
	retired = `<meta name=signpost content=retired><main><h1>Gone</h1><p class=lead>It ended.</main>`
)

func codesFile(entries ...string) string {
	return `{"schema": 1, "codes": [` + strings.Join(entries, ",") + `]}`
}

func codeEntry(code, path, rest string) string {
	return fmt.Sprintf(`{"code": %q, "title": "T", "path": %q, "anchor": "x"%s}`, code, path, rest)
}

// Each case is one change of a site, and the lines about it.
func TestSites(t *testing.T) {
	page := "<main><h1 id=a>A</h1><h2 id=b>B</h2><p>" + text + "</main>"
	for name, test := range map[string]struct {
		before, after []string
		want          string
	}{
		"nothing": {[]string{"a/index.html", page}, []string{"a/index.html", page}, ""},
		"added":   {nil, []string{"a/index.html", page}, "added /a/"},
		"lost":    {[]string{"a/index.html", page}, nil, "lost /a/; lost /a/#a; lost /a/#b"},
		"moved": {
			[]string{"a/index.html", page},
			[]string{"a/index.html", fmt.Sprintf(refresh, "../b/"), "b/index.html", page},
			"moved /a/ -> /b/",
		},
		"moved away": {
			[]string{"a.html", page},
			[]string{"_redirects", "/a.html https://other.example/"},
			"moved /a.html -> https://other.example/",
		},
		"retired":    {[]string{"a/index.html", page}, []string{"a/index.html", retired}, "retired /a/: It ended."},
		"still gone": {[]string{"a/index.html", retired}, []string{"a/index.html", retired}, ""},
		"was gone":   {[]string{"a/index.html", retired}, nil, "lost /a/"},
		"came back":  {[]string{"a/index.html", retired}, []string{"a/index.html", page}, "added /a/"},
		"old redirect": {
			[]string{"a.html", fmt.Sprintf(refresh, "b.html"), "b.html", page},
			[]string{"b.html", page},
			"lost /a.html",
		},
		"host redirect": {
			[]string{"b.html", page, "_redirects", "/a /b.html\n/old/* /b.html\n/dead /nowhere"},
			[]string{"b.html", page}, "lost /a/; lost /old/*",
		},
		"same text elsewhere": {
			[]string{"a.html", page + " " + text}, []string{"a/index.html", page + " " + text},
			"lost /a.html (perhaps now /a/); lost /a.html#a; lost /a.html#b; added /a/",
		},
		"heading renamed": {
			[]string{"a/index.html", page}, []string{"a/index.html", strings.ReplaceAll(page, "id=b", "id=c")},
			"lost /a/#b (perhaps now /a/#c); added /a/#c",
		},
		"heading reworded": {
			[]string{"a/index.html", page}, []string{"a/index.html", strings.ReplaceAll(page, "id=b>B", "id=c>C")},
			"lost /a/#b (perhaps now /a/#c); added /a/#c; changed /a/ (+1 -1 words)",
		},
		"two candidates": {
			[]string{"a/index.html", page},
			[]string{"a/index.html", `<main><h1 id=a>A</h1><h2 id=c>C</h2>` + text + `<h2 id=d>D</h2>` + text},
			"lost /a/#b; added /a/#c; added /a/#d; changed /a/ (+14 -1 words)",
		},
		"heading moved": {
			[]string{"a/index.html", page, "b/index.html", ""},
			[]string{"a/index.html", "<main><h1 id=a>A</h1>" +
				"<section class=sign id=b><p><a href=../b/#c data-moved>C</a></section>",
				"b/index.html", "<h2 id=c>C</h2>"},
			"moved /a/#b -> /b/#c; added /b/#c; changed /a/ (+0 -13 words); changed /b/ (+1 -0 words)",
		},
		"heading lost with its page's move": {
			[]string{"a/index.html", page},
			[]string{"a/index.html", fmt.Sprintf(refresh, "../b/"), "b/index.html", "<h1 id=a>A</h1>"},
			"lost /a/#b (redirects to /b/#b, which does not exist); moved /a/ -> /b/",
		},
		"order": {
			[]string{"a.html", "<p>one two"},
			[]string{"a.html", "<p>two one"},
			"changed /a.html (same words in another order)",
		},
		"title": {
			[]string{"a.html", "<h1>A</h1>"},
			[]string{"a.html", "<h1>B</h1>"},
			"changed /a.html (+1 -1 words, title)",
		},
		"picture":    {[]string{"a.png", ""}, []string{"b.png", ""}, "removed /a.png; added /b.png (0 B)"},
		"style":      {[]string{"assets/a-ABCDEFG1.css", ""}, []string{"assets/a-ABCDEFG2.css", ""}, ""},
		"attachment": {[]string{"a.pdf", "x"}, []string{"a.txt", "x"}, "lost /a.pdf; added /a.txt (1 B)"},
		"grown": {
			[]string{"a.css", "x"},
			[]string{"a.css", strings.Repeat("x", 3001)},
			"grown /a.css (1 B -> 3.0 kB, +3.0 kB)",
		},
		"new code": {
			[]string{"codes.json", codesFile()}, []string{"codes.json", codesFile(codeEntry("ID-1", "/a/", ""))},
			"added code ID-1 (/a/#x)",
		},
		"lost code": {
			[]string{"codes.json", codesFile(codeEntry("ID-10", "/a/", ""), codeEntry("ID-9", "/a/", ""))},
			[]string{"codes.json", codesFile()}, "lost code ID-9 (/a/#x); lost code ID-10 (/a/#x)",
		},
		"code in another spelling": {
			[]string{"codes.json", codesFile(codeEntry("ID-1", "/a/", ""))},
			[]string{"codes.json", codesFile(codeEntry("id_1", "/a/", ""))}, "",
		},
		"moved code": {
			[]string{"codes.json", codesFile(codeEntry("ID-1", "/a/", ""))},
			[]string{"codes.json", codesFile(codeEntry("ID-1", "/b/", ""))}, "moved code ID-1: /a/#x -> /b/#x",
		},
		"retired code": {
			[]string{"codes.json", codesFile(codeEntry("ID-1", "/a/", ""))},
			[]string{"codes.json", codesFile(codeEntry("ID-1", "/a/", `, "retired": {"successor": "ID-2"}`))},
			"retired code ID-1: see ID-2",
		},
		"code with notice": {
			[]string{"codes.json", codesFile(codeEntry("ID-1", "/a/", "")), "e/id-1/index.html", page},
			[]string{"codes.json", codesFile(), "e/id-1/index.html", retired}, "retired code ID-1: It ended.",
		},
	} {
		before := read(t, append([]string{"index.html", "<h1>Home"}, test.before...)...)
		after := read(t, append([]string{"index.html", "<h1>Home"}, test.after...)...)
		r := compareSites(t, before, after)
		if got := strings.Join(r.lines(), "; "); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, test.want)
		}

		if r.Failed() != strings.Contains(test.want, "lost") {
			t.Errorf("%s: Failed is %v", name, r.Failed())
		}
	}
}

// hostile is a title that does everything that a title can do to a comment.
const hostile = "A | B `c` <img src=x> [x](https://evil.example) @everyone #12 GH-7 !3 **b** _i_ ~~s~~ &lt; " +
	"www.evil.example https://evil.example :tada: $x$ \\ </details> \u202e"

func TestMarkdown(t *testing.T) {
	r := &Report{
		Old: Side{Base: "https://help.example/", Notes: []string{"left out 2 pages, such as \"<b>.html\""}},
		Pages: Pages{
			Added:   []Page{{"/new/", hostile}},
			Changed: []Changed{{Page{"/changed/", "Changed"}, hostile, 12, 3}, {Page{"/order/", "Order"}, "", 0, 0}},
			Moved:   []Moved{{Page{"/from/", "From"}, "/to/#a|b`c"}, {Page{"/x/", "X"}, "https://other.example/(y)"}},
			Retired: []Retired{{Page{"/gone/", "Gone"}, hostile}},
			Lost: []Lost{
				{Page: Page{"/lost/", hostile}, Headings: []string{"a", "b"}, Similar: "/found/"},
				{Page: Page{"/`|<b>/", "X"}, Why: "redirects to /y/, which does not exist"},
				{Page: Page{"/articles/12*", ""}},
			},
		},
		Headings: Headings{Lost: []Lost{{Page: Page{"/a/#b", "B"}}}},
		Codes: Codes{
			Added:   []Code{{"ID-1", hostile, "/new/#id-1"}},
			Lost:    []Code{{"ID-2", "Two", "/lost/#b"}, {"`|`", "X", "/"}},
			Retired: []RetiredCode{{Code{"ID-3", "Three", "/a/"}, "ID-1", ""}},
			Moved:   []MovedCode{{Code{"ID-4", "Four", "/to/"}, "/from/"}},
		},
		Files: Files{
			Compared: true, Before: 1000, After: 2_500_000,
			Added:   []File{{"/a (1).png", "pictures", 12_345}},
			Removed: []File{{"/b.png", "pictures", 1}},
			Lost:    []Lost{{Page: Page{"/form.pdf", ""}}},
			Sizes:   []Size{{"pages", 1, 2, 1000, 2_500_000}},
			Grown:   []Grown{{"/assets/site-*.css", 0, 2000}},
		},
	}
	for i := range 12 {
		r.Headings.Added = append(r.Headings.Added, Page{fmt.Sprintf("/a/#h%d", i), fmt.Sprint("Heading ", i)})
	}

	r.count()
	got := r.Markdown(Markdown{Preview: "https://preview.example/7/"})
	golden := filepath.Join("testdata", "comment.md")
	if os.Getenv("SIGNPOST_UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}

	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}

	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}

// A comment that is too long ends early. What is lost is the last to be left out.
func TestMarkdownIsLimited(t *testing.T) {
	page := func(kind string, i int) Page {
		return Page{fmt.Sprintf("/%s-%d/", kind, i), strings.Repeat("Title ", 10)}
	}

	r := &Report{}
	for i := range 300 {
		r.Pages.Lost = append(r.Pages.Lost, Lost{Page: page("lost", i)})
	}

	for i := range 5000 {
		r.Pages.Added = append(r.Pages.Added, page("added", i))
		r.Pages.Moved = append(r.Pages.Moved, Moved{page("moved", i), "/"})
		r.Headings.Added = append(r.Headings.Added, page("heading", i))
	}

	r.Old.Notes = slices.Repeat([]string{"a note"}, 10_000)
	r.count()
	got := r.Markdown(Markdown{Preview: "https://preview.example/"})
	if len(got) > maxComment {
		t.Errorf("%d bytes", len(got))
	}

	if n := strings.Count(got, "`/lost-"); n != 300 {
		t.Errorf("%d of 300 lost addresses", n)
	}

	moved, headings := strings.Count(got, "`/moved-"), strings.Count(got, "`/heading-")
	for _, part := range []string{
		"❌ **300 lost addresses.**", "### Lost addresses", fmt.Sprintf("… and %d more.", 5000-moved),
		"<summary>New pages (5000)</summary>", fmt.Sprintf("… and %d more.", 5000-headings),
	} {
		if !strings.Contains(got, part) {
			t.Errorf("%q is missing", part)
		}
	}

	if strings.Count(got, "<details>") != strings.Count(got, "</details>") {
		t.Error("a folded table is not closed")
	}
}

func TestTextIsPrintable(t *testing.T) {
	r := &Report{Pages: Pages{Retired: []Retired{{Page{"/a/", ""}, "x\x1b[2J\u202e"}}}}
	var b strings.Builder
	if err := r.WriteText(&b); err != nil {
		t.Fatal(err)
	}

	if got, want := b.String(), "retired /a/: x\ufffd[2J\ufffd\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzEscape(f *testing.F) {
	f.Add(hostile)
	f.Fuzz(func(t *testing.T, text string) {
		limited.Input(t)
		got := escape(text)
		if strings.ContainsAny(got, "\n\r<>") {
			t.Errorf("%q becomes %q", text, got)
		}

		for i, c := range got {
			if strings.ContainsRune("|`[]*", c) && (i == 0 || got[i-1] != '\\') {
				t.Errorf("%q becomes %q", text, got)
			}
		}

		if strings.ContainsAny(strings.Trim(code(text), "`"), "`|\n ") {
			t.Errorf("%q becomes %q", text, code(text))
		}

		if strings.ContainsAny(destination(text), "()<>\"' \n|`") {
			t.Errorf("%q becomes %q", text, destination(text))
		}
	})
}
