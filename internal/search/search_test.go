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
	"signpost/internal/testkit/limited"
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

const smartcards = `---
title: Smartcards
description: Fix a card.
---
Before the list.

## Part of the list {#part}

More.
`

func load(t testing.TB, content fstest.MapFS) *site.Edition {
	t.Helper()
	s, problems, err := site.Load(t.Context(), site.Source{Content: content}, site.Options{})
	if err != nil || problem.Failing(problems) {
		t.Fatal(err, problems)
	}

	return s.First()
}

func smallSite(t testing.TB) *site.Edition {
	t.Helper()
	first := "---\ntitle: First\n---\nYes. Gwasanaethau'r ŵyn. 身份验证失败\n"

	return load(t, fstest.MapFS{
		"top.md":                     {Data: []byte("---\ntitle: Top\n---\nAt the top.\n")},
		"smartcards/index.md":        {Data: []byte(smartcards)},
		"smartcards/resolve.md":      {Data: []byte(resolve)},
		"onboarding/first-of-all.md": {Data: []byte(first)},
	})
}

func largeSite(t testing.TB, sections int) (*site.Edition, []corpus.Query) {
	t.Helper()
	content, queries := corpus.Centre(sections)

	return load(t, content), queries
}

func writeIndex(t testing.TB, e *site.Edition, cfg *config.Config) []File {
	t.Helper()
	files, err := Index(t.Context(), e, cfg)
	if err != nil {
		t.Fatal(err)
	}

	return files
}

// open opens the index of a site.
func open(t testing.TB, e *site.Edition, cfg *config.Config) *Searcher {
	t.Helper()
	return openChanged(t, e, cfg, func(_ string, data []byte) []byte { return data })
}

// openChanged opens an index with files that change has damaged or, if it returns nil, removed.
func openChanged(
	t testing.TB, e *site.Edition, cfg *config.Config, change func(path string, data []byte) []byte,
) *Searcher {
	t.Helper()
	files := map[string][]byte{}

	for _, f := range writeIndex(t, e, cfg) {
		files[f.Path] = change(f.Path, f.Data)
	}

	searcher, err := Open(FirstFile, func(path string) ([]byte, error) {
		if data := files[path]; data != nil {
			return data, nil
		}

		return nil, errMissing
	})
	if err != nil {
		t.Fatal(err)
	}

	return searcher
}

var errMissing = errors.New("missing")

// search returns the results of a query that must not fail.
func search(t testing.TB, s *Searcher, query string, limit int) []Result {
	t.Helper()
	results, err := s.Search(t.Context(), query, limit)
	if err != nil {
		t.Fatalf("%q: %v", query, err)
	}

	return results
}

func TestSearch(t *testing.T) {
	cfg := &config.Config{Search: config.Search{Synonyms: [][]string{{"fix", "put right"}}}}
	s := open(t, smallSite(t), cfg)

	for query, want := range map[string]string{
		"id201":            "smartcards/resolve/#gone",
		"code missing":     "smartcards/resolve/#gone",
		"tow":              "",
		"two":              "smartcards/resolve/#gone",
		"resolve issues":   "smartcards/resolve/",
		"resolv isues":     "smartcards/resolve/",
		"put right a card": "smartcards/",
		"part of the list": "smartcards/#part",
		"first":            "onboarding/first-of-all/",
		"gwasanaethaur":    "onboarding/first-of-all/",
		"WYN":              "onboarding/first-of-all/",
		"验证":               "onboarding/first-of-all/",
		"验":                "",
	} {
		got := ""
		if results := search(t, s, query, 3); len(results) > 0 {
			got = results[0].URL
		}

		if got != want {
			t.Errorf("%q finds %q first, want %q", query, got, want)
		}
	}

	want := []Result{{
		URL:     "smartcards/resolve/#gone",
		Title:   "Resolve <issues>",
		Heading: "Gone",
		Code:    "ID-201",
		Excerpt: "One. Two.",
		Best:    true,
	}}

	if diff := cmp.Diff(want, search(t, s, "gone", 1)); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
}

func TestCancelledIndexFails(t *testing.T) {
	s := smallSite(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()

	if files, err := Index(ctx, s, new(config.Config)); !errors.Is(err, context.Canceled) {
		t.Errorf("Index = %d files, %v, want context.Canceled", len(files), err)
	}
}

// An error of put reaches the caller, whichever file it was for.
func TestFailedWriteFails(t *testing.T) {
	s, _ := largeSite(t, 4000)
	full := errors.New("disk full")

	for _, prefix := range []string{"search/index", "search/terms", "search/texts"} {
		err := Write(t.Context(), s, new(config.Config), func(f File) error {
			if strings.HasPrefix(f.Path, prefix) {
				return full
			}

			return nil
		})
		if !errors.Is(err, full) {
			t.Errorf("%s: the error is %v, want %v", prefix, err, full)
		}
	}
}

func TestCancelledSearchFails(t *testing.T) {
	s := open(t, smallSite(t), new(config.Config))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()

	if results, err := s.Search(ctx, "gone", 1); !errors.Is(err, context.Canceled) {
		t.Errorf("Search = %v, %v, want context.Canceled", results, err)
	}
}

// A complete heading does not hide headings that continue after it while the user is still typing, and a heading that
// many pages have leaves room for others.
func TestUnfinishedHeadings(t *testing.T) {
	content := fstest.MapFS{}
	text := strings.Repeat("Words that fill a file of their own. ", textShardSize/32)

	for i, heading := range []string{
		"Export", "Exports by hand", "Exporting", "Exported", "-Export", "Export all",
		"Getting help", "Getting help", "Getting help", "Getting help", "Getting on with it",
		"batch modules", "Batch Modules",
	} {
		const article = "---\ntitle: Page %c\n---\n%s\n\n## %s {#it}\n\nNothing.\n"
		name := fmt.Sprintf("a/page-%c.md", 'a'+i)
		content[name] = &fstest.MapFile{Data: fmt.Appendf(nil, article, 'A'+i, text, heading)}
	}

	s := open(t, load(t, content), new(config.Config))

	for query, want := range map[string]string{
		"export":    "a, e, d, c, f, b",
		"-export":   "e, a, d, c, f, b",
		"getting":   "g, k, h, i, j",
		"batch mod": "l, m",
		"Batch Mod": "m, l",
	} {
		var pages []string
		for _, r := range search(t, s, query, 10) {
			pages = append(pages, strings.TrimSuffix(strings.TrimPrefix(r.URL, "a/page-"), "/#it"))
		}

		if got := strings.Join(pages, ", "); got != want {
			t.Errorf("%q finds the pages %s, want %s", query, got, want)
		}
	}
}

// The completions of an unfinished word include those in shards that were read for other words.
func TestCompletionsInOtherShards(t *testing.T) {
	var words strings.Builder
	for i := range 26 * 26 * 26 {
		fmt.Fprintf(&words, "co%c%c%c ", 'a'+i/26/26, 'a'+i/26%26, 'a'+i%26)
	}

	s := open(t, load(t, fstest.MapFS{
		"a/a.md":     {Data: []byte("---\ntitle: A\n---\n\n## Control panel zebras {#it}\n\nNothing.\n")},
		"a/b.md":     {Data: []byte("---\ntitle: B\n---\n\n## Control panel controllers {#it}\n\nNothing.\n")},
		"a/words.md": {Data: []byte("---\ntitle: Words\n---\n" + words.String() + "\n")},
	}), new(config.Config))

	results := search(t, s, "panel control co", 1)
	if len(results) == 0 || results[0].URL != "a/b/#it" {
		t.Errorf("results = %v", results)
	}
}

// If a query has fewer results than the limit, a higher limit gives no more.
func TestShortResultsAreComplete(t *testing.T) {
	site, queries := largeSite(t, 1000)
	s := open(t, site, new(config.Config))
	short := 0

	for _, q := range queries {
		few := search(t, s, q.Text, 7)
		more := search(t, s, q.Text, 31)

		if len(few) == 7 {
			continue
		}

		short++
		if len(more) != len(few) {
			t.Errorf("%q finds %d sections, and %d with a higher limit", q.Text, len(few), len(more))
		}
	}

	if short == 0 {
		t.Error("every query has more results than the limit")
	}
}

func TestIndexIsDeterministic(t *testing.T) {
	s, _ := largeSite(t, 4000)
	files := writeIndex(t, s, new(config.Config))

	if !cmp.Equal(files, writeIndex(t, s, new(config.Config))) {
		t.Error("the same site has two different indexes")
	}

	if len(files) < 10 {
		t.Errorf("the index has %d files, want at least 10", len(files))
	}

	contents := map[string][]byte{}
	for _, f := range files {
		contents[f.Path] = f.Data
	}

	changed, _ := largeSite(t, 4001)
	for _, f := range writeIndex(t, changed, new(config.Config)) {
		old, exists := contents[f.Path]
		if exists && f.Path != FirstFile && !bytes.Equal(old, f.Data) {
			t.Errorf("%s has the same name and other content", f.Path)
		}
	}
}

func TestOnlyEnglishWordsHaveStems(t *testing.T) {
	for language, want := range map[string]int{"": 1, "en-GB": 1, "cy": 0} {
		s := open(t, smallSite(t), &config.Config{Language: language})
		results := search(t, s, "resolving things", 5)

		if min(1, len(results)) != want {
			t.Errorf("language %q: %d results", language, len(results))
		}
	}
}

// Queries find results in the shards that remain. They fail only if no shard is left.
func TestMissingShards(t *testing.T) {
	site, queries := largeSite(t, 4000)
	n := 0

	s := openChanged(t, site, new(config.Config), func(path string, data []byte) []byte {
		n++
		if path != FirstFile && n%3 == 0 {
			return nil
		}

		return data
	})

	answered, failed := 0, 0
	for _, q := range queries {
		results, err := s.Search(t.Context(), q.Text, 10)
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
		t.Errorf("%d of %d queries have results, %d failed", answered, len(queries), failed)
	}

	s = openChanged(t, site, new(config.Config), func(path string, data []byte) []byte {
		if path == FirstFile {
			return data
		}

		return nil
	})

	if _, err := s.Search(t.Context(), queries[0].Text, 10); !errors.Is(err, errMissing) {
		t.Errorf("without any shard, the error is %v, want %v", err, errMissing)
	}
}

func TestPortable(t *testing.T) {
	file := File{Path: FirstFile, Data: []byte{0, 1, 2, 255}}
	script := Portable(file)

	if script.Path != FirstPortableFile {
		t.Errorf("path = %q, want %q", script.Path, FirstPortableFile)
	}

	data, err := ReadPortable(script.Data)
	if err != nil || !bytes.Equal(data, file.Data) {
		t.Errorf("ReadPortable = %v, %v, want %v", data, err, file.Data)
	}

	for _, damaged := range []string{"", "AAEC", `signpost.file("?");` + "\n", `signpost.file("AAEC`} {
		if _, err := ReadPortable([]byte(damaged)); !errors.Is(err, errDamaged) {
			t.Errorf("%q: the error is %v, want %v", damaged, err, errDamaged)
		}
	}
}

// FuzzOpen varies decompressed data, because the checksum of compressed data would reveal most damage.
func FuzzOpen(f *testing.F) {
	files := writeIndex(f, smallSite(f), new(config.Config))
	s, err := Open(FirstFile, func(string) ([]byte, error) { return files[0].Data, nil })
	if err != nil {
		f.Fatal(err)
	}

	data, err := s.index.read(FirstFile)
	if err != nil {
		f.Fatal(err)
	}

	for i := 0; i < len(data); i += 7 {
		f.Add(data[:i])
		damaged := slices.Clone(data)
		damaged[i] ^= byte(1 + i%255)
		f.Add(damaged)
	}

	f.Fuzz(func(t *testing.T, data []byte) {
		limited.Input(t)
		s, err := Open(FirstFile, func(string) ([]byte, error) { return compressBest(data), nil })
		if err != nil {
			return
		}

		for _, query := range []string{"id201", "smartcards gone", "resolv isues", "before the li"} {
			_, _ = s.Search(t.Context(), query, 10) // an error is acceptable, a panic is not
		}
	})
}
