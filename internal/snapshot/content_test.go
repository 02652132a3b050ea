package snapshot

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"signpost/internal/testkit/limited"
)

// ids returns the anchors of a page with their headings: "a=Title b".
func ids(list []Anchor) string {
	var parts []string
	for _, a := range list {
		part := a.ID
		if a.Title != "" {
			part += "=" + a.Title
		}
		parts = append(parts, part)
	}

	return strings.Join(parts, " ")
}

func TestContentAnchors(t *testing.T) {
	for _, test := range []struct{ name, page, want string }{
		{"heading", `<h2 id=a>One <em>two</em></h2><p id=b>Text`, "a=One two b"},
		{"sign of a heading", `<h2 id=a>One<a class="headerlink" href="#a">¶</a></h2>`, "a=One"},
		{"anchor in a heading", `<h2><a name=a></a>One</h2>`, "a=One"},
		{"section around a heading", `<section id=a><h2>One</h2></section>`, "a=One"},
		{"text between", `<p id=a>Text<h2>One</h2>`, "a"},
		{"first attribute counts", `<h2 id=a id=b>One</h2>`, "a=One"},
		{"menu", `<nav><ul><li id=menu></ul></nav><main><h1 id=a>One</h1></main><p id=after>`, "a=One"},
		{"menu without a main part", `<nav><p id=x></nav><h1 id=a>One</h1><footer><p id=y></footer>`, "a=One"},
		{"role", `<p id=x><div role=main><div><h1 id=a>One</h1></div><p id=b></div><p id=c>`, "a=One b"},
		{"menu that is not closed", `<nav><p id=x><main><h1 id=a>One</h1></main>`, "a=One"},
		{"drawing", `<svg><g id=x /><path id=y></svg><p id=a>`, "a"},
		{"drawing in one tag", `<svg id=x /><p id=a>`, "a"},
		{"script", `<script>"<p id=x>"</script><p id=a>`, "a"},
		{"form", `<form><input id=x></form><p id=a>`, "a"},
		{"numbered", `<p id="__toc"><p id="fn:1"><p id="fnref:1"><p id="cb1-2"><p id="cbt">`, "cbt"},
		{"of the theme", `<main id="sp:main"><h1 id=a>A</h1><div class=after><h2 id=b>B</h2></div></main>`, "a=A"},
		{"class of another site", `<main><div class=after><h2 id=b>B</h2></div></main>`, "b=B"},
		{"notice", `<main><section class=sign id=old><p>Gone<h2 id=x>X</h2></section><h2 id=a>A</h2></main>`, "a=A"},
		{"nothing", ``, ""},
	} {
		if got := ids(readContent([]byte(test.page), false).anchors); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestContentTexts(t *testing.T) {
	text := func(page string) uint64 { return readContent([]byte(page), false).text.Sum }
	want := text("<main><p>One two</p><p>three</main>")
	for name, page := range map[string]string{
		"another place":  "<p>Menu<main>\n<ul><li>One\n  two<li>three</ul>\n</main><footer>x",
		"part of a word": "<main><p>O<b>n</b>e two<br>three</main>",
		"signs":          "<main><p>One # two<a href=#x>\u200b¶</a><p>thr\u200bee</main>",
		"date":           "<main>One <time>1 May</time> two <form><p>No</form> three</main>",
		"alternative":    `<main>One <img alt=two> three</main>`,
	} {
		if text(page) != want {
			t.Errorf("%s: another text", name)
		}
	}

	others := []string{"<main>One twothree</main>", "<main>Two one three</main>", "<main>One two three.</main>"}
	for _, page := range others {
		if text(page) == want {
			t.Errorf("%s: the same text", page)
		}
	}
}

func TestContentOfNotices(t *testing.T) {
	got := readContent([]byte(`<main><h1>Gone</h1><p class="lead">It ended
in <b>2026</b>.</p><section class="sign" id="a"><p>See <a href=x>there</a>.</p><p>More</p></section></main>`), false)
	if got.lead != "It ended in 2026." {
		t.Errorf("got lead %q", got.lead)
	}

	if diff := cmp.Diff(map[string]string{"a": "See there."}, got.reasons); diff != "" {
		t.Error(diff)
	}
}

func TestSectionsAreTextsBelowHeadings(t *testing.T) {
	page := `<h2 id=a>A</h2><p>One two</p><h3 id=b>B</h3><p>One two</p><h2 id=c>C</h2><p>One`
	got := readContent([]byte(page), false).anchors
	if got[0].Text != got[1].Text || got[0].Text == got[2].Text || got[0].Words != 2 {
		t.Errorf("got %+v", got)
	}
}

func TestCountChanges(t *testing.T) {
	read := func(text string) Text {
		w := newWordReader()
		w.add([]byte(text))
		return w.finish()
	}

	for _, test := range []struct {
		from, to       string
		added, removed int
	}{
		{"", "", 0, 0},
		{"a b c", "c b a", 0, 0},
		{"a b", "a b b c", 2, 0},
		{"a a b", "a", 0, 2},
		{"a", "", 0, 1},
		{"one two", "one three four", 2, 1},
	} {
		added, removed, ok := CountChanges(read(test.from), read(test.to))
		if added != test.added || removed != test.removed || !ok {
			t.Errorf("%q to %q: got +%d -%d", test.from, test.to, added, removed)
		}
	}

	long := read(strings.Repeat("a ", maxWords+1))
	if _, _, ok := CountChanges(long, read("a")); ok || long.words != nil {
		t.Error("the words of a long text are kept")
	}
}

func TestPage(t *testing.T) {
	const html = `<html><head><title>T - Site</title><link rel=canonical href="https://help.example/a/">
<meta http-equiv=refresh content="0; url=../b/"><meta name=signpost content=moved></head>
<main><h1>T</h1><section class=sign id=s><p>Gone</p></section><h2 id=x>X</h2></main>`
	got, err := readPage("a/index.html", []byte(html), false)
	if err != nil {
		t.Fatal(err)
	}

	want := &Page{
		Title:   "T",
		File:    "a/index.html",
		Anchors: []Anchor{{ID: "x", Title: "X"}},
		Signs:   map[string]Sign{"s": {Reason: "Gone"}},
	}
	ignore := cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Text" }, cmp.Ignore())
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Page{}), ignore); diff != "" {
		t.Error(diff)
	}

	if got.rawTo != "../b/" || got.canonic != "https://help.example/a/" || !got.ids["s"] {
		t.Errorf("got %+v", got)
	}
}

func FuzzContent(f *testing.F) {
	f.Add("<main id=sp:main><h1 id=a>A</h1><p class=lead>B<section class=sign id=c><p>D</section></main>")
	f.Add("<nav><div role=main><h2><a name=x></a>Y<svg/><time>")
	f.Add("</main></h1></nav><h1><h2></h1>")
	f.Fuzz(func(t *testing.T, page string) {
		limited.Input(t)
		c := readContent([]byte(page), true)
		for _, a := range c.anchors {
			if a.ID == "" || len(a.Title) > maxTitle {
				t.Errorf("anchor %+v", a)
			}
		}

		if len(c.text.words) != min(c.text.Words, maxWords) && c.text.Words <= maxWords {
			t.Errorf("%d words, but %d checksums", c.text.Words, len(c.text.words))
		}
	})
}
