package site

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/library"
	"signpost/internal/lock"
)

const (
	linkedArticles = 40
	linkedHeadings = 12
)

// linkedContent returns articles that link to each other's headings, so that the race detector sees them resolved at
// the same time. Some links lead to earlier IDs, and some to missing headings.
func linkedContent() fstest.MapFS {
	content := fstest.MapFS{}
	for i := range linkedArticles {
		text := fmt.Sprintf("# Article %d\n", i)
		for h := range linkedHeadings {
			text += linkedSection(i, h)
		}

		content[fmt.Sprintf("a%d.md", i)] = &fstest.MapFile{Data: []byte(text)}
	}

	return content
}

func linkedSection(i, h int) string {
	alias := ""
	if h%2 == 0 {
		alias = fmt.Sprintf(" aliases=old-%d", h)
	}

	var b strings.Builder
	fmt.Fprintf(&b, "\n## Heading %d {#h-%d%s}\n\n", h, h, alias)
	fmt.Fprintf(&b, "[current](a%d.md#h-%d) ", (i*7+h)%linkedArticles, (h*5)%linkedHeadings)
	fmt.Fprintf(&b, "[earlier](a%d.md#old-4) ", (i+h)%linkedArticles)
	fmt.Fprintf(&b, "[missing](a%d.md#h-%d)\n", (i+h)%linkedArticles, h+5)

	return b.String()
}

func TestLibraryDoesNotChangeTheSite(t *testing.T) {
	published, problems := lock.Parse("anchors.lock", []byte(`/a1/
/a1/#gone-0 -> /a1/#h-1
/a1/#gone-1 -> /a1/#h-1
/a1/#gone-2 -> /a1/#h-6
/a1/#h-11
/a2/#gone -> /a3/#old-4
/a2/#lost
`))

	if problems != nil {
		t.Fatal(problems)
	}

	source := Source{
		Content:  linkedContent(),
		Lock:     published,
		LockFile: "anchors.lock",
	}

	onDisk, err := library.NewTemporary()
	if err != nil {
		t.Fatal(err)
	}
	defer onDisk.Close(t.Context())

	want, wantProblems := loadProblems(t, source, Options{})
	got, gotProblems := loadProblems(t, source, Options{Library: onDisk})

	wantPages := describePages(want)
	if diff := cmp.Diff(wantPages, describePages(got)); diff != "" {
		t.Errorf("pages (-in memory +on disk):\n%s", diff)
	}

	if diff := cmp.Diff(wantProblems, gotProblems); diff != "" {
		t.Errorf("problems (-in memory +on disk):\n%s", diff)
	}

	if len(wantPages) != linkedArticles || len(wantProblems) < linkedArticles {
		t.Errorf("%d pages with %d problems: too few for this test", len(wantPages), len(wantProblems))
	}

	if !slices.Contains(wantPages["/a1/"], "gone-2") {
		t.Error("/a1/ has no earlier ID from the lock")
	}
}
