package output

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// siteOf returns a site of files, given as pairs of path and content.
func siteOf(pairs ...string) Site {
	var list []File
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, Static(pairs[i], []byte(pairs[i+1])))
	}

	return Site{Files: list}
}

// contents returns all files in dir except the state of signpost.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	got := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case p == stateDir:
			return fs.SkipDir
		case d.IsDir():
			return nil
		}

		data, err := os.ReadFile(filepath.Join(dir, p))
		got[p] = string(data)

		return err
	})
	if err != nil {
		t.Fatal(err)
	}

	return got
}

func write(t *testing.T, dir string, site Site) Summary {
	t.Helper()
	s, err := Write(t.Context(), dir, site)
	if err != nil {
		t.Fatal(err)
	}

	return s
}

func writeFile(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// check compares the files in dir, and checks that the build is complete.
func check(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	if diff := cmp.Diff(want, contents(t, dir)); diff != "" {
		t.Error(diff)
	}

	for _, p := range []string{journalFile, stagingDir} {
		if _, err := os.Stat(filepath.Join(dir, p)); err == nil {
			t.Errorf("%s still exists", p)
		}
	}
}

func TestWriteKeepsUnchangedFiles(t *testing.T) {
	dir := t.TempDir()
	if s := write(t, dir, siteOf("a/index.html", "1", "b.css", "2")); s != (Summary{Written: 2}) {
		t.Errorf("first build: %+v", s)
	}

	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(filepath.Join(dir, "b.css"), old, old); err != nil {
		t.Fatal(err)
	}

	s := write(t, dir, siteOf("a/index.html", "changed", "b.css", "2"))

	if s != (Summary{Written: 1, Unchanged: 1}) {
		t.Errorf("second build: %+v", s)
	}

	info, err := os.Stat(filepath.Join(dir, "b.css"))
	if err != nil || !info.ModTime().Before(old.Add(time.Second)) {
		t.Errorf("the unchanged file has a new time stamp (%v)", err)
	}

	check(t, dir, map[string]string{"a/index.html": "changed", "b.css": "2"})
}

func TestWriteRemovesOnlyOwnFiles(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, siteOf("a/deep/index.html", "1", "b/index.html", "2"))
	writeFile(t, dir, "b/mine.txt", "mine")

	if s := write(t, dir, siteOf("c.html", "3")); s != (Summary{Written: 1, Removed: 2}) {
		t.Errorf("%+v", s)
	}

	check(t, dir, map[string]string{"b/mine.txt": "mine", "c.html": "3"})
	if _, err := os.Stat(filepath.Join(dir, "a")); err == nil {
		t.Error("the empty folder still exists")
	}
}

func TestFolderBecomesFileAndBack(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, siteOf("x/index.html", "1"))
	write(t, dir, siteOf("x", "2"))
	check(t, dir, map[string]string{"x": "2"})
	write(t, dir, siteOf("x/index.html", "3"))
	check(t, dir, map[string]string{"x/index.html": "3"})
}

// A folder that appears while the site is staged is filled, here one that another program makes. On file systems that
// ignore case it is a folder of the site whose name differs in case.
func TestFolderThatAppears(t *testing.T) {
	dir := t.TempDir()
	site := siteOf("x/index.html", "1", "x/y/index.html", "2")
	site.Files = append(site.Files, Generated("z", func() ([]byte, error) {
		err := os.MkdirAll(filepath.Join(dir, "x", "y"), 0o777)
		writeFile(t, dir, "x/y/other.txt", "mine")

		return []byte("3"), err
	}))

	write(t, dir, site)
	check(t, dir, map[string]string{"x/index.html": "1", "x/y/index.html": "2", "x/y/other.txt": "mine", "z": "3"})
	write(t, dir, siteOf("z", "4"))
	check(t, dir, map[string]string{"x/y/other.txt": "mine", "z": "4"})
}

func TestForeignFilesAreNotOverwritten(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, dir, "index.html", "mine")

	_, err := Write(t.Context(), dir, siteOf("a.html", "1", "index.html", "2"))

	if foreign := new(ForeignError); !errors.As(err, &foreign) || foreign.Path != "index.html" {
		t.Errorf("got %v", err)
	}

	check(t, dir, map[string]string{"index.html": "mine"})
}

// The foreign file must be found before the journal exists; otherwise no later build could complete it.
func TestForeignFileInPlaceOfFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, siteOf("a.html", "1"))
	writeFile(t, dir, "x", "mine")

	_, err := Write(t.Context(), dir, siteOf("a.html", "2", "x/index.html", "2"))

	if foreign := new(ForeignError); !errors.As(err, &foreign) || foreign.Path != "x" {
		t.Errorf("got %v", err)
	}

	check(t, dir, map[string]string{"a.html": "1", "x": "mine"})
}

func TestNewFoldersAreMovedAsAWhole(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, siteOf("old/index.html", "1", "old/gone/index.html", "1"))
	want := map[string]string{
		"new/a/index.html":     "2",
		"new/b.md":             "2",
		"old-too.md":           "2",
		"old/fresh/index.html": "2",
		"old/index.html":       "2",
	}

	var pairs []string
	for path, text := range want {
		pairs = append(pairs, path, text)
	}

	next := siteOf(pairs...)

	j, _, err := open(t, dir).stage(t.Context(), next)
	if err != nil {
		t.Fatal(err)
	}

	moves := []string{"new", "old-too.md", "old/fresh", "old/index.html"}
	var got []string
	for _, m := range j.Moves {
		got = append(got, m.Path)
	}

	if diff := cmp.Diff(moves, got); diff != "" {
		t.Error(diff)
	}

	write(t, dir, next)
	check(t, dir, want)
}

// The folder is empty after its old file is removed, and must be created again.
func TestAllFilesOfFolderAreReplaced(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, siteOf("x/a.html", "1"))
	write(t, dir, siteOf("x/b.html", "2"))
	check(t, dir, map[string]string{"x/b.html": "2"})
}

func TestWriteRejectsPathsOutsideOfFolder(t *testing.T) {
	parent := t.TempDir()
	outside := filepath.Join(parent, "outside")
	dir := filepath.Join(parent, "site")
	err := errors.Join(
		os.Mkdir(outside, 0o777),
		os.Mkdir(dir, 0o777),
		os.Symlink(outside, filepath.Join(dir, "link")),
	)
	if err != nil {
		t.Fatal(err)
	}

	for _, p := range []string{"../x", "/x", "a/../../x", "link/x", ".signpost/written.json"} {
		if _, err := Write(t.Context(), dir, siteOf(p, "1")); err == nil {
			t.Errorf("%s was written", p)
		}
	}

	if got := contents(t, outside); len(got) > 0 {
		t.Errorf("files outside: %v", got)
	}
}

// current calls Current with a known fingerprint.
func current(t *testing.T, dir, fingerprint string) bool {
	t.Helper()
	files, note, ok := Current(t.Context(), dir, func() string { return fingerprint })
	if ok && (files != 2 || note != "to do\n") {
		t.Errorf("%d files with the note %q, want 2 with the note of the build", files, note)
	}

	return ok
}

func TestCurrent(t *testing.T) {
	site := siteOf("a.html", "1", "b.html", "2")
	site.Fingerprint = "first"
	site.Note = "to do\n"
	for _, test := range []struct {
		name   string
		change func(t *testing.T, dir string)
		want   bool
	}{
		{
			name:   "unmodified",
			change: func(*testing.T, string) {},
			want:   true,
		},
		{
			name: "staging folder",
			change: func(t *testing.T, dir string) {
				mkdir(t, filepath.Join(dir, stagingDir))
			},
		},
		{
			name: "modified file",
			change: func(t *testing.T, dir string) {
				writeFile(t, dir, "a.html", "modified")
			},
		},
		{
			name: "missing file",
			change: func(t *testing.T, dir string) {
				remove(t, filepath.Join(dir, "b.html"))
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, site)
			test.change(t, dir)
			if got := current(t, dir, "first"); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}

			if current(t, dir, "second") {
				t.Error("current with another fingerprint")
			}

			write(t, dir, site)
			if !current(t, dir, "first") {
				t.Error("not current after another build")
			}
		})
	}

	if current(t, filepath.Join(t.TempDir(), "absent"), "first") {
		t.Error("a folder that does not exist is current")
	}
}

func mkdir(t *testing.T, dir string) {
	t.Helper()
	if err := os.Mkdir(dir, 0o777); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, file string) {
	t.Helper()
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
}

// produce returns a producer of known files.
func produce(list []File) Producer {
	return func(_ context.Context, put func(File) error) error {
		var err error
		for _, f := range list {
			err = errors.Join(err, put(f))
		}

		return err
	}
}

func TestWriteProducedFiles(t *testing.T) {
	dir := t.TempDir()
	site := siteOf("z.html", "1")
	site.Producer = produce(siteOf("a/b.html", "2", "a/c.html", "2").Files)
	if s := write(t, dir, site); s != (Summary{Written: 3}) {
		t.Errorf("first build: %+v", s)
	}

	site.Producer = produce(siteOf("a/b.html", "2").Files)
	if s := write(t, dir, site); s != (Summary{Unchanged: 2, Removed: 1}) {
		t.Errorf("second build: %+v", s)
	}

	check(t, dir, map[string]string{"z.html": "1", "a/b.html": "2"})
}

func TestWriteReturnsErrorOfProducer(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, siteOf("z.html", "1"))
	want := errors.New("no index")
	site := siteOf("z.html", "2")
	site.Producer = func(context.Context, func(File) error) error {
		return want
	}

	if _, err := Write(t.Context(), dir, site); !errors.Is(err, want) {
		t.Errorf("got %v, want %v", err, want)
	}

	check(t, dir, map[string]string{"z.html": "1"})
}

func open(t *testing.T, dir string) folder {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}

	t.Cleanup(func() { root.Close() })

	return newFolder(root, dir, hooks{})
}

func TestWriteAfterInterruptedStaging(t *testing.T) {
	dir := t.TempDir()
	old := map[string]string{"a.html": "old", "b.html": "old"}
	write(t, dir, siteOf("a.html", "old", "b.html", "old"))

	if _, _, err := open(t, dir).stage(t.Context(), siteOf("a.html", "new")); err != nil {
		t.Fatal(err)
	}

	if diff := cmp.Diff(old, contents(t, dir)); diff != "" {
		t.Error(diff)
	}

	write(t, dir, siteOf("a.html", "newest", "b.html", "old"))
	check(t, dir, map[string]string{"a.html": "newest", "b.html": "old"})
}

func TestWriteAfterInterruptedMoves(t *testing.T) {
	for steps := range 4 {
		dir := t.TempDir()
		write(t, dir, siteOf("a.html", "old", "b.html", "old", "gone/index.html", "old"))
		interruptMoves(t, dir, siteOf("a.html", "new", "b.html", "new"), steps)

		if err := open(t, dir).recover(t.Context(), nil); err != nil {
			t.Fatal(err)
		}

		check(t, dir, map[string]string{"a.html": "new", "b.html": "new"})
	}
}

// interruptMoves performs only the first steps of the journal that replaces a.html and b.html.
func interruptMoves(t *testing.T, dir string, site Site, steps int) {
	t.Helper()
	f := open(t, dir)
	j, _, err := f.stage(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}

	if err := f.writeJSON(journalFile, j); err != nil {
		t.Fatal(err)
	}

	all := []func() error{
		func() error { return f.rename(staged(pagesPart, "a.html"), "a.html") },
		func() error { return f.rename(staged(pagesPart, "b.html"), "b.html") },
		func() error { return f.remove("gone/index.html") },
	}

	for _, step := range all[:steps] {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCancelledWriteLeavesThePreviousSite(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, siteOf("a.html", "1", "b.html", "1"))
	ctx, cancel := context.WithCancel(t.Context())
	next := siteOf("a.html", "2", "b.html", "2", "c.html", "2")
	next.Progress = func(int, int) { cancel() }

	if _, err := Write(ctx, dir, next); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}

	if diff := cmp.Diff(map[string]string{"a.html": "1", "b.html": "1"}, contents(t, dir)); diff != "" {
		t.Error(diff)
	}

	write(t, dir, siteOf("a.html", "3"))
	check(t, dir, map[string]string{"a.html": "3"})
}

func TestCancelledMovesAreCompleted(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, siteOf("a.html", "old", "b.html", "old", "gone/index.html", "old"))
	interruptMoves(t, dir, siteOf("a.html", "new", "b.html", "new"), 1)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()

	if err := open(t, dir).recover(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}

	if err := open(t, dir).recover(t.Context(), nil); err != nil {
		t.Fatal(err)
	}

	check(t, dir, map[string]string{"a.html": "new", "b.html": "new"})
}

func TestCancelledArchiveLeavesThePreviousOne(t *testing.T) {
	name := filepath.Join(t.TempDir(), "site.zip")
	if err := Archive(t.Context(), name, siteOf("a.html", "1").Files); err != nil {
		t.Fatal(err)
	}

	before, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}

	ctx, cancel := context.WithCancel(t.Context())
	cancel()

	err = Archive(ctx, name, siteOf("a.html", "2").Files)

	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}

	got := contents(t, filepath.Dir(name))
	if diff := cmp.Diff(map[string]string{"site.zip": string(before)}, got); diff != "" {
		t.Error(diff)
	}
}
