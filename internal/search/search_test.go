package search

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/config"
	"signpost/internal/problem"
	"signpost/internal/site"
	"signpost/internal/testkit/corpus"
)

const resolve = `---
title: Resolve <issues>
description: What to do.
codes:
  ID-201:
    also: [code missing, "/ods.*gone/"]
---
Find it.

## Gone {#gone code=ID-201}

One.

Two.
`

func load(t testing.TB, content fstest.MapFS) *site.Site {
	t.Helper()
	s, problems, err := site.Load(t.Context(), content, site.Options{})
	if err != nil || problem.Failing(problems) {
		t.Fatal(err, problems)
	}
	return s
}

func small(t testing.TB, resolve string) *site.Site {
	return load(t, fstest.MapFS{
		"top.md":                     {Data: []byte("---\ntitle: Top\n---\nAt the top.\n")},
		"smartcards/index.md":        {Data: []byte("---\ntitle: Smartcards\ndescription: Mend a card.\n---\nBefore the list.\n\n## Part of the list {#part}\n\nMore.\n")},
		"smartcards/resolve.md":      {Data: []byte(resolve)},
		"onboarding/first-of-all.md": {Data: []byte("---\ntitle: First\n---\nYes. Gwasanaethau'r ŵyn. 身份验证失败\n")},
	})
}

func large(t testing.TB, sections int) (*site.Site, []corpus.Query) {
	content, queries := corpus.Centre(sections)
	return load(t, content), queries
}

// open opens an index from memory; change may damage a file, or leave it out with nil.
func open(s *site.Site, cfg *config.Config, change func(path string, data []byte) []byte) (*Searcher, error) {
	files, err := Index(context.Background(), s, cfg)
	if err != nil {
		return nil, err
	}
	all := map[string][]byte{}
	for _, f := range files {
		all[f.Path] = change(f.Path, f.Data)
	}
	return Open(FirstFile, func(path string) ([]byte, error) {
		if data := all[path]; data != nil {
			return data, nil
		}
		return nil, errMissing
	})
}

var errMissing = errors.New("missing")

func asIs(_ string, data []byte) []byte { return data }

func TestSearch(t *testing.T) {
	s, err := open(small(t, resolve), &config.Config{Search: config.Search{Synonyms: [][]string{{"mend", "put right"}}}}, asIs)
	if err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"id201": "smartcards/resolve/#gone", "code missing": "smartcards/resolve/#gone", "tow": "", "two": "smartcards/resolve/#gone",
		"resolve issues": "smartcards/resolve/", "resolv isues": "smartcards/resolve/",
		"put right a card": "smartcards/", "part of the list": "smartcards/#part", "first": "onboarding/first-of-all/",
		"gwasanaethaur": "onboarding/first-of-all/", "WYN": "onboarding/first-of-all/", "验证": "onboarding/first-of-all/", "验": "",
	} {
		results, err := s.Search(query, 3)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if len(results) > 0 {
			got = results[0].URL
		}
		if got != want {
			t.Errorf("%q finds %q first, want %q", query, got, want)
		}
	}
	results, _ := s.Search("gone", 1)
	want := Result{URL: "smartcards/resolve/#gone", Title: "Resolve <issues>", Heading: "Gone", Code: "ID-201", Excerpt: "One. Two."}
	if diff := cmp.Diff([]Result{want}, results, cmp.Comparer(func(a, b Result) bool {
		a.entry, a.score, a.begins = b.entry, b.score, b.begins
		return a == b
	})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// While a heading is being typed, one that is whole already hides none that goes on, and one that many pages have leaves room for others.
func TestUnfinishedHeadings(t *testing.T) {
	content := fstest.MapFS{}
	for i, heading := range []string{
		"Export", "Exports by hand", "Exporting", "Exported", "-Export", "Export all",
		"Getting help", "Getting help", "Getting help", "Getting help", "Getting on with it", "batch modules", "Batch Modules",
	} {
		text := strings.Repeat("Words that fill a file of their own. ", textSize/32)
		content[fmt.Sprintf("a/page-%c.md", 'a'+i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\ntitle: Page %c\n---\n%s\n\n## %s {#it}\n\nNothing.\n", 'A'+i, text, heading)}
	}
	s, err := open(load(t, content), new(config.Config), asIs)
	if err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"export":    "a, e, d, c, f, b",
		"-export":   "e, a, d, c, f, b",
		"getting":   "g, k, h, i, j",
		"batch mod": "l, m",
		"Batch Mod": "m, l",
	} {
		results, err := s.Search(query, 10)
		if err != nil {
			t.Fatal(err)
		}
		var pages []string
		for _, r := range results {
			pages = append(pages, strings.TrimSuffix(strings.TrimPrefix(r.URL, "a/page-"), "/#it"))
		}
		if got := strings.Join(pages, ", "); got != want {
			t.Errorf("%q finds the pages %s, want %s", query, got, want)
		}
	}
}

// An unfinished word stands also for what begins with it far from where such words start, if that was fetched for another word.
func TestCompletionsAtHand(t *testing.T) {
	var words strings.Builder
	for i := range 26 * 26 * 26 {
		fmt.Fprintf(&words, "co%c%c%c ", 'a'+i/26/26, 'a'+i/26%26, 'a'+i%26)
	}
	s, err := open(load(t, fstest.MapFS{
		"a/a.md":     {Data: []byte("---\ntitle: A\n---\n\n## Control panel zebras {#it}\n\nNothing.\n")},
		"a/b.md":     {Data: []byte("---\ntitle: B\n---\n\n## Control panel controllers {#it}\n\nNothing.\n")},
		"a/words.md": {Data: []byte("---\ntitle: Words\n---\n" + words.String() + "\n")},
	}), new(config.Config), asIs)
	if err != nil {
		t.Fatal(err)
	}
	results, err := s.Search("panel control co", 1)
	if err != nil || len(results) == 0 || results[0].URL != "a/b/#it" {
		t.Errorf("got %v, %v", results, err)
	}
}

// A list that is shorter than was asked for is all there is: asking for more finds no more.
func TestShortListsAreWhole(t *testing.T) {
	site, queries := large(t, 1000)
	s, err := open(site, &config.Config{}, asIs)
	if err != nil {
		t.Fatal(err)
	}
	short := 0
	for _, q := range queries {
		few, _ := s.Search(q.Text, 7)
		more, _ := s.Search(q.Text, 31)
		if len(few) == 7 {
			continue
		}
		if short++; len(more) != len(few) {
			t.Errorf("%q finds %d sections, and %d where more are wanted", q.Text, len(few), len(more))
		}
	}
	if short == 0 {
		t.Error("every list was full")
	}
}

func TestIndexIsDeterministic(t *testing.T) {
	s, _ := large(t, 4000)
	files := indexOf(t, s, new(config.Config))
	if !cmp.Equal(files, indexOf(t, s, new(config.Config))) {
		t.Error("the same site gives another index")
	}
	if len(files) < 10 {
		t.Errorf("%d files", len(files))
	}
	named := map[string][]byte{}
	for _, f := range files {
		named[f.Path] = f.Data
	}
	changed, _ := large(t, 4001)
	for _, f := range indexOf(t, changed, new(config.Config)) {
		if old, kept := named[f.Path]; kept && f.Path != FirstFile && !bytes.Equal(old, f.Data) {
			t.Errorf("%s keeps its name, and holds something else", f.Path)
		}
	}
}

// Without a language of English words keep their endings.
func TestStemsAreEnglish(t *testing.T) {
	for language, want := range map[string]int{"": 1, "en-GB": 1, "cy": 0} {
		s, err := open(small(t, resolve), &config.Config{Language: language}, asIs)
		if err != nil {
			t.Fatal(err)
		}
		if results, _ := s.Search("resolving things", 5); min(1, len(results)) != want {
			t.Errorf("%q finds %d sections", language, len(results))
		}
	}
}

// Where files are missing, the others answer; where none is left, that is an error.
func TestMissingShards(t *testing.T) {
	content, queries := large(t, 4000)
	lost := 0
	s, err := open(content, new(config.Config), func(path string, data []byte) []byte {
		if lost++; path != FirstFile && lost%3 == 0 {
			return nil
		}
		return data
	})
	if err != nil {
		t.Fatal(err)
	}
	answered, failed := 0, 0
	for _, q := range queries {
		results, err := s.Search(q.Text, 10)
		switch {
		case err != nil && !errors.Is(err, errMissing):
			t.Errorf("%q: %v", q.Text, err)
		case err != nil:
			failed++
		case len(results) > 0:
			answered++
		}
	}
	if answered < len(queries)/2 {
		t.Errorf("%d of %d queries answered, %d failed", answered, len(queries), failed)
	}
	s, err = open(content, new(config.Config), func(path string, data []byte) []byte {
		if path == FirstFile {
			return data
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Search(queries[0].Text, 10); !errors.Is(err, errMissing) {
		t.Errorf("with all shards missing: %v", err)
	}
}

// FuzzOpen feeds unpacked bytes, for the packing would catch nearly all damage by its checksum.
func FuzzOpen(f *testing.F) {
	files := indexOf(f, small(f, resolve), new(config.Config))
	s, err := Open(FirstFile, func(string) ([]byte, error) { return files[0].Data, nil })
	if err != nil {
		f.Fatal(err)
	}
	raw, err := s.read(FirstFile)
	if err != nil {
		f.Fatal(err)
	}
	for i := 0; i < len(raw); i += 7 {
		f.Add(raw[:i])
		damaged := slices.Clone(raw)
		damaged[i] ^= byte(1 + i%255)
		f.Add(damaged)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Open(FirstFile, func(string) ([]byte, error) { return pack(data), nil })
		if err != nil {
			return
		}
		for _, query := range []string{"id201", "smartcards gone", "resolv isues", "before the li"} {
			_, _ = s.Search(query, 10) // an error is fine, a panic is not
		}
	})
}

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"The practice's Card":    "the practices card",
		"ID-201, id201":          "id 201 id201",
		"ﬁle Ŵyn CAFÉ ΟΔΟΣ":      "file wyn cafe οδοσ",
		"登录失败 API错误 ไทย":         "登录 录失 失败 api 错误 ไท ทย",
		"' ’ -":                  "",
		strings.Repeat("ab", 40): strings.Repeat("ab", 20),
	} {
		if got := strings.Join(words(text), " "); got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
}

func TestStem(t *testing.T) {
	for word, want := range map[string]string{"signing": "sign", "signed": "sign", "stations": "stat", "used": "used", "id201s": "id201s", "cards": "card"} {
		if got := stem(word); got != want {
			t.Errorf("%q gives %q, want %q", word, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{{"role", "role", 0}, {"rloe", "role", 1}, {"rol", "role", 1}, {"rule", "role", 1}, {"rules", "role", 2}, {"carpet", "role", 3}} {
		if got := distance([]rune(test.a), []rune(test.b), 2); got != test.want {
			t.Errorf("%s to %s is %d, want %d", test.a, test.b, got, test.want)
		}
	}
}

func indexOf(t testing.TB, s *site.Site, cfg *config.Config) []File {
	t.Helper()
	files, err := Index(context.Background(), s, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return files
}
