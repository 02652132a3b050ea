package site

import (
	"fmt"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/library"
	"signpost/internal/lock"
)

// A site whose articles are in a store is the one that it is without. Under the race detector, many articles link to each other's headings while links are
// resolved.
func TestASiteInAStoreIsTheSameSite(t *testing.T) {
	content := fstest.MapFS{}
	const articleCount, headings = 40, 12
	for i := range articleCount {
		text := fmt.Sprintf("# Article %d\n", i)
		for h := range headings {
			text += fmt.Sprintf("\n## Heading %d {#h-%d%s}\n\n[to](a%d.md#h-%d) [by an old id](a%d.md#old-4) [to none](a%d.md#h-%d)\n",
				h, h, aliasOf(h), (i*7+h)%articleCount, (h*5)%headings, (i+h)%articleCount, (i+h)%articleCount, h+5)
		}
		content[fmt.Sprintf("a%d.md", i)] = &fstest.MapFile{Data: []byte(text)}
	}
	published, wrong := lock.Parse("anchors.lock", []byte("/a1/\n/a1/#gone-0 -> /a1/#h-1\n/a1/#gone-1 -> /a1/#h-1\n/a1/#gone-2 -> /a1/#h-6\n/a1/#h-11\n/a2/#gone -> /a3/#old-4\n/a2/#lost\n"))
	if wrong != nil {
		t.Fatal(wrong)
	}
	load := func(articles *library.Library) (pages map[string][]string, told []string) {
		s, problems, err := Load(t.Context(), Source{Content: content, Lock: published, LockFile: "anchors.lock"}, Options{Library: articles})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range problems {
			told = append(told, p.String()+" hint: "+p.Hint)
		}
		return describePages(s), told
	}
	onDisk, err := library.NewTemporary()
	if err != nil {
		t.Fatal(err)
	}
	defer onDisk.Close(t.Context())
	want, wantTold := load(nil)
	got, gotTold := load(onDisk)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pages (-in memory +on disk):\n%s", diff)
	}
	if diff := cmp.Diff(wantTold, gotTold); diff != "" {
		t.Errorf("problems (-in memory +on disk):\n%s", diff)
	}
	if len(want) != articleCount || len(wantTold) < articleCount || !slices.Contains(want["/a1/"], "gone-2") {
		t.Errorf("%d pages, %d problems: the test has lost its point", len(want), len(wantTold))
	}
}

// aliasOf gives every other heading an id that it had before.
func aliasOf(heading int) string {
	if heading%2 == 1 {
		return ""
	}
	return fmt.Sprintf(" aliases=old-%d", heading)
}
