package library

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/article"
	"signpost/internal/markdown"
	"signpost/internal/problem"
)

// withCode is an article that explains a code.
const withCode = `---
title: Resolve smartcard issues
updated: 2026-11-22
codes:
  ID-201: {also: [no ODS code], check: ods-code}
---
For practices. See [the role](add.md#how).

## ODS code **not** present {#ods code=ID-201}

Your ODS code is missing.

1. Open **Care Identity Management**.
2. Find the card.

### Check that it worked

![The list of roles](roles.svg)
`

// everything contains whatever an article can contain, including mistakes.
const everything = withCode + `
{{< include "a.md" >}}

> [!TAB] one
> [two](x.md) ![three](y.png "four") <https://a.example> {{ desk }}

## Again {#again aliases="before older"}

1. See ID-999 and [here](z.md).[^1]

[^1]: A note.
`

// withoutCode is an article without a code.
const withoutCode = `# T

Text.

## One {#one aliases="uno un"}

## Two

## Three {#three aliases="tre"}

## Four

## Five
`

// withSnippet returns options with one snippet, a.md.
func withSnippet(text string) article.Options {
	file := article.SnippetFolder + "/a.md"
	return article.Options{
		Content:   fstest.MapFS{file: {Data: []byte(text)}},
		Variables: map[string]string{"desk": "the desk"},
	}
}

func open(t testing.TB, name, program string) *Library {
	t.Helper()
	l, err := Open(name, program, time.Now())
	if err != nil {
		t.Fatal(err)
	}

	return l
}

func closeLibrary(t testing.TB, l *Library) {
	t.Helper()
	if err := l.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

// readAll returns an article as it was parsed, from everything that a library returns about it. The steps of the first
// section are missing.
func readAll(t testing.TB, a *Article) *article.Article {
	t.Helper()
	html, err := new(Reader).HTML(a)
	if err != nil {
		t.Fatal(err)
	}

	texts, err := new(Reader).Texts(a)
	if err != nil {
		t.Fatal(err)
	}

	frontMatter, err := a.stored.read(nil, partFrontMatter)
	if err != nil {
		t.Fatal(err)
	}

	whole := &article.Article{
		Metadata:    a.Metadata,
		FrontMatter: string(frontMatter),
	}
	for i := range html {
		whole.Sections = append(whole.Sections, article.Section{
			Heading:     html[i].Heading,
			HeadingHTML: html[i].HeadingHTML,
			Body:        html[i].Body,
			Text:        texts[i].Text,
		})
	}

	for _, s := range a.CodeSections {
		whole.Sections[s.Index].Explanation = s.Explanation
	}

	if len(whole.Sections) > 0 {
		whole.Sections[0].Summary = a.Summary
	}

	return whole
}

// parse parses an article like a library would, without the steps of the first section.
func parse(file, src string, opts article.Options) (*article.Article, []problem.Problem) {
	a, problems := article.Parse(file, []byte(src), opts)
	if len(a.Sections) > 0 {
		a.Sections[0].Steps = nil
	}

	return a, problems
}

// equal ignores whether HTML without content is nil.
var equal = cmp.FilterValues(
	func(a, b []byte) bool { return len(a)+len(b) == 0 },
	cmp.Ignore(),
)

// libraries returns one library of each kind.
func libraries(t *testing.T) map[string]*Library {
	t.Helper()
	temporary, err := NewTemporary()
	if err != nil {
		t.Fatal(err)
	}

	all := map[string]*Library{
		"memory":    New(),
		"temporary": temporary,
		"cache":     open(t, t.TempDir()+"/cache", "a"),
	}
	t.Cleanup(func() {
		for _, l := range all {
			_ = l.Close(t.Context())
		}
	})

	return all
}

func TestArticlesAreReadAsParsed(t *testing.T) {
	opts := withSnippet("- x [y](z.md)\n")
	opts.Lint = true
	for name, l := range libraries(t) {
		for i, src := range []string{withCode, withoutCode, everything, "", "\xff", "---\nx: [\n---\n", withCode} {
			file := fmt.Sprintf("cards/%d.md", i)
			want, wantProblems := parse(file, src, opts)
			a, problems := l.Parse(file, []byte(src), opts)
			if diff := cmp.Diff(want, readAll(t, a), equal); diff != "" {
				t.Errorf("%s, article %d (-parsed +read): %s", name, i, diff)
			}

			if diff := cmp.Diff(wantProblems, problems); diff != "" {
				t.Errorf("%s, problems of article %d (-parsed +read): %s", name, i, diff)
			}

			if got, want := a.LineOf("updated"), want.LineOf("updated"); got != want {
				t.Errorf("%s, article %d: the date is on line %d, want %d", name, i, got, want)
			}
		}
	}
}

func TestTemporaryFilesAreRemoved(t *testing.T) {
	l, err := NewTemporary()
	if err != nil {
		t.Fatal(err)
	}

	if _, err := os.Stat(l.file.Name()); err == nil && runtime.GOOS != "windows" {
		t.Error("the file has a name while it is in use, so it is left behind when the process is killed")
	}

	closeLibrary(t, l)
	if _, err := os.Stat(l.file.Name()); err == nil {
		t.Error("Close does not remove the file")
	}
}

// When the disk is full, articles stay in memory.
func TestArticlesThatCannotBeWrittenStayInMemory(t *testing.T) {
	l, err := NewTemporary()
	if err != nil {
		t.Fatal(err)
	}

	_ = l.file.Close()
	a, _ := l.Parse("a.md", []byte(withCode), article.Options{})
	want, _ := parse("a.md", withCode, article.Options{})
	if diff := cmp.Diff(want, readAll(t, a), equal); diff != "" {
		t.Error(diff)
	}
}

func TestSectionsAreFoundByTheirIDs(t *testing.T) {
	l := open(t, t.TempDir()+"/cache", "a")
	defer closeLibrary(t, l)
	for _, src := range []string{withoutCode, withoutCode + "\n## Six {#six code=ID-201}\n"} {
		a, _ := l.Parse("a.md", []byte(src), article.Options{})
		checkIDs(t, a)
		a.AddAliases([]Alias{{1, "first"}, {2, "second"}})
		a.AddAliases([]Alias{{1, "third"}})
		clone := a.Clone()
		clone.AddAliases([]Alias{{2, "fourth"}})
		checkIDs(t, a)
		checkIDs(t, clone)

		want := map[string]int{"": 0, "first": 1, "second": 2, "third": 1, "fourth": -1, "fir": -1}
		for id, section := range want {
			if got := a.SectionOf(id); got != section {
				t.Errorf("SectionOf(%q) = %d, want %d", id, got, section)
			}
		}

		if got := clone.SectionOf("fourth"); got != 2 {
			t.Errorf("the clone has its own alias in section %d, want 2", got)
		}
	}
}

// checkIDs compares SectionOf with the outline.
func checkIDs(t *testing.T, a *Article) {
	t.Helper()
	for i, h := range new(Reader).Outline(a) {
		for _, id := range append([]string{h.ID}, h.Aliases...) {
			if got := a.SectionOf(id); got != i {
				t.Errorf("SectionOf(%q) = %d, want %d", id, got, i)
			}
		}
	}
}

// resolve gives each link a target, and each picture an image.
func resolve(sections []LinkSection) {
	for i := range sections {
		for _, links := range [][]markdown.Link{sections[i].HeadingLinks, sections[i].BodyLinks} {
			for j := range links {
				links[j].Target = fmt.Sprintf("/to/%d/%d/", i, j)
				if links[j].Picture {
					links[j].Image = &markdown.Image{
						Width:    400,
						Height:   300,
						Type:     "image/webp",
						Variants: []markdown.Variant{{Target: "/a-300.webp", Width: 300}},
						Column:   640,
					}
				}
			}
		}
	}
}

func TestSetLinks(t *testing.T) {
	opts := withSnippet("- x [y](z.md)\n")
	var reader Reader
	for name, l := range libraries(t) {
		a, _ := l.Parse("cards/a.md", []byte(everything), opts)
		unresolved := a.Clone()
		sections := reader.Links(a)
		resolve(sections)
		a.SetLinks(sections)

		want := new(Reader).Links(unresolved)
		resolve(want)
		if diff := cmp.Diff(want, sections); diff != "" {
			t.Errorf("%s: SetLinks changed its argument: %s", name, diff)
		}

		for i := range want {
			clearDest(want[i].HeadingLinks)
			clearDest(want[i].BodyLinks)
		}

		if diff := cmp.Diff(want, reader.Links(a)); diff != "" {
			t.Errorf("%s: links: %s", name, diff)
		}

		html, err := reader.HTML(a)
		if err != nil {
			t.Fatal(err)
		}

		page := string(html[2].Body.Append(nil, func(target string) string { return target }))
		const tags = `<a class="picture" href="/to/2/0/"><picture><source type="image/webp"`
		if !strings.Contains(page, tags) {
			t.Errorf("%s: no %s in\n%s", name, tags, page)
		}

		if links := reader.Links(unresolved)[0].BodyLinks; links[0].Target != "" {
			t.Errorf("%s: SetLinks changed the links of a clone: %+v", name, links)
		}
	}
}

func clearDest(links []markdown.Link) {
	for i := range links {
		links[i].Dest = ""
	}
}

func TestCodeSection(t *testing.T) {
	src := "# T\n\nA.\n\n## B {#b}\n\n## C {#c code=ID-201}\n\n1. D.\n"
	a, problems := New().Parse("a.md", []byte(src), article.Options{})
	if problems != nil {
		t.Fatal(problems)
	}

	if s, ok := a.CodeSection(2); !ok || s.Code != "ID-201" || s.ID != "c" {
		t.Errorf("section 2 is %+v, %v", s, ok)
	}

	for _, index := range []int{-1, 0, 1, 3} {
		if s, ok := a.CodeSection(index); ok {
			t.Errorf("section %d is %+v, want none", index, s)
		}
	}
}

func TestTree(t *testing.T) {
	l := New()
	a, _ := l.Parse("a.md", []byte("# T\n## A\n### B\n#### C\n## D\n"), article.Options{})
	sections, err := new(Reader).HTML(a)
	if err != nil {
		t.Fatal(err)
	}

	for i, want := range []int{5, 3, 2, 1, 1} {
		if got := len(article.Tree(sections, i)); got != want {
			t.Errorf("the tree of section %d has %d sections, want %d", i, got, want)
		}
	}
}

// What a caller writes into the sections of one article must not be seen in another.
func TestSectionsAreNotShared(t *testing.T) {
	l := New()
	first, _ := l.Parse("a.md", []byte(withCode), article.Options{})
	second, _ := l.Parse("a.md", []byte(withCode), article.Options{})
	html, err := new(Reader).HTML(first)
	if err != nil {
		t.Fatal(err)
	}

	for i := range html {
		html[i].Title = "changed"
		for j := range html[i].Body.Source {
			html[i].Body.Source[j] = 'x'
		}
	}

	first.CodeSections[0].Summary = "changed"

	want, _ := parse("a.md", withCode, article.Options{})
	if diff := cmp.Diff(want, readAll(t, second), equal); diff != "" {
		t.Error(diff)
	}
}
