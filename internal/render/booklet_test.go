package render

import (
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"signpost/internal/config"
	"signpost/internal/site"
	"signpost/themes"
)

// bookletFiles is a collection in which two articles have the same IDs, and link to each other.
var bookletFiles = map[string]string{
	"cards/index.md": "---\ntitle: Cards\n---\nSee [the second part](b.md#part).\n\n## Part\n\nRead [on](#part).\n",
	"cards/a.md": "---\ntitle: A\nupdated: 2026-03-01\n---\n" +
		"A note.[^1] Go to [the section](b.md#part), [the article](b.md), [the collection](index.md), " +
		"[elsewhere](../other.md) or [below](#part).\n\n" +
		"## Part\n\n<details><summary>More</summary>\n\nText\n\n</details>\n\n###### Small\n\n[^1]: The note.\n",
	"cards/b.md": "---\ntitle: B\nupdated: 2026-04-02\n---\nAnother note.[^1]\n\n" +
		"## Part {#part code=ID-1}\n\nText\n\n[^1]: Another.\n",
	"cards/about/index.md": "---\ntitle: About\n---\nThis is [A](../a.md).\n",
	"other.md":             "---\ntitle: Other\n---\nText\n",
}

// loadFiles loads a site from files.
func loadFiles(t testing.TB, files map[string]string, cfg *config.Config) *site.Edition {
	t.Helper()
	content := fstest.MapFS{}
	for name, text := range files {
		content[name] = &fstest.MapFile{Data: []byte(text)}
	}

	s, problems, err := site.Load(t.Context(), site.Source{Content: content, Config: cfg}, site.Options{})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}

	return s.First()
}

// A booklet contains all articles of a collection, with unique IDs. Links between them stay in it.
func TestBooklet(t *testing.T) {
	pages := parsePages(t, loadFiles(t, bookletFiles, settings()), settings(), themes.Default())
	name := "cards/print-all/index.html"
	doc := pages[name]
	checkIDs(t, doc)
	checkAddresses(t, name, doc, pages)
	checkText(t, doc, "h1", "Cards")
	checkText(t, doc, ".part h2", "A", "About", "B")
	checkText(t, doc, ".parts a", "A", "About", "B", "ID-1")
	checkAttr(t, doc, ".parts a", "href", "#a", "#about", "#b", "#b/part")
	checkAttr(t, doc, ".text h2", "id", "sp:introduction/part")
	checkAttr(t, doc, ".text h3", "id", "a/part", "b/part")
	checkAttr(t, doc, ".text h3", "data-short", "../a/#part", "../../e/id-1/")
	checkAttr(t, doc, ".text h6", "id", "a/small")
	checkAttr(t, doc, ".notes li", "id", "a/sp:note-1", "b/sp:note-1")
	checkAttr(t, doc, "details", "open", "")
	checkAttr(t, doc, ".text a", "href",
		"#b/part", "#sp:introduction/part",
		"#a/sp:note-1", "#b/part", "#b", "#sp:introduction", "../../other/", "#a/part", "#a/sp:ref-1",
		"#a",
		"#b/sp:note-1", "#b/sp:ref-1")
	checkText(t, doc, "article .small a",
		"help.example/centre/cards/a/",
		"help.example/centre/cards/about/",
		"help.example/centre/cards/b/", "ID-1")
	checkText(t, doc, ".stuck")
	checkText(t, doc, ".feedback")
	checkText(t, doc, ".contact")
	checkText(t, doc, ".small time", "2 April 2026", "1 March 2026", "2 April 2026")
	for _, want := range []string{
		`<meta name="robots" content="noindex">`,
		`<link rel="canonical" href="https://help.example/centre/cards/">`,
	} {
		if !strings.Contains(renderBooklet(t), want) {
			t.Errorf("the booklet does not contain %s", want)
		}
	}

	checkText(t, pages["cards/index.html"], ".print-all", "Print all 3 articles")
	checkText(t, pages["index.html"], ".print-all")
}

// renderBooklet returns the booklet of bookletFiles.
func renderBooklet(t *testing.T) string {
	t.Helper()
	for _, p := range listPages(t, loadFiles(t, bookletFiles, settings()), settings(), themes.Default()) {
		if p.Path == "cards/print-all/index.html" {
			data, err := p.Render()
			if err != nil {
				t.Fatal(err)
			}

			return string(data)
		}
	}

	t.Fatal("there is no booklet")

	return ""
}

// There is no booklet of one article, of a collection whose settings turn it off, and of one that is too large.
func TestCollectionsWithoutBooklet(t *testing.T) {
	large := "---\ntitle: Large\n---\n" + strings.Repeat("Words and more words.\n\n", 1<<16) + "\n"
	for name, files := range map[string]map[string]string{
		"one article":      {"cards/a.md": "A", "cards/more/b.md": "B"},
		"turned off":       {"cards/index.md": "---\nprint: false\n---\n", "cards/a.md": "A", "cards/b.md": "B"},
		"turned off above": {"index.md": "---\nprint: false\n---\nHome\n", "cards/a.md": "A", "cards/b.md": "B"},
		"too large":        {"cards/a.md": large, "cards/b.md": large},
	} {
		e := loadFiles(t, files, settings())
		for _, p := range listPages(t, e, settings(), themes.Default()) {
			if strings.Contains(p.Path, "print-all") {
				t.Errorf("%s: %s exists", name, p.Path)
			}
		}

		if isLarge := e.IsTooLarge(e.Collections[0]); isLarge != (name == "too large") {
			t.Errorf("%s: too large is %v", name, isLarge)
		}
	}
}

// The setting of a collection overrides that of the collection above. A site without collections has one booklet.
func TestCollectionsWithBooklet(t *testing.T) {
	for path, files := range map[string]map[string]string{
		"cards/print-all/index.html": {
			"index.md":       "---\nprint: false\n---\nHome\n",
			"cards/index.md": "---\nprint: true\n---\n",
			"cards/a.md":     "A", "cards/b.md": "B",
		},
		"print-all/index.html": {"index.md": "## Welcome\n\nGo to [A](a.md).\n", "a.md": "A", "b.md": "B"},
	} {
		pages := parsePages(t, loadFiles(t, files, settings()), settings(), themes.Default())
		if pages[path] == nil {
			t.Errorf("%s is missing", path)
			continue
		}

		checkIDs(t, pages[path])
		checkText(t, pages[path], ".parts a", "A", "B")
	}
}

// embedded returns HTML of the article /cards/a/ as it is in a booklet with /cards/b/.
func embedded(t testing.TB, source string) string {
	t.Helper()
	e := loadFiles(t, bookletFiles, settings())
	theme, err := ParseTheme(themes.Default())
	if err != nil {
		t.Fatal(err)
	}

	c := e.Collections[0]
	k := newBooklet(&printer{Theme: theme, site: e.Site, edition: e, config: settings()}, c)

	return string(buildHTML(func(b *htmlBuffer) { k.embed(b, c.Articles[0], source) }))
}

// All kinds of references to IDs are changed, and what hides content is removed.
func TestEmbed(t *testing.T) {
	for source, want := range map[string]string{
		`<p id="x" class="c">1 < 2 &amp; 3</p>`:     `<p id="a/x" class="c">1 < 2 &amp; 3</p>`,
		`<td headers="x y" aria-describedby=z>`:     `<td headers="a/x a/y" aria-describedby="a/z">`,
		`<label for="x"><a name="x">`:               `<label for="a/x"><a name="a/x">`,
		`<input name="x" disabled>`:                 `<input name="x" disabled="">`,
		`<h2>A</h2><h5>B</h5><h6>C</h6>`:            `<h3>A</h3><h6>B</h6><h6>C</h6>`,
		`<h3 id="x" data-short="y">`:                `<h4 id="a/x" data-short="y">`,
		`<a href="#part">`:                          `<a href="#a/part">`,
		`<a href="#nowhere">`:                       `<a href="../a/#nowhere">`,
		`<a href="#">`:                              `<a href="#">`,
		`<a href="/cards/b/#part">`:                 `<a href="#b/part">`,
		`<a href="/cards/b/?q#part">`:               `<a href="/cards/b/?q#part">`,
		`<a href="https://x.example/#part">`:        `<a href="https://x.example/#part">`,
		`<use href="#x"/><use xlink:href="#y"/>`:    `<use href="#a/x"/><use xlink:href="#a/y"/>`,
		`<g fill="url(#x)" style="mask:url('#y')">`: `<g fill="url(#a/x)" style="mask:url(&#39;#a/y&#39;)">`,
		`<map name="m"><img usemap="#m">`:           `<map name="a/m"><img usemap="#a/m">`,
		`<details name="tabs"></details>`:           `<details open></details>`,
		`<img src="a.png" loading="lazy">`:          `<img src="a.png">`,
		`<script>"<h2 id=x>"</script><!-- <h2> -->`: `<script>"<h2 id=x>"</script><!-- <h2> -->`,
		`<p title="&lt;&quot;">`:                    `<p title="&lt;&#34;">`,
	} {
		if got := embedded(t, source); got != want {
			t.Errorf("%s\n got %s\nwant %s", source, got, want)
		}
	}
}

// FuzzEmbed checks that the text of an article stays the same, and that no ID loses its prefix.
func FuzzEmbed(f *testing.F) {
	f.Add(`<h2 id="x">A<a href="#x">b</a></h2>`)
	f.Add("<p id=x\x00 id=\"y\" / =>\r\n&amp;<!--x--></p ><svg><path d='url(#'/></svg>")
	f.Fuzz(func(t *testing.T, source string) {
		got := embedded(t, source)
		before, after := html.NewTokenizer(strings.NewReader(source)), html.NewTokenizer(strings.NewReader(got))
		for {
			was, is := before.Next(), after.Next()
			if was != is {
				t.Fatalf("%v became %v in %q", was, is, got)
			}

			if was == html.ErrorToken {
				return
			}

			a, b := before.Token(), after.Token()
			if was == html.TextToken && a.Data != b.Data {
				t.Fatalf("%q became %q", a.Data, b.Data)
			}

			for _, attr := range b.Attr {
				if attr.Key == "id" && attr.Val != "" && !strings.HasPrefix(attr.Val, "a/") {
					t.Fatalf("an ID is %q", attr.Val)
				}
			}
		}
	})
}
