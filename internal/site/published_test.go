package site

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/config"
	"signpost/internal/library"
	"signpost/internal/lock"
)

// publishedContent is what the links of the tests below lead to.
var publishedContent = []string{
	"a/b.md", "# B\n\nText.\n",
	"a/c.md", "# C\n\nText.\n",
	"a/c/deep.md", "# Deep\n\nText.\n",
	"c/only.md", "# Only\n\nText.\n",
	"My File.md", "# M\n\nText.\n",
	"UP.MD", "# Up\n\nText.\n",
	"draft.md", "---\ntitle: Draft\ndraft: true\n---\nText.\n",
	"moved.md", "---\ntitle: Moved\naliases: [/before/]\n---\n## Y\n\nText.\n",
	"plans/index.md", "# Plans\n\nText.\n",
	"plans/billing.md", "# Billing\n\nText.\n",
	"install.md", "# Install\n\nText.\n",
	"en/guides/start.md", "# Start\n\nText.\n",
	"twice/x/same.md", "# Same\n\nText.\n",
	"twice/y/x/same.md", "# Same\n\nText.\n",
	"twice/how-to-start.md", "# How\n\nText.\n",
	"twice/two-words.md", "# Two\n\nText.\n",
	"img/form.pdf", "%PDF",
	"plans/img/form.pdf", "%PDF",
	"twice/img/only.pdf", "%PDF",
	"cy/ateb.md", "# A\n\nText.\n",
}

func TestLinksAsPublished(t *testing.T) {
	for _, test := range []struct{ from, link, want string }{
		// With and without the endings of other programs.
		{"a/from.md", "b", "/a/b/"},
		{"a/from.md", "b/", "/a/b/"},
		{"a/from.md", "b.html", "/a/b/"},
		{"a/from.md", "b.HTM", "/a/b/"},
		{"a/from.md", "./b.mdx", "/a/b/"},
		{"a/from.md", "b.md?plain=1", "/a/b/?plain=1"},
		{"a/from.md", "/a/b.html", "/a/b/"},

		// The page of a folder.
		{"a/from.md", "../plans", "/plans/"},
		{"a/from.md", "../plans/", "/plans/"},
		{"a/from.md", "../plans/README.md", "/plans/"},
		{"a/from.md", "../plans/_index.md", "/plans/"},
		{"a/from.md", "/plans/index.html", "/plans/"},
		{"plans/from.md", ".", "/plans/"},
		{"plans/from.md", "..", "/"},
		{"a/from.md", "/index.html", "/"},
		{"from.md", "en/guides/", "/en/guides/"},

		// Relative to the file or, if there is no page, to the address.
		{"a/from.md", "../b", "/a/b/"},
		{"a/from.md", "../c/only", "/c/only/"},
		{"a/from.md", "../c/deep", "/a/c/deep/"},
		{"a/from.md", "../../plans/billing/", "/plans/billing/"},
		{"a/from.md", "../b.md", ""},

		// Case, spaces, escapes.
		{"from.md", "my%20file.md", "/my-file/"},
		{"from.md", "My-File", "/my-file/"},
		{"from.md", "UP.MD", "/up/"},
		{"from.md", "up.md", "/up/"},

		// Earlier addresses; a file that is gone is an error.
		{"from.md", "/before", "/moved/"},
		{"from.md", "/before.html", "/moved/"},
		{"from.md", "before.md", ""},
		{"from.md", "/locked/#x", "/moved/#y"},
		{"from.md", "/locked/", "/moved/"},

		// The URL of this site.
		{"from.md", "https://help.example/base/a/b", "/a/b/"},
		{"from.md", "http://HELP.example/base", "/"},
		{"from.md", "https://help.example/base/none/", "https://help.example/base/none/"},
		{"from.md", "https://help.example/based/a/b/", "https://help.example/based/a/b/"},

		// Below a base path.
		{"from.md", "/base/install", "/install/"},
		{"from.md", "/docs/install", "/install/"},
		{"from.md", "/en-gb/docs/v2/install.html", "/install/"},
		{"from.md", "/en-gb/docs/v2/x/install.html", ""},
		{"from.md", "/de/docs/install.html", "/install/"},
		{"from.md", "/anything/a/b", "/a/b/"},
		{"from.md", "/docs/", "/"},
		{"from.md", "/pricing/install", "/pricing/install"}, // perhaps another site on the host
		{"from.md", "/plans/install", ""},
		{"from.md", "/guides/start/", "/en/guides/start/"},
		{"from.md", "/start/", ""},
		{"from.md", "/x/same", ""},

		// From the root of a site that is a folder here, or from the content folder.
		{"en/guides/from.md", "/guides/start", "/en/guides/start/"},
		{"en/from.md", "/guides/start", "/en/guides/start/"},
		{"twice/x/from.md", "/x/same", "/twice/x/same/"},
		{"twice/from.md", "../../x/same.md", "/twice/x/same/"},
		{"a/from.md", "plans/billing.md", "/plans/billing/"},
		{"a/from.md", "plans/billing", ""},
		{"a/from.md", "./plans/billing.md", ""},
		{"from.md", "../docs/install.md", "/install/"},

		// From one folder that contains all pages.
		{"from.md", "billing.html", "/plans/billing/"},
		{"from.md", "billing.md", ""},
		{"from.md", "same.html", ""},
		{"from.md", "articles/billing.html", ""},
		{"from.md", "articles/how-to-start.html", "/twice/how-to-start/"},
		{"from.md", "/articles/two-words.html", "/articles/two-words.html"}, // perhaps another site on the host
		{"from.md", "articles/two-words.html", "/twice/two-words/"},
		{"from.md", "articles/two-words.md", ""},
		{"a/c/from.md", "../articles/two-words.html", "/twice/two-words/"},

		// Files, in the folder of the article or in the only one.
		{"plans/from.md", "../img/form.pdf", "/img/form.pdf"},
		{"plans/from.md", "../assets/img/form.pdf", ""},
		{"plans/from.md", "../../img/form.pdf", "/plans/img/form.pdf"},
		{"a/from.md", "../../img/only.pdf", "/twice/img/only.pdf"},

		// The other language, drafts, and what is not a page.
		{"cy/from.md", "/ateb", "/cy/ateb/"},
		{"cy/from.md", "/cy/plans/billing/", "/plans/billing/"},
		{"cy/from.md", "./plans/billing/", "/plans/billing/"},
		{"cy/from.md", "/cy/none/", ""},
		{"cy/from.md", "./plans/billing.md", ""},
		{"from.md", "/cy/plans/billing/", ""},
		{"from.md", "/ateb", ""},
		{"from.md", "draft", ""},
		{"from.md", "", "/from/"},
		{"from.md", "../../..", "/"},
		{"from.md", "nothing", ""},
		{"from.md", "#top", "/from/#top"},
	} {
		published, _ := lock.Parse("anchors.lock", []byte("/locked/ -> /moved/\n/locked/#x -> /moved/#y\n"))
		source := Source{
			Content:   contentOf(append(slices.Clone(publishedContent), test.from, "# F\n\n[x]("+test.link+")\n")...),
			Config:    &config.Config{BaseURL: "https://help.example/base/"},
			Language:  Language{Tag: "en"},
			Languages: []Language{{Tag: "cy"}},
			Lock:      published,
		}

		if got := targetOf(t, source, test.from); got != test.want {
			t.Errorf("%s in %s: got %q, want %q", test.link, test.from, got, test.want)
		}
	}
}

func TestLinksThatNameTitles(t *testing.T) {
	for link, want := range map[string]string{
		"[front matter](g)":               "/front-matter/",
		"[*Front* Matter](g)":             "/front-matter/",
		`[these lines](g "front matter")`: "/front-matter/",
		"[front matter](glossary.md)":     "",
		"[front matter](g/x)":             "",
		"[page](g)":                       "", // of two pages
		"[other](g)":                      "",
		"[front matter](page)":            "/page/",
		"![front matter](g)":              "",
	} {
		content := contentOf(
			"front-matter.md", "# Front matter\n\nText.\n",
			"page.md", "# Page\n\nText.\n",
			"pages/page.md", "# Page\n\nText.\n",
			"from.md", "# F\n\n"+link+"\n",
		)
		if got := targetOf(t, Source{Content: content}, "from.md"); got != want {
			t.Errorf("%s: got %q, want %q", link, got, want)
		}
	}
}

// targetOf returns where the link of an article leads, or nothing if it is reported as an error.
func targetOf(t *testing.T, source Source, file string) string {
	t.Helper()
	s, problems, err := Load(t.Context(), source, Options{})
	if err != nil {
		t.Fatal(err)
	}

	for _, p := range problems {
		if p.File == file && strings.Contains("SP020 SP021 SP022 SP040", p.Rule) {
			return ""
		}
	}

	var reader library.Reader
	for _, link := range allLinks(reader.Links(s.files[file])) {
		return link.Target
	}

	return "no link"
}

func TestHeadingsOfOtherPrograms(t *testing.T) {
	const text = "# A\n\n## Q & A\n\n## 1.8.19\n\n## Set my_name {#own}\n\n## Same\n\n## Same\n\n" +
		"## Café au lait\n\n## 2. Begin\n\n## A B\n\n## AB\n\n## Step 1\n\n## 安装\n"

	for fragment, want := range map[string]string{
		"q--a":              "q-a",
		"q-a.html":          "q-a",
		"Q-A.md":            "q-a",
		"Q-A":               "q-a",
		"1819":              "1-8-19",
		"user-content-1819": "1-8-19",
		"id-1.8.19":         "1-8-19",
		"id-2.-begin":       "2-begin",
		"set-my_name":       "own",
		"Same":              "same",
		"same-1":            "same-2",
		"same_1":            "same-2",
		"same-3":            "",
		"cafe-au-lait":      "café-au-lait",
		"caf-au-lait":       "café-au-lait",
		"begin":             "2-begin",
		"_2-begin":          "2-begin",
		"a_b":               "a-b",
		"a.b":               "a-b",
		"ab.":               "ab",
		"step_1":            "step-1",
		"安装_":               "安装",
		"":                  "",
		"none":              "",
		"-":                 "",
	} {
		a := parseArticle(t, text)
		got, ok := newHeadingIndex(new(library.Reader).Outline(a)).find(fragment)
		if got != want || ok != (want != "") {
			t.Errorf("%q: got %q, %t, want %q", fragment, got, ok, want)
		}
	}
}

func parseArticle(t *testing.T, text string) *library.Article {
	t.Helper()
	s, _, err := Load(t.Context(), Source{Content: contentOf("a.md", text)}, Options{})
	if err != nil {
		t.Fatal(err)
	}

	return s.files["a.md"]
}

func TestRelatedOfOtherPrograms(t *testing.T) {
	content := contentOf(
		"a/a.md", "---\ntitle: A\nrelated: c, d\n---\nText.\n",
		"b/c.md", "# C\n\nText.\n",
		"b/d.md", "# D\n\nText.\n",
	)

	s, problems := loadProblems(t, Source{Content: content}, Options{})
	if problems != nil {
		t.Fatal(problems)
	}

	var got []string
	for _, a := range s.explicit[s.files["a/a.md"]] {
		got = append(got, a.File)
	}

	if diff := cmp.Diff([]string{"b/c.md", "b/d.md"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestHintsForIndirectLinks(t *testing.T) {
	content := contentOf(
		"a/b.md", "# B\n\n[x](../c%20d/) [x](/c-d/E-F.html#g--h) [x](#j--k) [x](../c%20d.html)\n\n## J & K\n\nText.\n",
		"c d/e f.md", "# E\n\n## G & H\n\nText.\n",
	)

	_, problems, err := Load(t.Context(), Source{Content: content}, Options{})
	if err != nil {
		t.Fatal(err)
	}

	var got []string
	for _, p := range problems {
		got = append(got, fmt.Sprintf("%s: %s", p.Rule, p.Hint))
	}

	want := []string{
		"SP025: link to /c-d/",
		"SP025: link to ../c%20d/e%20f.md#g-h",
		"SP025: link to #j-k",
		"SP025: link to /c-d/",
	}

	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
