package library

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/article"
	"signpost/internal/markdown"
	"signpost/internal/sanitise"
	"signpost/internal/testkit/limited"
	"signpost/internal/usercache"
)

func TestCachedArticlesAreAsParsed(t *testing.T) {
	opts := withSnippet("- x [y](z.md)\n")
	opts.Lint = true
	sources := []string{
		everything,
		"",
		"\xff",
		"---\nx: [\n---\n",
		"---\ntitle: T\ncodes: {}\ntags: []\npublish: 0001-01-01\n---\n# T\n",
	}
	dir := t.TempDir() + "/articles"
	for round := range 3 {
		l := open(t, dir+"/cache", "a")
		for i, src := range sources {
			file := fmt.Sprintf("cards/%d.md", i)
			want, wantProblems := parse(file, src, opts)
			a, problems := l.Parse(file, []byte(src), opts)
			if diff := cmp.Diff(want, readAll(t, a), equal); diff != "" {
				t.Errorf("round %d, article %d: %s", round, i, diff)
			}

			if diff := cmp.Diff(wantProblems, problems); diff != "" {
				t.Errorf("round %d, problems of article %d: %s", round, i, diff)
			}
		}

		if parsed := len(l.written); round > 0 && parsed > 0 {
			t.Errorf("round %d: %d articles are parsed again", round, parsed)
		}

		closeLibrary(t, l)
	}

	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Errorf("the folder contains %v (error %v), want one file", files, err)
	}
}

// input is everything that an article depends on.
type input struct {
	file, src, program string
	opts               article.Options
}

func TestChangedArticlesAreParsedAgain(t *testing.T) {
	changes := map[string]func(*input){
		"nothing":     func(*input) {},
		"the file":    func(in *input) { in.file = "b.md" },
		"the text":    func(in *input) { in.src += "x" },
		"the program": func(in *input) { in.program = "b" },
		"a snippet":   func(in *input) { in.opts = withSnippet("other\n") },
		"raw HTML":    func(in *input) { in.opts.RawHTML = sanitise.Unsafe },
		"lint":        func(in *input) { in.opts.Lint = true },
		"the age":     func(in *input) { in.opts.ReadingAge = 9 },
		"a variable":  func(in *input) { in.opts.Variables = map[string]string{"a": "b"} },
		"language":    func(in *input) { in.opts.Language = "cy" },
		"labels": func(in *input) {
			in.opts.Labels = map[string]markdown.Labels{"en": {"note": "N"}}
		},
	}
	for change, apply := range changes {
		t.Run(change, func(t *testing.T) {
			in := input{
				file:    "a.md",
				src:     "# T\n\n{{< include \"a.md\" >}}\n",
				program: "a",
				opts:    withSnippet("text\n"),
			}
			name := t.TempDir() + "/cache"
			l := open(t, name, in.program)
			l.Parse(in.file, []byte(in.src), in.opts)
			closeLibrary(t, l)

			apply(&in)
			l = open(t, name, in.program)
			l.Parse(in.file, []byte(in.src), in.opts)
			if parsed := len(l.written) > 0; parsed != (change != "nothing") {
				t.Errorf("parsed again: %t", parsed)
			}

			closeLibrary(t, l)

			l = open(t, name, in.program)
			if n := len(l.cache.records); n != 1 {
				t.Errorf("the cache contains %d records, want 1", n)
			}

			closeLibrary(t, l)
		})
	}
}

// Two builds at the same time each have their own articles, and one of them leaves its cache.
func TestLibrariesWithTheSameCacheAreIndependent(t *testing.T) {
	name := t.TempDir() + "/cache"
	const same = "# T\n\nSame.\n"
	libraries := []*Library{open(t, name, "a"), open(t, name, "a")}
	for i, l := range libraries {
		l.Parse("a.md", fmt.Appendf(nil, "# T\n\nBuild %d.\n", i), article.Options{})
		a, _ := l.Parse("b.md", []byte(same), article.Options{})
		if got := readAll(t, a).Sections[0].Text; got != "Same." {
			t.Errorf("build %d reads %q", i, got)
		}
	}

	closeLibrary(t, libraries[1])
	closeLibrary(t, libraries[0])

	l := open(t, name, "a")
	defer closeLibrary(t, l)
	a, _ := l.Parse("b.md", []byte(same), article.Options{})
	if got := readAll(t, a).Sections[0].Text; got != "Same." || len(l.written) > 0 {
		t.Errorf("the third build reads %q and parses %d articles again", got, len(l.written))
	}
}

func TestReadingFromAClosedLibraryFails(t *testing.T) {
	l := open(t, t.TempDir()+"/cache", "a")
	a, _ := l.Parse("a.md", []byte(withCode), article.Options{})
	closeLibrary(t, l)
	if sections, err := new(Reader).HTML(a); err == nil {
		t.Errorf("got %v", sections)
	}
}

func TestCloseDoesNotSaveWhenCancelled(t *testing.T) {
	name := t.TempDir() + "/cache"
	l := open(t, name, "a")
	l.Parse("a.md", []byte(withCode), article.Options{})
	closeLibrary(t, l)
	before, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	l = open(t, name, "a")
	l.Parse("a.md", []byte(withCode), article.Options{})
	l.Parse("b.md", []byte(withoutCode), article.Options{})
	if err := l.Close(ctx); err != nil {
		t.Fatal(err)
	}

	after, err := os.ReadFile(name)
	if err != nil || string(before) != string(after) {
		t.Errorf("the cache was replaced (error %v)", err)
	}
}

func TestUnusedFilesAreRemoved(t *testing.T) {
	dir := t.TempDir()
	old := time.Now().Add(-2 * usercache.MaxAge)
	for _, name := range []string{"gone", "gone.new-1", "young"} {
		if err := os.WriteFile(dir+"/"+name, []byte("x"), 0o666); err != nil {
			t.Fatal(err)
		}
	}

	for _, name := range []string{"gone", "gone.new-1"} {
		if err := os.Chtimes(dir+"/"+name, old, old); err != nil {
			t.Fatal(err)
		}
	}

	l := open(t, dir+"/cache", "a")
	l.Parse("a.md", []byte(withCode), article.Options{})
	closeLibrary(t, l)

	var left []string
	files, err := os.ReadDir(dir)
	for _, f := range files {
		left = append(left, f.Name())
	}

	if diff := cmp.Diff([]string{"cache", "young"}, left); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

// Whatever is damaged in the cache, articles are as they would be without it.
func FuzzDamagedCache(f *testing.F) {
	opts := withSnippet("- x\n")
	name := f.TempDir() + "/cache"
	want, _ := parse("a.md", everything, opts)
	l := open(f, name, "a")
	l.Parse("a.md", []byte(everything), opts)
	l.Parse("b.md", []byte(withCode), opts)
	closeLibrary(f, l)
	sound, err := os.ReadFile(name)
	if err != nil {
		f.Fatal(err)
	}

	f.Add(0, 1, []byte("x"))
	f.Add(100, 0, []byte{})
	f.Add(len(sound)-10, 4, []byte("abcdefg"))
	f.Add(0, len(sound), []byte("short"))
	f.Add(len(sound)-footerSize, 8, []byte("\x00\x00\x00\x00\x00\x00\x00\x80"))
	f.Add(len(sound)-footerSize-entrySize, entrySize, []byte(strings.Repeat("\xff", entrySize)))
	f.Fuzz(func(t *testing.T, at, cut int, put []byte) {
		limited.Input(t)
		at = min(max(at, 0), len(sound))
		end := min(max(at+cut, at), len(sound))
		damaged := append(append(sound[:at:at], put...), sound[end:]...)
		name := t.TempDir() + "/cache"
		if err := os.WriteFile(name, damaged, 0o666); err != nil {
			t.Fatal(err)
		}

		l := open(t, name, "a")
		defer closeLibrary(t, l)
		a, _ := l.Parse("a.md", []byte(everything), opts)
		if diff := cmp.Diff(want, readAll(t, a), equal); diff != "" {
			t.Error(diff)
		}
	})
}
