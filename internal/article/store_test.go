package article

import (
	"os"
	"runtime"
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
	same := func(target string) string { return target }
	for range 3 { // one after another in the same store
		a, _ := store.Parse("smartcards/resolve.md", []byte(sound), Options{})
		want, _ := Parse("smartcards/resolve.md", []byte(sound), Options{})
		for _, s := range a.Sections {
			if s.Text != "" || !s.Body.Empty() || !s.Heading.Empty() {
				t.Errorf("%q is still in memory", s.Title)
			}
		}
		a.Sections[1].Aliases = []string{"set since"}
		whole := readBack(t, a)
		for i, s := range whole.Sections {
			if diff := cmp.Diff(want.Sections[i].Text, s.Text); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(string(want.Sections[i].Heading.Append(nil, same)), string(s.Heading.Append(nil, same))); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(string(want.Sections[i].Body.Append(nil, same)), string(s.Body.Append(nil, same))); diff != "" {
				t.Error(diff)
			}
		}
		if whole.Sections[1].Aliases == nil {
			t.Error("what was set since is lost")
		}
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(store.file.Name()); err == nil {
		t.Error("the file is left behind")
	}
}
