package article

import (
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParkedArticlesComeBackWhole(t *testing.T) {
	store, err := NewStore()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(store.file.Name()); err == nil && runtime.GOOS != "windows" {
		t.Error("a build that is killed leaves its file behind")
	}
	for _, src := range []string{sound, uncoded, sound} { // one after another in the same store
		a, _ := store.Parse("smartcards/resolve.md", []byte(src), Options{})
		want, _ := Parse("smartcards/resolve.md", []byte(src), Options{})
		if (src == uncoded) != (a.Sections == nil) {
			t.Errorf("%d sections are in memory", len(a.Sections))
		}
		for _, s := range a.Sections {
			if s.Text != "" || !s.Body.Empty() || !s.Heading.Empty() {
				t.Errorf("%q is still in memory", s.Title)
			}
		}
		if line := a.LineOf("updated"); line != 3 {
			t.Errorf("the date stands on line %d", line)
		}
		if diff := cmp.Diff(want, readBack(t, a), alike); diff != "" {
			t.Error(diff)
		}
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(store.file.Name()); err == nil {
		t.Error("the file is left behind")
	}
}

// uncoded is an article that declares no code, so that a store has its sections as bytes.
var uncoded = strings.ReplaceAll(strings.Replace(sound, "codes:\n  ID-201: {also: [no ODS code], check: ods-code}\n", "", 1), "code=ID-201", "")

// manyIDs has headings with and without aliases in turns.
const manyIDs = `# T

## One {#one aliases="uno un"}

## Two

## Three {#three aliases="tre"}

## Four

## Five
`

func TestSectionsAnswerToTheirIDs(t *testing.T) {
	store := opened(t, t.TempDir()+"/kept", "a")
	defer store.Close()
	for _, src := range []string{sound, uncoded, manyIDs, manyIDs + "\n## Six {#six code=ID-201}\n"} {
		parsed, _ := Parse("a.md", []byte(src), Options{})
		stored, _ := store.Parse("a.md", []byte(src), Options{})
		if coded := parsed.DeclaredCodes() != nil; coded == stored.shelved() {
			t.Errorf("declares codes: %v, has its sections as bytes: %v", coded, stored.shelved())
		}
		for _, a := range []*Article{parsed, stored} {
			answers(t, a)
			a.AddAlias(1, "first")
			a.AddAlias(2, "second")
			a.AddAlias(1, "third")
			clone := a.Clone()
			clone.AddAlias(2, "fourth")
			answers(t, a)
			answers(t, clone)
			for id, want := range map[string]int{"": 0, "first": 1, "second": 2, "third": 1, "fourth": -1, "fir": -1} {
				if got := a.SectionOf(id); got != want {
					t.Errorf("%q is the id of section %d, want %d", id, got, want)
				}
			}
			if got := clone.SectionOf("fourth"); got != 2 {
				t.Errorf("the clone's own alias is on section %d", got)
			}
		}
	}
}

// answers holds what an article says of each id against its outline.
func answers(t *testing.T, a *Article) {
	t.Helper()
	for i, s := range new(Reader).Outline(a) {
		for _, id := range append([]string{s.ID}, s.Aliases...) {
			if got := a.SectionOf(id); got != i {
				t.Errorf("%q is the id of section %d, want %d", id, got, i)
			}
		}
	}
}
