package generate

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/library"
	"signpost/internal/output"
	"signpost/internal/site"
)

// loadProject loads a project with further files, given as name and text in turn.
func loadProject(t *testing.T, files ...string) *Result {
	t.Helper()
	dir, o := newProject(t)
	putFiles(t, dir, files...)

	r, err := Load(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}

	return r
}

// fileText returns the content of a file of the site.
func fileText(t *testing.T, files []output.File, path string) string {
	t.Helper()
	i := slices.IndexFunc(files, func(f output.File) bool {
		return f.Path == path
	})

	if i < 0 {
		t.Fatalf("no file %s", path)
	}

	data, err := files[i].Data()
	if err != nil {
		t.Fatal(err)
	}

	return string(data)
}

func siteFiles(t *testing.T, r *Result) []output.File {
	t.Helper()

	if r.Failed() {
		t.Fatal(r.Problems)
	}

	s, err := r.Output(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	return s.Files
}

// expectLines reports lines that a text does not contain.
func expectLines(t *testing.T, name, text string, want ...string) {
	t.Helper()
	lines := strings.Split(text, "\n")
	for _, line := range want {
		if !slices.Contains(lines, line) {
			t.Errorf("%s has no line %q:\n%s", name, line, text)
		}
	}
}

func TestHostFiles(t *testing.T) {
	r := loadProject(t,
		"config.yaml", "title: Help\nbase_url: https://help.example/h%C3%A9/\n"+
			"feedback: {endpoint: https://answers.example/in}\n",
		"content/cards/b.md", "---\ntitle: B\naliases: [/old/, '/old:2/']\n---\nText.\n",
		"anchors.lock", "/split/#a -> /a/\n/split/#b -> /cards/b/\n")

	files := siteFiles(t, r)

	expectLines(t, "_headers", fileText(t, files, "_headers"),
		"/h%C3%A9/*",
		"  Content-Security-Policy: default-src 'self'; connect-src 'self' https://answers.example; base-uri 'none'; "+
			"object-src 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
		"/h%C3%A9/assets/*",
		"  Cache-Control: public, max-age=31536000, immutable")

	expectLines(t, "_nginx.conf", fileText(t, files, "_nginx.conf"),
		`location "/hé/" {`,
		`error_page 404 "/hé/404.html";`,
		`location ~ "^/hé/assets/.*$" {`,
		`location = "/hé/old/" { return 301 "/h%C3%A9/cards/b/"; }`)

	expectLines(t, "_Caddyfile", fileText(t, files, "_Caddyfile"),
		`	redir "/hé/old/" "/h%C3%A9/cards/b/" 301`,
		`	path "/hé/*"`)

	expectLines(t, "_nginx.conf", fileText(t, files, "_nginx.conf"),
		`location = "/hé/old:2" { return 301 "/h%C3%A9/cards/b/"; }`) // Windows cannot store it

	const want = "/h%C3%A9/old/ /h%C3%A9/cards/b/ 301\n" // not the special character, nor the page that was split
	if got := fileText(t, files, "_redirects"); got != want {
		t.Errorf("_redirects: got %q, want %q", got, want)
	}
}

func TestPortableCopyHasNoHostFiles(t *testing.T) {
	dir, o := newProject(t)
	putFiles(t, dir, "config.yaml", "title: Help\nbase_url: https://help.example/\n")
	o.Portable = true
	r, err := Load(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}

	for _, f := range siteFiles(t, r) {
		for _, name := range []string{"_headers", "_nginx.conf", "sitemap.xml", "robots.txt", "404.html"} {
			if f.Path == name {
				t.Errorf("a portable copy has the file %s", name)
			}
		}
	}
}

// A terminal that shows the copy of an article must not obey it.
func TestCopyHasNoControlCharacters(t *testing.T) {
	r := loadProject(t,
		"config.yaml", "title: Help\n",
		"content/cards/b.md", "# B\n\nText \x1b[2J.\n")

	if got := fileText(t, siteFiles(t, r), "cards/b.md"); got != "# B\n\nText \uFFFD[2J.\n" {
		t.Errorf("got %q", got)
	}
}

func TestPlainFiles(t *testing.T) {
	r := loadProject(t,
		"config.yaml", "title: Help\ndescription: About cards.\nbase_url: https://help.example/\n",
		"content/cards/b.md", "---\ntitle: B\ndescription: All about B.\n---\n\nText.\n")

	files := siteFiles(t, r)

	const list = `# Help

> About cards.

## Cards

- [B](https://help.example/cards/b.md): All about B.
`

	for path, want := range map[string]string{
		"llms.txt":   list,
		"cards/b.md": "# B\n\nText.\n",
		"a.md":       "# A\n\nText.\n",
		"robots.txt": "User-agent: *\nAllow: /\nSitemap: https://help.example/sitemap.xml\n",
	} {
		if diff := cmp.Diff(want, strings.ReplaceAll(fileText(t, files, path), "\n\n\n", "\n\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

func TestSitemapOmitsUnindexedPages(t *testing.T) {
	r := loadProject(t,
		"config.yaml", "title: Help\nbase_url: https://help.example/\n",
		"content/cards/b.md", "---\ntitle: B\nupdated: 2026-11-22\n---\nText.\n",
		"content/cards/c.md", "---\ntitle: C\nrobots: noindex\n---\nText.\n")

	var set urlset
	if err := xml.Unmarshal([]byte(fileText(t, siteFiles(t, r), "sitemap.xml")), &set); err != nil {
		t.Fatal(err)
	}

	want := []location{
		{Loc: "https://help.example/"},
		{Loc: "https://help.example/cards/"},
		{Loc: "https://help.example/a/"},
		{Loc: "https://help.example/cards/b/", LastMod: "2026-11-22"},
		{Loc: "https://help.example/errors/"},
		{Loc: "https://help.example/a-z/"},
	}

	if diff := cmp.Diff(want, set.URLs); diff != "" {
		t.Errorf("sitemap (-want +got):\n%s", diff)
	}
}

func TestLargeSitesHaveSeveralSitemaps(t *testing.T) {
	r := loadProject(t, "config.yaml", "title: Help\nbase_url: https://help.example/\n")
	edition := &site.Edition{Home: r.Site.First().Home}
	for range maxSitemap {
		edition.Articles = append(edition.Articles, &library.Article{})
	}

	large := &site.Site{Editions: []*site.Edition{edition}}

	var paths []string
	for _, f := range sitemaps(r.Config, large) {
		paths = append(paths, f.Path)
	}

	want := []string{"sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"}
	if diff := cmp.Diff(want, paths); diff != "" {
		t.Errorf("sitemaps (-want +got):\n%s", diff)
	}
}

func TestFeedContainsNewestArticles(t *testing.T) {
	files := []string{"config.yaml", "title: Help\nbase_url: https://help.example/\n"}
	for i := range feedLength + 2 {
		name := fmt.Sprintf("content/cards/b%02d.md", i)
		day := fmt.Sprintf("2026-%02d-%02d", 1+i/28, 1+i%28)
		files = append(files, name, "---\ntitle: B\nupdated: "+day+"\n---\nText.\n")
	}

	files = append(files, "content/cards/undated.md", "# Undated\n\nText.\n")

	var f atomFeed
	text := fileText(t, siteFiles(t, loadProject(t, files...)), "cards/feed.xml")
	if err := xml.Unmarshal([]byte(text), &f); err != nil {
		t.Fatal(err)
	}

	if f.Title != "Cards - Help" || f.Updated != "2026-02-24T00:00:00Z" || len(f.Entries) != feedLength {
		t.Errorf("%s, %s, %d entries", f.Title, f.Updated, len(f.Entries))
	}

	if first := f.Entries[0].ID; first != "https://help.example/cards/b51/" {
		t.Errorf("the first entry is %s, want the newest article", first)
	}
}
