package site

import (
	"maps"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/library"
	"signpost/internal/lock"
)

// editedContent is content that changes between loads with the same cache.
type editedContent struct {
	files     fstest.MapFS
	cache     Cache
	published *lock.Lock
	dates     map[string]time.Time
}

func (c *editedContent) edit(file, text string) {
	c.files[file] = &fstest.MapFile{Data: []byte(text)}
	c.cache.Invalidate(file)
}

func (c *editedContent) remove(file string) {
	delete(c.files, file)
	c.cache.Invalidate(file)
}

func (c *editedContent) publish(lines string) {
	c.published, _ = lock.Parse("anchors.lock", []byte(lines))
}

// load loads the site with or without a cache.
func (c *editedContent) load(t *testing.T, cache *Cache) (pages map[string][]string, problems []string) {
	t.Helper()
	source := Source{
		Content:  c.files,
		Lock:     c.published,
		LockFile: "anchors.lock",
		Dates:    func() map[string]time.Time { return c.dates },
	}

	s, problems := loadProblems(t, source, Options{Cache: cache})

	return describePages(s), problems
}

func TestCacheDoesNotChangeTheSite(t *testing.T) {
	c := editedContent{files: contentOf(
		"a.md", "# A\n\nSee [b](b.md), [its part](b.md#part), [c](c/c.md) and [the code](/e/id-201/).\n",
		"b.md", "# B\n\nWords.\n\n## Part\n\n[Up](a.md)\n",
		"c/c.md", "# C\n\n![A drawing](d.svg) [a](/a/)\n\n## Sign in {#in code=ID-201}\n\nText.\n",
		"c/d.svg", `<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"></svg>`,
		"c/broken.md", "# Broken\n\n[nowhere](nowhere.md)\n",
	)}

	c.publish("")

	for _, step := range []struct {
		name   string
		change func()
	}{
		{"first load", func() {}},
		{"no change", func() {}},
		{"text changes", func() { c.edit("a.md", "# A\n\nSee [b](b.md) and [its part](b.md#part).\n") }},
		{"a heading is removed", func() { c.edit("b.md", "# B\n\n## Piece\n\n[Up](a.md)\n") }},
		{"the heading was published", func() { c.publish("/b/#part -> /b/#piece\n") }},
		{"no change after publication", func() {}},
		{"an article is removed", func() { c.remove("c/c.md") }},
		{"it returns with another address", func() {
			c.edit("c/c.md", "---\ntitle: C\nslug: d\ntags: [t]\n---\n[a](/a/)\n")
		}},
		{"a code is added", func() { c.edit("a.md", "# A\n\n## X {#x code=ID-202}\n\n[it](/e/id-202/)\n") }},
		{"an article is added", func() { c.edit("c/nowhere.md", "# Now here\n\n[Up](../a.md)\n") }},
		{"a link leads to a draft", func() {
			c.edit("c/other.md", "---\ntitle: D\ndraft: true\n---\n")
			c.edit("c/broken.md", "# Broken\n\n[other](other.md)\n")
		}},
		{"the draft is removed", func() { c.remove("c/other.md") }},
		{"git has a date", func() {
			c.dates = map[string]time.Time{"a.md": time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)}
		}},
		{"a title changes", func() { c.edit("c/broken.md", "# Another word for C\n\n[other](other.md)\n") }},
	} {
		step.change()
		pages, problems := c.load(t, &c.cache)
		wantPages, wantProblems := c.load(t, nil)
		if diff := cmp.Diff(wantPages, pages); diff != "" {
			t.Errorf("%s: pages: %s", step.name, diff)
		}

		if diff := cmp.Diff(wantProblems, problems); diff != "" {
			t.Errorf("%s: problems: %s", step.name, diff)
		}
	}
}

func TestCacheReusesUnchangedArticles(t *testing.T) {
	c := editedContent{files: contentOf(
		"a.md", "# A\n\n[b](b.md)\n",
		"b.md", "# B\n\n[a](a.md)\n",
	)}

	load := func() map[string]*library.Article {
		s, _ := loadProblems(t, Source{Content: c.files}, Options{Cache: &c.cache})
		return maps.Clone(s.pages)
	}

	before := load()
	c.edit("a.md", "# A\n\nOther words.\n")
	after := load()

	if after["/a/"] == before["/a/"] {
		t.Error("a changed article is reused")
	}

	if after["/b/"] != before["/b/"] {
		t.Error("an unchanged article is not reused")
	}
}
