package site

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/config"
	"signpost/internal/lock"
)

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"></svg>`

// problemTest is content with the problems that a build reports. Each is a line: the problem, and its hint in
// brackets.
type problemTest struct {
	name  string
	files []string // name and text in turn
	want  string
}

// run loads the content and compares its problems.
func (test problemTest) run(t *testing.T, source Source, options Options) {
	t.Helper()
	t.Run(test.name, func(t *testing.T) {
		source.Content = contentOf(test.files...)
		_, problems, err := Load(t.Context(), source, options)
		if err != nil {
			t.Fatal(err)
		}

		var got strings.Builder
		for _, p := range problems {
			got.WriteString(p.String() + " (" + p.Hint + ")\n")
		}

		if diff := cmp.Diff(test.want, got.String()); diff != "" {
			t.Errorf("problems (-want +got):\n%s", diff)
		}
	})
}

func TestAddressProblems(t *testing.T) {
	for _, test := range []problemTest{
		{
			"two files",
			[]string{"a.md", "# A\n\nText.\n", "b.md", "---\ntitle: B\nslug: a\n---\nText.\n"},
			`b.md: error SP011: the address /a/ is already used by a.md (rename one of them, or give one a slug)
`,
		},
		{
			"two articles whose names differ in case",
			[]string{"A.md", "# A\n\nText.\n", "a.md", "# A\n\nText.\n"},
			`a.md: error SP011: the address /a/ is already used by A.md, whose path differs only in case ` +
				`(rename one of them, or give one a slug)
`,
		},
		{
			"a slug and a folder",
			[]string{"a.md", "---\ntitle: A\nslug: b\n---\nText.\n", "b/c.md", "# C\n\nText.\n"},
			`a.md: error SP011: the address /b/ is already used by b (rename one of them, or give one a slug)
`,
		},
		{
			"two folders, reported once",
			[]string{"A b/c.md", "# C\n\nText.\n", "a-b/d.md", "# D\n\nText.\n", "a-b/e.md", "# E\n\nText.\n"},
			`a-b/d.md: error SP011: the address /a-b/ is already used by A b (rename one of them, or give one a slug)
`,
		},
		{
			"several pages of a folder",
			[]string{
				"a.md", "# A\n\nText.\n",
				"a/README.md", "# A\n\nText.\n",
				"a/index.md", "# A\n\nText.\n",
			},
			`a.md: error SP011: the page of the folder /a/ is a/index.md, so this one has no address ` +
				`(join them, rename this one, or give it a slug to publish it as an article)
a/README.md: error SP011: the page of the folder /a/ is a/index.md, so this one has no address ` +
				`(delete one of them, or rename this one to publish it as an article)
`,
		},
		{
			"reserved",
			[]string{"search.md", "# S\n\nText.\n", "e/a.md", "# A\n\nText.\n", "e/b.md", "# B\n\nText.\n"},
			`e/a.md: error SP014: addresses that begin with /e/ are reserved (rename the folder, as in e-guide)
search.md: error SP014: the address /search/ is reserved ` +
				`(rename the file, or write a slug into its front matter: slug: search-guide)
`,
		},
	} {
		test.run(t, Source{}, Options{})
	}
}

func TestCodeProblems(t *testing.T) {
	const section = "## S {#s code=ID-201}\n\nText.\n"
	for _, test := range []problemTest{
		{
			"explained twice",
			[]string{"a.md", "# A\n\n" + section, "b.md", "# B\n\n" + section},
			`b.md:3: error SP031: ID-201 is explained twice, first in a.md on line 3 (give one of them another code)
`,
		},
		{
			"translated twice",
			[]string{"a.md", "# A\n\n" + section, "cy/a.md", "# A\n\n" + section, "cy/b.md", "# B\n\n" + section},
			`cy/b.md:3: error SP031: ID-201 is explained twice in this language, first in cy/a.md on line 3 ` +
				`(explain it in one place)
`,
		},
		{
			"only translated",
			[]string{"a.md", "# A\n\nText.\n", "cy/a.md", "# A\n\n" + section},
			`cy/a.md:3: error SP033: ID-201 is explained in cy but not in en ` +
				`(explain it there first: its short link leads there)
`,
		},
		{
			"unknown successor",
			[]string{"a.md", "---\ntitle: A\ncodes: {ID-201: {retired: {successor: ID-202}}}\n---\n" + section},
			`a.md: error SP033: ID-201 has the successor ID-202, which no article explains ` +
				`(name a code that an article explains)
`,
		},
	} {
		source := Source{Language: Language{Tag: "en"}, Languages: []Language{{Tag: "cy"}}}
		test.run(t, source, Options{})
	}
}

func TestLinkProblems(t *testing.T) {
	for _, test := range []problemTest{
		{
			"no page",
			[]string{"cards/a.md", "# A\n\n[b](aa.md) [c](/c/) [d](d) [e](../bx)\n", "bx.md", "# B\n\n## B\n"},
			`cards/a.md:3:1: error SP020: no page at "aa.md" (did you mean cards/a.md?)
cards/a.md:3:12: error SP020: no page at "/c/" ` +
				`(check the path: it is relative to the article, or to the content folder if it begins with /)
cards/a.md:3:21: error SP020: no page at "d" ` +
				`(link to a file that ends in .md, or to an address that begins with /)
cards/a.md:3:28: warning SP025: the link "../bx" leads to /bx/, but does not name its file or heading ` +
				`(link to ../bx.md)
`,
		},
		{
			"drafts and articles of another day",
			[]string{
				"a.md", "# A\n\n[b](b.md) [c](c.md) [d](d.md)\n",
				"b.md", "---\ntitle: B\ndraft: true\n---\n",
				"c.md", "---\ntitle: C\npublish: 2030-01-01\n---\n",
				"d.md", "---\ntitle: D\nhidden: true\n---\n",
			},
			`a.md:3:1: error SP020: no page at "b.md" ` +
				`(b.md is a draft: remove "draft: true" when it is ready, or remove the link)
a.md:3:11: error SP020: no page at "c.md" ` +
				`(c.md is not published today: see publish and expire in its front matter)
a.md:3:21: error SP020: no page at "d.md" ` +
				`(d.md is a draft: remove "hidden: true" when it is ready, or remove the link)
`,
		},
		{
			"no page, and hints that name no file or one that exists",
			[]string{
				"a.md", "# A\n\n[b](send-payslips.html) [c](www.gov.uk) [d](dash.webp) [e](help.example.org/x) " +
					"[f](cardz.html) [g](nothing.v2)\n",
				"cards.md", "# C\n\nText.\n",
				"old.md", "---\ntitle: O\ndraft: true\n---\n",
			},
			`a.md:3:1: error SP020: no page at "send-payslips.html" ` +
				`(check the path: it is relative to the article, or to the content folder if it begins with /)
a.md:3:25: error SP020: no page at "www.gov.uk" (if it is another site, write https://www.gov.uk)
a.md:3:41: error SP040: the picture "dash.webp" does not exist ` +
				`(add the file, or correct the path: ` +
				`it is relative to the article, or to the content folder if it begins with /)
a.md:3:56: error SP020: no page at "help.example.org/x" ` +
				`(if it is another site, write https://help.example.org/x)
a.md:3:80: error SP020: no page at "cardz.html" (did you mean cards.md?)
a.md:3:96: error SP020: no page at "nothing.v2" ` +
				`(add the file, or correct the path: ` +
				`it is relative to the article, or to the content folder if it begins with /)
`,
		},
		{
			"no heading",
			[]string{"a.md", "# A\n\n[b](b.md#on) [c](c.md#x)\n", "b.md", "# B\n\n## One\n", "c.md", "# C\n\nText.\n"},
			`a.md:3:1: error SP021: b.md has no heading "#on" (did you mean #one?)
a.md:3:14: error SP021: c.md has no heading "#x" (the page has no headings to link to; link to the page itself)
`,
		},
		{
			"bad address",
			[]string{"a.md", "# A\n\n[b](/%zz) [c](file:///a)\n"},
			`a.md:3:1: error SP022: the address "/%zz" is invalid (remove stray characters, and write % as %25)
a.md:3:11: error SP022: links cannot use the scheme "file" ` +
				`(link to a page, or use https, mailto, tel, or the scheme of an application)
`,
		},
		{
			"related",
			[]string{"a.md", "---\ntitle: A\nrelated: [b.md]\n---\nText.\n", "bb.md", "# B\n\nText.\n"},
			`a.md:3: error SP020: the related article "b.md" does not exist ` +
				`(check the path: it is relative to the article, or to the content folder if it begins with /)
`,
		},
	} {
		now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
		test.run(t, Source{}, Options{Now: now})
	}
}

func TestPictureProblems(t *testing.T) {
	for _, test := range []problemTest{
		{
			"missing",
			[]string{"cards/a.md", "# A\n\n![b](c.svg)\n", "b.svg", drawing},
			`b.svg: warning SP043: no article shows or links to the file (delete the file, or use it in an article)
cards/a.md:3:1: error SP040: the picture "c.svg" does not exist (did you mean b.svg?)
`,
		},
		{
			"on another site",
			[]string{"a.md", "# A\n\n![b](https://a.example/b.svg)\n"},
			`a.md:3:1: error SP041: the picture "https://a.example/b.svg" is on another site ` +
				`(save the picture next to the article: pages load nothing from other sites)
`,
		},
		{
			"no alternative text",
			[]string{"a.md", "# A\n\n![](b.svg)\n", "b.svg", drawing},
			`a.md:3:1: warning SP042: the picture "b.svg" has no alternative text ` +
				`(describe the picture in the square brackets: ![the field ODS code](...))
`,
		},
		{
			"icons",
			[]string{
				"a.md", "---\ntitle: A\nicon: b.svg\n---\n![b](b.svg)\n",
				"b.svg", drawing,
				"c/index.md", "---\ntitle: C\nicon: c.png\n---\n",
				"d/index.md", "---\ntitle: D\nicon: d.svg\n---\n",
			},
			`a.md:3: error SP005: only collections have an icon (set it in the index.md of the folder)
c/index.md:3: error SP041: the icon "c.png" is not an .svg file (use an .svg file: icons are shown in several sizes)
d/index.md:3: error SP040: the icon "d.svg" does not exist (did you mean b.svg?)
`,
		},
		{
			"Markdown of another program",
			[]string{"a.mdx", "# A\n\nText.\n"},
			`a.mdx: error SP001: the file is not read as an article: its name ends in .mdx ` +
				`(rename it to end in .md; lint then reports syntax that is not supported)
`,
		},
	} {
		test.run(t, Source{}, Options{})
	}
}

func TestPublishedProblems(t *testing.T) {
	content := []string{
		"a.md", "---\ntitle: A\naliases: [/b/, /old/#x, /a/../b]\n---\n## One\n",
		"b.md", "# B\n\nText.\n",
	}

	for _, test := range []struct {
		name, lock, want string
	}{
		{
			"gone, but exists",
			"/b/ retired It ended.\n",
			`anchors.lock:1: error SP018: /b/ is recorded as gone, but exists (to publish it again, run: signpost lock)
`,
		},
		{
			"circle",
			"/c/ -> /d/\n/d/ -> /c/\n",
			`anchors.lock:1: error SP017: /c/ redirects in a circle (run: signpost lock move /c/ NEW)
anchors.lock:2: error SP017: /d/ redirects in a circle (run: signpost lock move /d/ NEW)
`,
		},
		{
			"chain",
			"/b/\n/c/ -> /d/\n/d/ -> /b/\n",
			`anchors.lock:2: error SP017: /c/ redirects to /d/, which redirects again (run: signpost lock fix)
`,
		},
		{
			"dead redirect",
			"/c/ -> /d/\n",
			`anchors.lock:1: error SP018: /c/ redirects to /d/, which does not exist ` +
				`(run: signpost lock fix, which finds where its content is now and asks about the rest)
`,
		},
		{
			"lost page with a heading",
			"/c/a/\n/c/a/#one\n",
			`anchors.lock:1: error SP016: the published address /c/a/ no longer exists, and its heading is lost too ` +
				`(run: signpost lock fix, which finds where its content is now and asks about the rest)
`,
		},
		{
			"lost heading",
			"/b/#one\n",
			`anchors.lock:1: error SP016: the published address /b/#one no longer exists ` +
				`(run: signpost lock fix, which finds where its content is now and asks about the rest)
`,
		},
		{
			"lost code",
			"/b/ ID-201\n",
			`anchors.lock:1: error SP034: the published code ID-201 is no longer explained ` +
				`(explain it again: a heading with {#the-id code=ID-201}; ` +
				`if the error no longer occurs, retire the code in the front matter: codes: {ID-201: {retired: {}}})
`,
		},
		{
			"lost section of a code",
			"/b/#lost ID-201\n",
			`anchors.lock:1: error SP016: the published address /b/#lost no longer exists ` +
				`(run: signpost lock fix, which finds where its content is now and asks about the rest)
anchors.lock:1: error SP034: the published code ID-201 is no longer explained ` +
				`(explain it again: a heading with {#the-id code=ID-201}; ` +
				`if the error no longer occurs, run: signpost lock retire '/b/#lost' --reason TEXT)
`,
		},
	} {
		published, problems := lock.Parse("anchors.lock", []byte(test.lock))
		if problems != nil {
			t.Fatal(problems)
		}

		aliases := `a.md:3: error SP019: the alias "/a/../b" cannot be used: it is not a path from the root of the ` +
			`site (write it as /old/path/ or /old.html)
a.md:3: error SP019: the alias "/old/#x" cannot be used: it has a fragment ` +
			`(put aliases="..." on the heading instead: servers never see fragments)
a.md:3: error SP019: the alias /b/ is the address of a page (remove the alias: the address is in use)
`

		source := Source{Lock: published, LockFile: "anchors.lock"}
		problemTest{test.name, content, aliases + test.want}.run(t, source, Options{})
	}
}

func TestUnreadableFiles(t *testing.T) {
	content := contentOf("a.md", "# A\n\nText.\n", "b.md", "# B\n\nText.\n")
	broken := brokenFS{content, "b.md"}
	_, problems, err := Load(t.Context(), Source{Content: broken, Dir: "content"}, Options{})
	if err != nil {
		t.Fatal(err)
	}

	got := describeProblems(problems)
	want := []string{
		"content/b.md: error SP001: cannot read the file: file does not exist " +
			"hint: check that the file exists and that you have permission to read it",
	}

	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

// brokenFS is a file system with one file that is listed but does not exist.
type brokenFS struct {
	fstest.MapFS
	missing string
}

func (b brokenFS) ReadFile(name string) ([]byte, error) {
	if name == b.missing {
		return b.MapFS.ReadFile("none.md")
	}

	return b.MapFS.ReadFile(name)
}

func TestCollectionsFollowTheirOrder(t *testing.T) {
	content := contentOf(
		"c/a.md", "# Z\n\nText.\n",
		"c/b.md", "# A\n\nText.\n",
		"c/first.md", "---\ntitle: M\norder: 1\n---\nText.\n",
		"b/a.md", "# A\n\nText.\n",
		"a-b_c/a.md", "# A\n\nText.\n",
		"d/index.md", "---\ntitle: Last\norder: 9\n---\nText.\n",
		"d/e/a.md", "# A\n\nText.\n",
	)

	cfg := &config.Config{Collections: []string{"c"}}
	s, problems := loadProblems(t, Source{Content: content, Config: cfg}, Options{})
	if problems != nil {
		t.Fatal(problems)
	}

	var got []string
	for _, c := range s.First().Collections {
		got = append(got, c.Path+" "+c.Title)
		for _, a := range c.Articles {
			got = append(got, a.Path)
		}
	}

	want := []string{
		"/c/ C", "/c/first/", "/c/b/", "/c/a/",
		"/d/ Last",
		"/d/e/ E", "/d/e/a/",
		"/a-b-c/ A b c", "/a-b-c/a/",
		"/b/ B", "/b/a/",
	}

	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("collections (-want +got):\n%s", diff)
	}
}

func TestVersions(t *testing.T) {
	content := contentOf(
		"a.md", "# A\n\nText.\n",
		"only.md", "# Only\n\nText.\n",
		"cy/a.md", "---\ntitle: A\nslug: ateb\n---\nText.\n",
	)

	source := Source{
		Content:   content,
		Language:  Language{Tag: "en"},
		Languages: []Language{{Tag: "cy"}},
	}

	s, problems := loadProblems(t, source, Options{})
	if problems != nil {
		t.Fatal(problems)
	}

	for address, want := range map[string]string{
		"/a/":         "en /a/, cy /cy/ateb/",
		"/cy/ateb/":   "en /a/, cy /cy/ateb/",
		"/only/":      "",
		"/cy/errors/": "en /errors/, cy /cy/errors/",
	} {
		var got []string
		for _, v := range s.Translations(address) {
			got = append(got, v.Language.Tag+" "+v.Path)
		}

		if strings.Join(got, ", ") != want {
			t.Errorf("%s: got %q, want %q", address, got, want)
		}
	}
}
