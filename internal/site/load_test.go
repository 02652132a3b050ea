package site

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"signpost/internal/library"
	"signpost/internal/problem"
)

// contentOf returns a content folder with files, given as name and text in turn.
func contentOf(files ...string) fstest.MapFS {
	content := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		content[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}

	return content
}

// loadProblems loads a site and returns its problems as text.
func loadProblems(t *testing.T, source Source, options Options) (*Site, []string) {
	t.Helper()
	s, problems, err := Load(t.Context(), source, options)
	if err != nil {
		t.Fatal(err)
	}

	return s, describeProblems(problems)
}

func describeProblems(problems []problem.Problem) []string {
	var lines []string
	for _, p := range problems {
		lines = append(lines, p.String()+" hint: "+p.Hint)
	}

	return lines
}

// describePages returns for each page its links, anchors and related articles.
func describePages(s *Site) map[string][]string {
	all := map[string][]string{}
	for path, a := range s.pages {
		list := []string{a.Title, a.Updated.String()}
		list = append(list, describeLinks(a)...)
		if !a.Index {
			for _, other := range s.editionOf(path).Related(a) {
				list = append(list, "related "+other.Path)
			}
		}

		all[path] = list
	}

	return all
}

func describeLinks(a *library.Article) []string {
	var list []string
	for _, section := range new(library.Reader).Links(a) {
		list = append(list, section.ID)
		list = append(list, section.Aliases...)
		for _, l := range slices.Concat(section.HeadingLinks, section.BodyLinks) {
			list = append(list, l.Target)
		}
	}

	return list
}

func TestBuildSkipsWarnings(t *testing.T) {
	content := contentOf(
		"a.md", "# A\n\nSee above.\n",
		"b.md", "---\ntitle: A\nreviewed: 2001-01-01\n---\nText.\n",
	)

	options := Options{Now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
	for lint, want := range map[bool]int{
		false: 0,
		true:  5, // two orphans, the same title, an old review, text that points
	} {
		options.Lint = lint
		if _, problems := loadProblems(t, Source{Content: content}, options); len(problems) != want {
			t.Errorf("lint %v: got %q, want %d problems", lint, problems, want)
		}
	}
}

func TestLoadStopsWhenCancelledWhileParsing(t *testing.T) {
	content := fstest.MapFS{}
	for i := range 500 {
		content[fmt.Sprintf("a%d.md", i)] = &fstest.MapFile{Data: []byte("# A\n")}
	}

	ctx, cancel := context.WithCancel(t.Context())
	parsed := 0
	options := Options{Jobs: 1, Progress: func(done, _ int) {
		parsed = done
		cancel()
	}}

	_, _, err := Load(ctx, Source{Content: content}, options)

	if !errors.Is(err, context.Canceled) || parsed != 1 {
		t.Errorf("error %v after %d articles, want %v after one", err, parsed, context.Canceled)
	}
}

// cancellingFS cancels a context when a picture is read, which happens after articles are parsed.
type cancellingFS struct {
	fstest.MapFS
	cancel context.CancelFunc
}

func (c cancellingFS) ReadFile(name string) ([]byte, error) {
	if name == "p.svg" {
		c.cancel()
	}
	return c.MapFS.ReadFile(name)
}

var _ fs.ReadFileFS = cancellingFS{}

func TestLoadStopsWhenCancelledWhileResolving(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	content := cancellingFS{contentOf(
		"a.md", "# A\n\n![A picture](p.svg)\n",
		"p.svg", "<svg/>",
	), cancel}

	_, _, err := Load(ctx, Source{Content: content}, Options{})

	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}
