package article

import (
	"os"
	"runtime"
	"slices"
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
var uncoded = strings.ReplaceAll(strings.Replace(sound, "codes:\n  ID-201: {also: [no ODS code], check: ods-code}\n", "", 1), "code=ID-201", "aliases=before")

func TestSectionsAnswerToTheirIDs(t *testing.T) {
	store := opened(t, t.TempDir()+"/kept", "a")
	defer store.Close()
	for _, src := range []string{sound, uncoded} {
		parsed, _ := Parse("a.md", []byte(src), Options{})
		stored, _ := store.Parse("a.md", []byte(src), Options{})
		for _, a := range []*Article{parsed, stored} {
			a.AddAlias(2, "first")
			copied := a.Clone()
			copied.AddAlias(2, "second")
			for id, want := range map[string]int{"": 0, "ods": 1, "check-that-it-worked": 2, "first": 2, "second": -1, "od": -1} {
				if got := a.SectionOf(id); got != want {
					t.Errorf("%q is the id of section %d, want %d", id, got, want)
				}
			}
			if got := copied.SectionOf("second"); got != 2 {
				t.Errorf("the copy has no alias of its own: %d", got)
			}
			if got, want := a.SectionOf("before"), slices.IndexFunc(new(Reader).Outline(a), func(s Section) bool { return s.Aliases != nil && s.Aliases[0] == "before" }); got != want {
				t.Errorf("the alias in the text is on section %d, want %d", got, want)
			}
		}
	}
}
