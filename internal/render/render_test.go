package render

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/net/html"

	"signpost/internal/codes"
	"signpost/internal/config"
	"signpost/internal/problem"
	"signpost/internal/site"
	"signpost/themes"
)

func settings() *config.Config {
	return &config.Config{
		Title:       "Help & more",
		Description: "All about cards.",
		BaseURL:     "https://help.example/centre/",
		Language:    "en-GB",
		Contact:     config.Contact{Email: "help@help.example", Phone: "0161 555 0100"},
		Feedback:    config.Feedback{Email: "answers@help.example"},
	}
}

var assets = Assets{
	Style:        "/assets/site.css",
	Script:       "/assets/site.js",
	ListStyle:    "/assets/lists.css",
	BookletStyle: "/assets/booklet.css",
	Lists:        "/assets/lists.js",
	Icon:         "/assets/icon.svg",
	Search:       "/assets/search.js",
	Later:        "/assets/later.js",
	Index:        "/search/index.json",
}

func load(t testing.TB, cfg *config.Config) *site.Edition {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/centre.txtar")
	if err != nil {
		t.Fatal(err)
	}

	content := fstest.MapFS{}
	for _, f := range archive.Files {
		content[f.Name] = &fstest.MapFile{Data: f.Data}
	}

	s, problems, err := site.Load(t.Context(), site.Source{Content: content, Config: cfg}, site.Options{})
	if err != nil || problem.Failing(problems) {
		t.Fatal(err, problems)
	}

	return s.First()
}

// renderSite renders the site of testdata and parses every page.
func renderSite(t *testing.T, cfg *config.Config, theme fs.FS) map[string]*html.Node {
	t.Helper()
	return parsePages(t, load(t, cfg), cfg, theme)
}

// listPages returns the pages of a site in a theme.
func listPages(t testing.TB, e *site.Edition, cfg *config.Config, files fs.FS) []Page {
	t.Helper()
	theme, err := ParseTheme(files)
	if err != nil {
		t.Fatal(err)
	}

	return theme.Pages(e, cfg, assets)
}

// parsePages renders and parses the pages of a site.
func parsePages(t *testing.T, e *site.Edition, cfg *config.Config, theme fs.FS) map[string]*html.Node {
	t.Helper()
	parsed := map[string]*html.Node{}

	for _, p := range listPages(t, e, cfg, theme) {
		data, err := p.Render()
		if err != nil {
			t.Fatal(err)
		}

		doc, err := html.Parse(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}

		if parsed[p.Path] != nil {
			t.Errorf("two pages have the path %s", p.Path)
		}

		parsed[p.Path] = doc
	}

	return parsed
}

// findOne returns the only element that matches a selector.
func findOne(t *testing.T, n *html.Node, selector string) *html.Node {
	t.Helper()
	found := find(n, selector)
	if len(found) != 1 {
		t.Fatalf("%d elements match %q, want 1", len(found), selector)
	}

	return found[0]
}

// checkText compares the text of the elements that match a selector.
func checkText(t *testing.T, n *html.Node, selector string, want ...string) {
	t.Helper()
	var got []string

	for _, e := range find(n, selector) {
		got = append(got, content(e))
	}

	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%q (-want +got):\n%s", selector, diff)
	}
}

// checkAttr compares an attribute of the elements that match a selector.
func checkAttr(t *testing.T, n *html.Node, selector, attr string, want ...string) {
	t.Helper()
	var got []string

	for _, e := range find(n, selector) {
		got = append(got, attribute(e, attr))
	}

	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("attribute %s of %q (-want +got):\n%s", attr, selector, diff)
	}
}

func TestEveryPage(t *testing.T) {
	all := renderSite(t, settings(), themes.Default())
	want := []string{
		"404.html",
		"9to5/index.html",
		"a-z/index.html",
		"contact/index.html",
		"e/em-301/index.html",
		"e/id-201/index.html",
		"e/sc-106/index.html",
		"errors/index.html",
		"index.html",
		"onboarding/index.html",
		"onboarding/overview/index.html",
		"search/index.html",
		"smartcards/add-a-role/index.html",
		"smartcards/index.html",
		"smartcards/old/blocked/index.html",
		"smartcards/old/index.html",
		"smartcards/print-all/index.html",
		"smartcards/resolve/index.html",
		"zebra/index.html",
	}

	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(all))); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}

	titles := map[string]string{}
	for name, doc := range all {
		t.Run(name, func(t *testing.T) {
			h1 := content(findOne(t, doc, "main h1"))
			title := content(findOne(t, doc, "title"))
			if !strings.HasPrefix(title, h1+" - ") || !strings.HasSuffix(title, " - Help & more") {
				t.Errorf("h1 %q, title %q", h1, title)
			}

			if other := titles[title]; other != "" {
				t.Errorf("%s has the same title %q", other, title)
			}

			titles[title] = name
			checkFrame(t, doc)
			checkIDs(t, doc)
			checkAddresses(t, name, doc, all)
		})
	}
}

func checkFrame(t *testing.T, doc *html.Node) {
	t.Helper()
	checkAttr(t, doc, "html", "lang", "en-GB")

	description := find(doc, "meta[name]")[2]
	if attribute(description, "name") != "description" || attribute(description, "content") == "" {
		t.Error("the page has no description")
	}

	first := find(doc, "body a")[0]
	if attribute(first, "class") != "skip" || attribute(first, "href") != "#sp:main" {
		t.Error("the skip link is not the first link")
	}

	form := findOne(t, doc, "form[role]")
	label := attribute(findOne(t, form, "label"), "for")
	input := attribute(findOne(t, form, "input"), "id")
	if attribute(form, "role") != "search" || label != input {
		t.Error("the search form has no label")
	}

	checkText(t, doc, "footer a", "All articles", "Error codes", "Contact us")
	if len(find(doc, "style")) > 0 || len(find(doc, "[style]")) > 0 {
		t.Error("the page has an inline style")
	}

	for _, script := range find(doc, "script") {
		if script.FirstChild != nil && attribute(script, "type") != "application/ld+json" {
			t.Error("the page has an inline script")
		}
	}
}

func checkIDs(t *testing.T, doc *html.Node) {
	t.Helper()
	seen := map[string]bool{}

	for _, e := range find(doc, "[id]") {
		if id := attribute(e, "id"); seen[id] {
			t.Errorf("the ID %q occurs twice", id)
		} else {
			seen[id] = true
		}
	}

	for _, attr := range []string{"aria-labelledby", "aria-describedby", "for"} {
		for _, e := range find(doc, "["+attr+"]") {
			if !seen[attribute(e, attr)] {
				t.Errorf("%s refers to the missing ID %q", attr, attribute(e, attr))
			}
		}
	}
}

// checkAddresses checks that every address on a page leads to a page or a file of the site.
func checkAddresses(t *testing.T, name string, doc *html.Node, all map[string]*html.Node) {
	t.Helper()
	var addresses []string

	for _, attr := range []string{"href", "src", "action", "data-short", "data-search", "data-root", "data-index"} {
		for _, e := range find(doc, "["+attr+"]") {
			addresses = append(addresses, attribute(e, attr))
		}
	}

	for _, a := range addresses {
		if strings.Contains(a, ":") {
			continue
		}

		isAbsolute := strings.HasPrefix(a, "/centre/")
		wantAbsolute := name == "404.html" && !strings.HasPrefix(a, "#")
		if isAbsolute != wantAbsolute {
			t.Errorf("absolute address: %v, want %v: %q", isAbsolute, wantAbsolute, a)
		}

		if err := checkTarget(name, strings.TrimPrefix(a, "/centre/"), all); err != nil {
			t.Error(err)
		}
	}
}

// checkTarget reports an address on a page that leads to no page.
func checkTarget(from, address string, all map[string]*html.Node) error {
	target, fragment, _ := strings.Cut(address, "#")
	file := path.Join(path.Dir(from), target)

	if target == "" {
		file = from
	} else if strings.HasSuffix(target, "/") || file == "." {
		file = path.Join(file, "index.html")
	}

	if from == "404.html" && target == "" && fragment == "" {
		file = "index.html" // the root itself
	}

	doc := all[file]
	switch {
	case doc == nil && strings.HasSuffix(file, ".html"):
		return fmt.Errorf("%q leads to the missing page %s", address, file)
	case doc != nil && fragment != "" && len(find(doc, "#"+fragment)) != 1:
		return fmt.Errorf("%q leads to a missing ID", address)
	}

	return nil
}

func TestArticle(t *testing.T) {
	doc := renderSite(t, settings(), themes.Default())["smartcards/resolve/index.html"]
	checkText(t, doc, "main h1", "Resolve <smartcard> issues")
	checkText(t, doc, ".lead", "What to do when an error stops you.")
	checkAttr(t, doc, "nav.breadcrumb a", "href", "../../", "../")
	checkAttr(t, doc, "nav.contents a", "href", "#ods", "#emis")
	checkText(t, doc, "main h2",
		"On this page",
		"ID-201 ODS code not present",
		"EM-301 Sign in to EMIS failed",
		"Did this answer your question?",
		"Still stuck?",
		"More in Smartcards",
	)

	checkText(t, doc, "h2#ods .code", "ID-201")
	checkAttr(t, doc, "h2[data-short]", "data-short", "../../e/id-201/", "../../e/em-301/")
	checkText(t, doc, ".text h3", "Details that matter")
	checkAttr(t, doc, ".text a", "href", "../add-a-role/#ask", "https://nhs.example/", "../look.svg",
		"../../contact/?about=id-201", "#ods", "../../contact/?about=em-301")
	checkAttr(t, doc, ".text img", "width", "640")
	checkText(t, doc, ".after .small span",
		"Written by Ann Able, Ben Best and Cat Cole",
		"Last updated 2 November 2026",
		"Last reviewed 22 November 2026",
	)

	checkAttr(t, doc, ".after time", "datetime", "2026-11-02", "2026-11-22")
	checkAttr(t, doc, ".feedback .button", "href",
		"mailto:answers@help.example?subject=Yes:%20Resolve%20%3Csmartcard%3E%20issues",
		"mailto:answers@help.example?subject=No:%20Resolve%20%3Csmartcard%3E%20issues",
	)

	checkAttr(t, doc, ".contact a", "href",
		"mailto:help@help.example?subject=Help%20with:%20Resolve%20%3Csmartcard%3E%20issues"+
			"&body=Page:%20https:%2F%2Fhelp.example%2Fcentre%2Fsmartcards%2Fresolve%2F%0D%0A"+
			"What%20I%20see:%0D%0A%0D%0AWhat%20I%20tried:%0D%0A",
		"tel:01615550100",
	)

	checkAttr(t, doc, ".more a", "href", "../add-a-role/")
	checkText(t, doc, ".more b", "Resolve <smartcard> issues")
	checkAttr(t, doc, ".turn a", "href", "../add-a-role/")
	checkText(t, doc, ".sources summary", "Sources")
	checkText(t, doc, ".sources li", "The leaflet of the reader", "NHS England: <cards>")
	checkAttr(t, doc, ".sources a", "href", "https://nhs.example/cards?a=1&b=2")
	checkAttr(t, doc, "head link", "href",
		"https://help.example/centre/smartcards/resolve/",
		"../resolve.md",
		"../../assets/site.css",
		"../../assets/icon.svg",
	)

	if strings.Contains(content(doc), "secret-tag") {
		t.Error("tags are shown")
	}

	h1 := find(doc, "h1")[0]
	contents := find(doc, "nav.contents")[0]
	if !isBefore(doc, h1, contents) {
		t.Error("the contents are before the h1")
	}
}

// isBefore reports whether a precedes b.
func isBefore(doc, a, b *html.Node) bool {
	for d := range doc.Descendants() {
		if d == a || d == b {
			return d == a
		}
	}

	return false
}

func TestMinimalArticle(t *testing.T) {
	cfg := settings()
	cfg.Contact = config.Contact{}
	cfg.Feedback = config.Feedback{}
	cfg.BaseURL = ""
	all := renderSite(t, cfg, themes.Default())
	doc := all["onboarding/overview/index.html"]

	for _, selector := range []string{
		"nav.contents", ".feedback", ".contact", ".more", "time", ".after .small", ".lead",
	} {
		if found := find(doc, selector); len(found) > 0 {
			t.Errorf("the page has %q", selector)
		}
	}

	checkAttr(t, doc, "head link", "href", "../overview.md", "../../assets/site.css", "../../assets/icon.svg")
	checkAttr(t, all["404.html"], ".header a", "href", "/", "/a-z/", "/errors/")
	checkText(t, doc, "footer a", "All articles", "Error codes")
}

func TestPagesWithTheSameHeadingHaveDifferentTitles(t *testing.T) {
	all := renderSite(t, settings(), themes.Default())
	checkText(t, all["onboarding/overview/index.html"], "title", "Overview - Onboarding - Help & more")
	checkText(t, all["smartcards/old/blocked/index.html"], "title", "Overview - Old cards - Help & more")
}

// The address of a form can name the page, the language and, on the contact page, the code.
func TestContactForm(t *testing.T) {
	cfg := settings()
	cfg.Contact = config.Contact{URL: "https://forms.example/new?from={page}&lang={language}&code={code}"}
	all := renderSite(t, cfg, themes.Default())
	checkAttr(t, all["smartcards/resolve/index.html"], ".contact a", "href",
		"https://forms.example/new?from=https%3A%2F%2Fhelp.example%2Fcentre%2Fsmartcards%2Fresolve%2F&lang=en-GB&code=")
	checkAttr(t, all["contact/index.html"], ".methods", "data-form", cfg.Contact.URL)
}

func TestFeedbackEndpoint(t *testing.T) {
	cfg := settings()
	cfg.Feedback.Endpoint = "/answers"
	doc := renderSite(t, cfg, themes.Default())["smartcards/resolve/index.html"]
	box := findOne(t, doc, ".feedback")

	if attribute(box, "data-endpoint") != "/answers" || attribute(box, "data-page") != "/smartcards/resolve/" {
		t.Errorf("attributes = %v", box.Attr)
	}

	findOne(t, doc, ".feedback[hidden]") // it does not work without the script
	checkText(t, box, "button", "Yes", "No", "Send")

	if len(find(box, "p[aria-live]")) != 1 || len(find(box, ".by-email[hidden]")) != 1 {
		t.Error("the page has no status line, or no email as an alternative")
	}
}

func TestHome(t *testing.T) {
	doc := renderSite(t, settings(), themes.Default())["index.html"]
	checkText(t, doc, "main h1", "How can we help?")
	checkText(t, doc, ".hint", "Type the error message or the code you see, for example ID-201.")
	checkText(t, doc, "main h2", "Common errors", "Topics", "Articles")
	checkAttr(t, doc, "main a", "href",
		"smartcards/resolve/#ods",
		"smartcards/resolve/#emis",
		"errors/",
		"onboarding/",
		"smartcards/",
		"9to5/",
		"zebra/",
	)

	checkText(t, doc, ".cards li", "Onboarding 1 article", "Smartcards Fix a card. 3 articles")

	if len(find(doc, "header form")) != 0 {
		t.Error("the header has a second search form")
	}
}

func TestCollection(t *testing.T) {
	doc := renderSite(t, settings(), themes.Default())["smartcards/index.html"]
	checkText(t, doc, ".lead", "Fix a card.")
	checkText(t, doc, ".text p", "Some words before the list.")
	checkAttr(t, doc, ".entries a", "href", "resolve/", "add-a-role/")
	checkAttr(t, doc, ".cards a", "href", "old/")
	checkAttr(t, renderSite(t, settings(), themes.Default())["smartcards/old/index.html"], ".breadcrumb a", "href",
		"../../",
		"../",
	)
}

func TestErrors(t *testing.T) {
	doc := renderSite(t, settings(), themes.Default())["errors/index.html"]
	checkText(t, doc, ".codes .code", "EM-301", "ID-201", "SC-106")
	checkAttr(t, doc, ".codes li", "id", "em-301", "id-201", "sc-106")
	checkAttr(t, doc, ".codes a", "href",
		"../smartcards/resolve/#emis",
		"../smartcards/resolve/#ods",
		"../smartcards/old/blocked/#blocked",
	)

	if len(find(doc, "button")) != 1 || len(find(doc, ".filter[hidden]")) != 1 {
		t.Error("the filter is not hidden before the script runs")
	}

	checkAttr(t, doc, "main p[aria-live]", "aria-live", "polite")
}

func TestFamilies(t *testing.T) {
	links := func(list ...codes.Code) []codeLink {
		var found []codeLink
		for _, c := range list {
			found = append(found, codeLink{Code: c})
		}

		return found
	}

	titles := map[string]string{"SO": "SystmOne"}
	got := families(links("0x8007", "EM-301", "ID-201", "ID-202", "PAY-1", "SO-401"), titles, "Other")
	want := []family{
		{"ID", links("ID-201", "ID-202")},
		{"SystmOne", links("SO-401")},
		{"Other", links("0x8007", "EM-301", "PAY-1")},
	}

	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}

	one := families(links("E0001", "E0002"), nil, "Other")
	if diff := cmp.Diff([]family{{"", links("E0001", "E0002")}}, one); diff != "" {
		t.Error(diff)
	}
}

func TestCodePage(t *testing.T) {
	all := renderSite(t, settings(), themes.Default())
	doc := all["e/id-201/index.html"]

	if refresh := find(doc, "meta[http-equiv]"); len(refresh) > 0 {
		t.Error("the page opens another one")
	}

	checkAttr(t, doc, "meta[name]", "content",
		"width=device-width, initial-scale=1",
		"light dark",
		"The practice's code does not show on the card.",
	)

	checkAttr(t, doc, "head link", "href",
		"https://help.example/centre/smartcards/resolve/",
		"../../assets/site.css",
		"../../assets/icon.svg",
	)

	checkText(t, doc, "main h1", "ID-201 ODS code not present")
	checkText(t, doc, ".text li", "Ask your RA.", "Try again.")
	checkText(t, doc, ".text h2", "Details that matter")
	checkAttr(t, doc, ".text img", "src", "../../smartcards/look.svg")
	checkAttr(t, doc, ".whole a", "href", "../../smartcards/resolve/#ods")
	checkText(t, doc, ".whole a", "Read the full article: Resolve <smartcard> issues")
	checkAttr(t, doc, ".contact a", "href",
		"mailto:help@help.example?subject=Help%20with:%20ID-201%20ODS%20code%20not%20present"+
			"&body=Page:%20https:%2F%2Fhelp.example%2Fcentre%2Fe%2Fid-201%2F%0D%0A"+
			"What%20I%20see:%0D%0A%0D%0AWhat%20I%20tried:%0D%0A",
		"tel:01615550100",
	)

	checkText(t, all["e/em-301/index.html"], ".text p",
		"EMIS refused the password. Go up.", "Still stuck? Contact us about EM-301")
	checkAttr(t, all["e/em-301/index.html"], ".text a", "href",
		"../../smartcards/resolve/#ods", "../../contact/?about=em-301")
	checkText(t, all["e/sc-106/index.html"], ".lead", "This code is no longer used. See ID-201 instead.")
	checkAttr(t, all["e/sc-106/index.html"], ".lead a", "href", "../id-201/")
}

func TestAllArticles(t *testing.T) {
	doc := renderSite(t, settings(), themes.Default())["a-z/index.html"]
	checkText(t, doc, "main h2", "Other", "A", "E", "O", "R")
	checkAttr(t, doc, ".entries a", "href",
		"../9to5/",
		"../smartcards/add-a-role/",
		"../zebra/",
		"../onboarding/overview/",
		"../smartcards/old/blocked/",
		"../smartcards/resolve/",
	)
}

func TestLongListHasLinksToLetters(t *testing.T) {
	content := fstest.MapFS{}
	for i := range longList {
		content[fmt.Sprintf("a/%d.md", i)] = &fstest.MapFile{Data: []byte("---\ntitle: Sign in\n---\nText.\n")}
	}

	for _, want := range [][]string{nil, {"#sp:0", "#sp:1"}} {
		s, _, err := site.Load(t.Context(), site.Source{Content: content}, site.Options{})
		if err != nil {
			t.Fatal(err)
		}

		doc := parsePages(t, s.First(), settings(), themes.Default())["a-z/index.html"]
		checkAttr(t, doc, "nav .ways a", "href", want...)
		content["a/b.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Add a card\n---\nText.\n")}
	}
}

func TestSearchWithoutScript(t *testing.T) {
	doc := renderSite(t, settings(), themes.Default())["search/index.html"]
	checkAttr(t, doc, "form", "action", "../a-z/")

	text := content(findOne(t, doc, "noscript"))
	for _, want := range []string{"Search needs JavaScript", "../a-z/"} {
		if !strings.Contains(text, want) {
			t.Errorf("noscript is %q, want %q in it", text, want)
		}
	}
}

// changeTheme returns the default theme with some files replaced.
func changeTheme(t *testing.T, files map[string]string) fs.FS {
	t.Helper()
	theme := fstest.MapFS{}

	err := fs.WalkDir(themes.Default(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}

		data, err := fs.ReadFile(themes.Default(), name)
		theme[name] = &fstest.MapFile{Data: data}

		return err
	})
	if err != nil {
		t.Fatal(err)
	}

	for name, text := range files {
		theme[name] = &fstest.MapFile{Data: []byte(text)}
	}

	return theme
}

func TestErrorsNameMistakesInTheme(t *testing.T) {
	cfg := settings()
	words, err := fs.ReadFile(themes.Default(), "strings.yaml")
	if err != nil {
		t.Fatal(err)
	}

	replace := func(old, replacement string) string {
		if !strings.Contains(string(words), old) {
			t.Fatalf("strings.yaml has no %q", old)
		}

		return strings.Replace(string(words), old, replacement, 1)
	}

	for _, test := range []struct{ file, text, want string }{
		{"layouts/home.html", `{{define "main"}}{{.Absent}}{{end}}`, "Absent"},
		{"layouts/home.html", `{{define "main"}}{{end`, "home.html:1"},
		{"strings.yaml", replace("skip: ", "skipp: "), `unknown key "skipp"`},
		{"strings.yaml", replace("skip: ", "skipp: "), `"skip" is missing`},
		{"strings.yaml", replace("January, ", ""), `"months" has 11 names, not 12`},
		{"strings.yaml", replace("  copied: Link copied\n", ""), `"script.copied" is missing`},
		{"strings.yaml", replace("  tip: ", "  tipp: "), `unknown key "words.tipp"`},
		{"strings.yaml", replace("  tip: ", "  tipp: "), `"words.tip" is missing`},
	} {
		theme, err := ParseTheme(changeTheme(t, map[string]string{test.file: test.text}))
		if err == nil {
			_, err = theme.Pages(load(t, cfg), cfg, assets)[0].Render()
		}

		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: the error is %v, want %q in it", test.file, err, test.want)
		}
	}
}

// Header and footer are rendered once for all pages at the same depth, whichever of them is rendered first.
func TestHeaderAndFooterDoNotDependOnOrder(t *testing.T) {
	cfg := settings()
	want := renderPages(t, listPages(t, load(t, cfg), cfg, themes.Default()))
	reversed := listPages(t, load(t, cfg), cfg, themes.Default())
	slices.Reverse(reversed)

	for path, page := range renderPages(t, reversed) {
		if page != want[path] {
			t.Errorf("%s depends on the order of rendering", path)
		}

		doc, err := html.Parse(strings.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}

		base := &url.URL{Scheme: "https", Host: "help.example", Path: "/centre/" + path}
		for i, want := range []string{"/centre/a-z/", "/centre/errors/"} {
			link := find(doc, "footer a")[i]
			to, err := base.Parse(attribute(link, "href"))
			if err != nil || to.Path != want {
				t.Errorf("%s: %q leads to %s, want %s", path, content(link), to, want)
			}
		}
	}
}

func renderPages(t *testing.T, list []Page) map[string]string {
	t.Helper()
	pages := map[string]string{}

	for _, p := range list {
		data, err := p.Render()
		if err != nil {
			t.Fatal(err)
		}

		pages[p.Path] = string(data)
	}

	return pages
}
