package site

import (
	"maps"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/library"
	"signpost/internal/lock"
)

// describePages is what each page of a site leads to, and what it has to do with others.
func describePages(s *Site) map[string][]string {
	all := map[string][]string{}
	for path, a := range s.pages {
		list := []string{a.Title, a.Updated.String()}
		shown := new(library.Reader).Links(a)
		for i := range shown {
			section := &shown[i]
			list = append(append(list, section.ID), section.Aliases...)
			for _, l := range slices.Concat(section.HeadingLinks, section.BodyLinks) {
				list = append(list, l.Target)
			}
		}
		if !a.Index {
			for _, other := range s.Related(a) {
				list = append(list, "related "+other.Path)
			}
		}
		all[path] = list
	}
	return all
}

// After every change, a load that knows the one before makes the same site as one that knows nothing.
func TestALoadWithACacheIsAsGoodAsNew(t *testing.T) {
	page := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	content := fstest.MapFS{
		"a.md":        page("# A\n\nSee [b](b.md), [its part](b.md#part), [c](c/c.md) and [the code](/e/id-201/).\n"),
		"b.md":        page("# B\n\nWords.\n\n## Part\n\n[Up](a.md)\n"),
		"c/c.md":      page("# C\n\n![A drawing](d.svg) [a](/a/)\n\n## Sign in {#in code=ID-201}\n\nText.\n"),
		"c/d.svg":     page(`<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"></svg>`),
		"c/broken.md": page("# Broken\n\n[nowhere](nowhere.md)\n"),
	}
	published, _ := lock.Parse("anchors.lock", nil)
	dates := map[string]time.Time{}
	cache := new(Cache)
	load := func(step string, cache *Cache) (*Site, []string) {
		s, problems, err := Load(t.Context(), Source{Content: content, Lock: published, LockFile: "anchors.lock", Dates: func() map[string]time.Time { return dates }}, Options{Cache: cache})
		if err != nil {
			t.Fatal(step, err)
		}
		var told []string
		for _, p := range problems {
			told = append(told, p.String()+" hint: "+p.Hint)
		}
		return s, told
	}
	edit := func(file, text string) { content[file] = page(text); cache.Forget(file) }
	for _, step := range []struct {
		name string
		do   func()
	}{
		{"at first", func() {}},
		{"again", func() {}},
		{"other words", func() { edit("a.md", "# A\n\nSee [b](b.md) and [its part](b.md#part).\n") }},
		{"a heading goes", func() { edit("b.md", "# B\n\n## Piece\n\n[Up](a.md)\n") }},
		{"and was published", func() { published, _ = lock.Parse("anchors.lock", []byte("/b/#part -> /b/#piece\n")) }},
		{"again", func() {}},
		{"an article goes", func() { delete(content, "c/c.md"); cache.Forget("c/c.md") }},
		{"and comes back with another address", func() { edit("c/c.md", "---\ntitle: C\nslug: d\ntags: [t]\n---\n[a](/a/)\n") }},
		{"a code comes", func() { edit("a.md", "# A\n\n## X {#x code=ID-202}\n\n[it](/e/id-202/)\n") }},
		{"an article comes", func() { edit("c/nowhere.md", "# Now here\n\n[Up](../a.md)\n") }},
		{"a draft comes where a link leads", func() {
			edit("c/other.md", "---\ntitle: D\ndraft: true\n---\n")
			edit("c/broken.md", "# Broken\n\n[other](other.md)\n")
		}},
		{"the draft goes", func() { delete(content, "c/other.md"); cache.Forget("c/other.md") }},
		{"git knows a date", func() { dates = map[string]time.Time{"a.md": time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)} }},
		{"another title", func() { edit("c/broken.md", "# Another word for C\n\n[other](other.md)\n") }},
	} {
		step.do()
		got, gotProblems := load(step.name, cache)
		want, wantProblems := load(step.name, nil)
		if diff := cmp.Diff(describePages(want), describePages(got)); diff != "" {
			t.Errorf("%s: %s", step.name, diff)
		}
		if diff := cmp.Diff(wantProblems, gotProblems); diff != "" {
			t.Errorf("%s: problems: %s", step.name, diff)
		}
	}
}

func TestAChangeOfWordsLeavesOtherArticlesAsTheyAre(t *testing.T) {
	content := fstest.MapFS{
		"a.md": {Data: []byte("# A\n\n[b](b.md)\n")},
		"b.md": {Data: []byte("# B\n\n[a](a.md)\n")},
	}
	cache := new(Cache)
	load := func() map[string]*library.Article {
		s, _, err := Load(t.Context(), Source{Content: content}, Options{Cache: cache})
		if err != nil {
			t.Fatal(err)
		}
		return maps.Clone(s.pages)
	}
	before := load()
	content["a.md"] = &fstest.MapFile{Data: []byte("# A\n\nOther words.\n")}
	cache.Forget("a.md")
	after := load()
	if after["/a/"] == before["/a/"] || after["/b/"] != before["/b/"] {
		t.Errorf("a is another: %v; b is another: %v", after["/a/"] != before["/a/"], after["/b/"] != before["/b/"])
	}
}
