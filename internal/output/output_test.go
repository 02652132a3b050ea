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

func files(pairs ...string) Site {
	var list []File
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, Static(pairs[i], []byte(pairs[i+1])))
	}
	return Site{Files: list}
}

// contents reads back every file but signpost's own state.
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

func check(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	if diff := cmp.Diff(want, contents(t, dir)); diff != "" {
		t.Error(diff)
	}
	for _, p := range []string{journalFile, stagingDir} {
		if _, err := os.Stat(filepath.Join(dir, p)); err == nil {
			t.Errorf("%s is left behind", p)
		}
	}
}

func TestOnlyWhatChangedIsWritten(t *testing.T) {
	dir := t.TempDir()
	if s := write(t, dir, files("a/index.html", "1", "b.css", "2")); s != (Summary{Written: 2}) {
		t.Errorf("first: %+v", s)
	}
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(filepath.Join(dir, "b.css"), old, old); err != nil {
		t.Fatal(err)
	}
	if s := write(t, dir, files("a/index.html", "changed", "b.css", "2")); s != (Summary{Written: 1, Unchanged: 1}) {
		t.Errorf("second: %+v", s)
	}
	if info, _ := os.Stat(filepath.Join(dir, "b.css")); !info.ModTime().Before(old.Add(time.Second)) {
		t.Error("an unchanged file has a new time stamp")
	}
	check(t, dir, map[string]string{"a/index.html": "changed", "b.css": "2"})
}

func TestWhatIsOwnedByNoPageIsRemovedAndWhatIsNotOursStays(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, files("a/deep/index.html", "1", "b/index.html", "2"))
	if err := os.WriteFile(filepath.Join(dir, "b", "mine.txt"), []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	if s := write(t, dir, files("c.html", "3")); s != (Summary{Written: 1, Removed: 2}) {
		t.Errorf("%+v", s)
	}
	check(t, dir, map[string]string{"b/mine.txt": "mine", "c.html": "3"})
	if _, err := os.Stat(filepath.Join(dir, "a")); err == nil {
		t.Error("an empty folder is left")
	}
}

func TestAFolderCanBecomeAFileAndBack(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, files("x/index.html", "1"))
	write(t, dir, files("x", "2"))
	check(t, dir, map[string]string{"x": "2"})
	write(t, dir, files("x/index.html", "3"))
	check(t, dir, map[string]string{"x/index.html": "3"})
}

func TestForeignFilesAreNotOverwritten(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "index.html"), []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	_, err := Write(t.Context(), dir, files("a.html", "1", "index.html", "2"))
	if foreign := new(ForeignError); !errors.As(err, &foreign) || foreign.Path != "index.html" {
		t.Errorf("got %v", err)
	}
	check(t, dir, map[string]string{"index.html": "mine"})
}

// A file of somebody else where a folder is to be is found before anything is done: the next build can begin.
func TestForeignFilesDoNotBecomeFolders(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, files("a.html", "1"))
	if err := os.WriteFile(filepath.Join(dir, "x"), []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	_, err := Write(t.Context(), dir, files("a.html", "2", "x/index.html", "2"))
	if foreign := new(ForeignError); !errors.As(err, &foreign) || foreign.Path != "x" {
		t.Errorf("got %v", err)
	}
	check(t, dir, map[string]string{"a.html": "1", "x": "mine"})
}

func TestNewFoldersAreMovedWhole(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, files("old/index.html", "1", "old/gone/index.html", "1"))
	next := files("new/a/index.html", "2", "new/b.md", "2", "old-too.md", "2", "old/fresh/index.html", "2", "old/index.html", "2")
	j, _, err := open(t, dir).stage(t.Context(), next)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"new", "old-too.md", "old/fresh", "old/index.html"}, j.Moves); diff != "" {
		t.Error(diff)
	}
	write(t, dir, next)
	check(t, dir, map[string]string{"new/a/index.html": "2", "new/b.md": "2", "old-too.md": "2", "old/fresh/index.html": "2", "old/index.html": "2"})
}

// A folder whose files are all replaced by others is left empty in between, and removed.
func TestAFolderCanHoldOtherFiles(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, files("x/a.html", "1"))
	write(t, dir, files("x/b.html", "2"))
	check(t, dir, map[string]string{"x/b.html": "2"})
}

func TestPathsDoNotLeadOut(t *testing.T) {
	dir := t.TempDir()
	outside := filepath.Join(dir, "outside")
	site := filepath.Join(dir, "site")
	if err := errors.Join(os.Mkdir(outside, 0o777), os.Mkdir(site, 0o777), os.Symlink(outside, filepath.Join(site, "link"))); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{"../x", "/x", "a/../../x", "link/x", ".signpost/written.json"} {
		if _, err := Write(t.Context(), site, files(p, "1")); err == nil {
			t.Errorf("%s was written", p)
		}
	}
	if got := contents(t, outside); len(got) > 0 {
		t.Errorf("written outside: %v", got)
	}
}

func always(fingerprint string) func() string { return func() string { return fingerprint } }

func printed(fingerprint string, site Site) Site {
	site.Fingerprint = fingerprint
	return site
}

func TestCurrentNoticesEveryChange(t *testing.T) {
	dir := t.TempDir()
	if _, err := Write(t.Context(), dir, printed("first", files("a.html", "1", "b.html", "2"))); err != nil {
		t.Fatal(err)
	}
	if n, ok := Current(t.Context(), dir, always("first")); !ok || n != 2 {
		t.Errorf("an untouched site: %d files, current %v", n, ok)
	}
	if _, ok := Current(t.Context(), dir, always("second")); ok {
		t.Error("made from something else, and said to be current")
	}
	if err := os.Mkdir(filepath.Join(dir, stagingDir), 0o777); err != nil {
		t.Fatal(err)
	}
	if _, ok := Current(t.Context(), dir, always("first")); ok {
		t.Error("what a build that was killed had begun would stay for good")
	}
	if err := os.Remove(filepath.Join(dir, stagingDir)); err != nil {
		t.Fatal(err)
	}
	if _, ok := Current(t.Context(), filepath.Join(dir, "absent"), always("first")); ok {
		t.Error("a folder that does not exist is said to be current")
	}
	if err := os.WriteFile(filepath.Join(dir, "a.html"), []byte("touched"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, ok := Current(t.Context(), dir, always("first")); ok {
		t.Error("a touched site is said to be current")
	}
	if _, err := Write(t.Context(), dir, printed("first", files("a.html", "1", "b.html", "2"))); err != nil {
		t.Fatal(err)
	}
	if _, ok := Current(t.Context(), dir, always("first")); !ok {
		t.Error("the mended site is not current")
	}
	if err := os.Remove(filepath.Join(dir, "b.html")); err != nil {
		t.Fatal(err)
	}
	if _, ok := Current(t.Context(), dir, always("first")); ok {
		t.Error("a site with a missing file is said to be current")
	}
}

// handing hands over files that are made already.
func handing(list []File) Later {
	return func(_ context.Context, put func(File) error) error {
		var wrong error
		for _, f := range list {
			wrong = errors.Join(wrong, put(f))
		}
		return wrong
	}
}

func TestFilesThatComeLater(t *testing.T) {
	dir := t.TempDir()
	later := func(pairs ...string) Site {
		return Site{Files: files("z.html", "1").Files, Later: handing(files(pairs...).Files)}
	}
	if s := write(t, dir, later("a/b.html", "2", "a/c.html", "2")); s != (Summary{Written: 3}) {
		t.Errorf("first: %+v", s)
	}
	if s := write(t, dir, later("a/b.html", "2")); s != (Summary{Unchanged: 2, Removed: 1}) {
		t.Errorf("second: %+v", s)
	}
	_, err := Write(t.Context(), dir, Site{Files: files("z.html", "3").Files, Later: func(context.Context, func(File) error) error { return errors.New("cannot be made") }})
	if err == nil || err.Error() != "cannot be made" {
		t.Errorf("got %v", err)
	}
	check(t, dir, map[string]string{"z.html": "1", "a/b.html": "2"})
}

// A build that is killed before its journal stands leaves the last site; the next one begins anew.
func TestKilledWhileStaging(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, files("a.html", "old", "b.html", "old"))
	f := open(t, dir)
	if _, _, err := f.stage(t.Context(), files("a.html", "new")); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"a.html": "old", "b.html": "old"}, contents(t, dir)); diff != "" {
		t.Error(diff)
	}
	write(t, dir, files("a.html", "newest", "b.html", "old"))
	check(t, dir, map[string]string{"a.html": "newest", "b.html": "old"})
}

// One that is killed afterwards, at any step of the journal, is finished by the next.
func TestKilledWhileSwapping(t *testing.T) {
	for steps := range 4 {
		dir := t.TempDir()
		write(t, dir, files("a.html", "old", "b.html", "old", "gone/index.html", "old"))
		f := open(t, dir)
		j, _, err := f.stage(t.Context(), files("a.html", "new", "b.html", "new"))
		if err != nil {
			t.Fatal(err)
		}
		if err := f.writeJSON(journalFile, j); err != nil {
			t.Fatal(err)
		}
		for i, step := range []func() error{
			func() error { return f.Remove("gone/index.html") },
			func() error { return f.Rename(staged("a.html"), "a.html") },
			func() error { return f.Rename(staged("b.html"), "b.html") },
		} {
			if i < steps {
				if err := step(); err != nil {
					t.Fatal(err)
				}
			}
		}
		write(t, dir, files("a.html", "new", "b.html", "new"))
		check(t, dir, map[string]string{"a.html": "new", "b.html": "new"})
	}
}

func open(t *testing.T, dir string) folder {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return folder{root, dir}
}

func TestCancelledWriteLeavesThePreviousSite(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, files("a.html", "1", "b.html", "1"))
	ctx, cancel := context.WithCancel(t.Context())
	next := files("a.html", "2", "b.html", "2", "c.html", "2")
	next.Progress = func(int, int) { cancel() }

	if _, err := Write(ctx, dir, next); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}

	if diff := cmp.Diff(map[string]string{"a.html": "1", "b.html": "1"}, contents(t, dir)); diff != "" {
		t.Error(diff)
	}
	write(t, dir, files("a.html", "3"))
	check(t, dir, map[string]string{"a.html": "3"})
}
