package output

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Versioned files are removed by the second build that changes something after they left the site.
func TestVersionedFilesAreKept(t *testing.T) {
	dir := t.TempDir()
	for _, step := range []struct {
		site Site
		want string // versions of the stylesheet that exist
	}{
		{themedSite(1), "1"},
		{themedSite(2), "12"},
		{themedSite(2), "12"}, // nothing has changed
		{themedSite(3), "23"},
		{themedSite(2), "23"}, // a file that was kept belongs to the site again
		{themedSite(2), "23"},
		{themedSite(4), "24"},
		{siteOf("index.html", "no style"), "4"},
		{siteOf("index.html", "another"), ""},
	} {
		write(t, dir, step.site)
		got := ""
		files := contents(t, dir)
		for _, version := range "1234" {
			if _, ok := files["assets/site-"+string(version)+".css"]; ok {
				got += string(version)
			}
		}

		if got != step.want {
			t.Errorf("versions %q, want %q", got, step.want)
		}
	}

	check(t, dir, map[string]string{"index.html": "another"})
}

// A staged file that has disappeared is not taken for one that was moved: the site is built again.
func TestStagedFileIsMissing(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, siteOf("a.html", "old", "b/index.html", "old"))
	interruptMoves(t, dir, siteOf("a.html", "new", "b/index.html", "new", "c/d.html", "new"), 0)
	if err := os.RemoveAll(filepath.Join(dir, staged(pagesPart, "c"))); err != nil {
		t.Fatal(err)
	}

	reports := writeReported(t, dir, siteOf("a.html", "newest", "c/d.html", "newest"))

	if len(reports) != 1 || !strings.Contains(reports[0], "c/d.html is missing from .signpost/staging") {
		t.Errorf("reported %q", reports)
	}

	check(t, dir, map[string]string{"a.html": "newest", "c/d.html": "newest"})
}

// writeReported writes a site and returns what is reported.
func writeReported(t *testing.T, dir string, site Site) []string {
	t.Helper()
	var reports []string
	site.Report = func(text string) { reports = append(reports, text) }
	write(t, dir, site)

	return reports
}

// A journal that cannot be applied is set aside, and the next build writes the site.
func TestBrokenJournal(t *testing.T) {
	for name, data := range map[string]string{
		"damaged":         `{"steps": [`,
		"of earlier form": `{"moves": ["a.html", "c.html"], "remove": ["x"], "files": [{"path": "a.html"}]}`,
		"impossible":      `{"steps": [{"part": "pages", "path": "x/a.html"}], "files": [{"path": "x/a.html"}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, siteOf("a.html", "old", "x", "old"))
			writeFile(t, dir, journalFile, data)

			reports := writeReported(t, dir, siteOf("a.html", "new"))

			check(t, dir, map[string]string{"a.html": "new"})
			if name != "of earlier form" && len(reports) != 1 {
				t.Errorf("reported %q", reports)
			}

			if got, err := os.ReadFile(filepath.Join(dir, brokenFile)); len(reports) == 1 && string(got) != data {
				t.Errorf("set aside: %q, %v", got, err)
			}
		})
	}
}

// Files that a broken journal put into the site belong to signpost.
func TestBrokenJournalOwnsItsFiles(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, siteOf("a.html", "old"))
	interruptMoves(t, dir, siteOf("a.html", "new", "b.html", "new", "c.html", "new"), 2)
	remove(t, filepath.Join(dir, staged(pagesPart, "c.html")))

	writeReported(t, dir, siteOf("a.html", "newest", "b.html", "newest"))

	check(t, dir, map[string]string{"a.html": "newest", "b.html": "newest"})
}

// What open pages load is kept when the journal of their next version is broken, and that version is built again.
func TestBrokenJournalKeepsVersionedFiles(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, themedSite(2))
	before := contents(t, dir)
	writeFaulty(t, dir, fault{cause: errKilled, ops: []operation{opRename}, isLasting: true}, 3)
	remove(t, filepath.Join(dir, staged(pagesPart, "index.html")))

	if reports := writeReported(t, dir, themedSite(3)); len(reports) != 1 {
		t.Errorf("reported %q", reports)
	}

	checkSite(t, dir, 3, "built again")
	checkKept(t, dir, before, "built again")
}

// A rename that fails because another program has the file open is repeated, with longer and longer pauses.
func TestRenameIsRepeated(t *testing.T) {
	for _, test := range []struct {
		failures int
		cause    error
		want     error
		attempts int
	}{
		{failures: 3, cause: syscall.EACCES, attempts: 4},
		{failures: 100, cause: syscall.EACCES, want: syscall.EACCES, attempts: maxAttempts},
		{failures: 100, cause: syscall.ENOTDIR, want: syscall.ENOTDIR, attempts: 1},
	} {
		attempts := 0
		var paused time.Duration
		dir := t.TempDir()
		writeFile(t, dir, "from", "text")
		f := open(t, dir)
		f.before = func(operation, string) error {
			if attempts++; attempts > test.failures {
				return nil
			}

			return test.cause
		}

		f.wait = func(_ context.Context, d time.Duration) error {
			paused += d
			return nil
		}

		err := f.renameAgain(t.Context(), "from", "to")
		if !errors.Is(err, test.want) || attempts != test.attempts || paused > 3*time.Second {
			t.Errorf("%v: %v after %d attempts and %v", test.cause, err, attempts, paused)
		}
	}
}

// Removals are the last steps, except of a file in whose place there will be a folder.
func TestOrderOfSteps(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, siteOf("a", "old", "b.html", "old"))
	site := siteOf("a/index.html", "new", "c.html", "new")
	site.Files = append(site.Files, Static("index.idx", nil).As(Index), Static("z.png", nil).As(Loaded))

	j, _, err := open(t, dir).stage(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}

	want := &journal{
		InTheWay: []string{"a"},
		Moves:    []move{{loadedPart, "z.png"}, {pagesPart, "a"}, {pagesPart, "c.html"}, {indexPart, "index.idx"}},
		Remove:   []string{"b.html"},
		record:   j.record,
	}
	if diff := cmp.Diff(want, j, cmp.AllowUnexported(journal{}, record{})); diff != "" {
		t.Error(diff)
	}
}

// The staged files and the journal are on the disk before the first file of the site is replaced.
func TestSyncComesFirst(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, siteOf("a.html", "old"))
	var steps []string
	h := hooks{before: func(op operation, name string) error {
		if op == opSync || op == opRename {
			steps = append(steps, string(op)+" "+name)
		}

		return nil
	}}

	if _, err := writeHooked(t.Context(), dir, siteOf("a.html", "new"), h); err != nil {
		t.Fatal(err)
	}

	want := []string{
		"sync .signpost/staging",
		"sync .signpost/journal.json.new",
		"rename .signpost/journal.json",
		"rename a.html",
		"rename .signpost/written.json",
	}
	if diff := cmp.Diff(want, steps); diff != "" {
		t.Error(diff)
	}
}

// An empty folder does not keep a file from its place.
func TestEmptyFolderInPlaceOfFile(t *testing.T) {
	dir := t.TempDir()
	mkdir(t, filepath.Join(dir, "a.html"))
	mkdir(t, filepath.Join(dir, "a.html", "empty"))
	write(t, dir, siteOf("a.html", "new"))
	check(t, dir, map[string]string{"a.html": "new"})
}

// stageFile puts a file into the staging folder, as an interrupted build leaves it.
func stageFile(t *testing.T, dir, name string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(staged(pagesPart, name)))
	err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o777), os.WriteFile(file, []byte("staged"), 0o666))
	if err != nil {
		t.Fatal(err)
	}
}

// A record or journal from a stranger names files that are not below the folder: none of them is touched.
func TestHostileState(t *testing.T) {
	for _, test := range []struct{ name, file, state string }{
		{"parent", writtenFile, `{"fingerprint": "x", "files": [{"path": "../victim.txt"}]}`},
		{"absolute", writtenFile, `{"fingerprint": "x", "files": [{"path": "/x"}]}`},
		{"kept", writtenFile, `{"fingerprint": "x", "files": [], "kept": ["a/../../victim.txt"]}`},
		{"own state", writtenFile, `{"fingerprint": "x", "files": [{"path": ".signpost/written.json"}]}`},
		{"move through a link", journalFile,
			`{"steps": [{"part": "pages", "path": "out/victim.txt"}], "files": []}`},
		{"link", writtenFile, `{"fingerprint": "x", "files": [{"path": "out/victim.txt"}]}`},
		{"removal of a journal", journalFile, `{"remove": ["../victim.txt"], "files": []}`},
		{"move of a journal", journalFile, `{"steps": [{"part": "..", "path": "victim.txt"}], "files": []}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			parent := t.TempDir()
			dir := filepath.Join(parent, "public")
			write(t, dir, siteOf("a.html", "1"))
			writeFile(t, parent, "victim.txt", "mine")
			if err := os.Symlink("..", filepath.Join(dir, "out")); err != nil {
				t.Skip(err)
			}

			writeFile(t, dir, test.file, test.state)
			stageFile(t, dir, "out/victim.txt")
			_, _ = Write(t.Context(), dir, siteOf("b.html", "2"))
			if data, err := os.ReadFile(filepath.Join(parent, "victim.txt")); string(data) != "mine" {
				t.Errorf("the file outside is %q, %v", data, err)
			}
		})
	}
}

// A path that would be both a file and a folder is refused before anything changes, and so are invalid paths.
func TestFileAndFolderOfOneName(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, siteOf("codes.json", "old", "search/index.idx", "old"))
	for _, test := range []struct{ name, want string }{
		{"codes.json/index.html", "codes.json would be both a file and the folder of codes.json/index.html"},
		{"search/index.idx/a/b.html", "search/index.idx would be both a file and the folder"},
		{"a.html/index.html", "a.html would be both a file and the folder"},
		{"codes.json", "two files of the site have the path codes.json"},
		{"a.html", "two files of the site have the path a.html"},
		{"/x", `"/x" is not a valid path`},
		{"//", `"//" is not a valid path`},
		{"a/../../x", `"a/../../x" is not a valid path`},
		{".signpost", `".signpost" is not a valid path`},
		{"", `"" is not a valid path`},
	} {
		site := siteOf(test.name, "page", "a.html", "new")
		site.Producer = produce([]File{
			Static("codes.json", []byte("new")).As(Index),
			Static("search/index.idx", []byte("new")).As(Index),
		})

		_, err := Write(t.Context(), dir, site)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", test.name, err)
		}

		check(t, dir, map[string]string{"codes.json": "old", "search/index.idx": "old"})
	}
}

// A link to another folder of the site is not written through, and nothing is removed through it.
func TestLinkInPlaceOfFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, siteOf("a/index.html", "a", "b/index.html", "b", "c.html", "c"))
	remove(t, filepath.Join(dir, "b", "index.html"))
	remove(t, filepath.Join(dir, "b"))
	if err := os.Symlink("a", filepath.Join(dir, "b")); err != nil {
		t.Skip(err)
	}

	_, err := Write(t.Context(), dir, siteOf("a/index.html", "a", "b/deep/index.html", "b"))
	if err == nil || !strings.Contains(err.Error(), "b is a link in place of a folder") {
		t.Errorf("got %v", err)
	}

	write(t, dir, siteOf("a/index.html", "a"))
	if data, err := os.ReadFile(filepath.Join(dir, "a", "index.html")); string(data) != "a" {
		t.Errorf("the page is %q, %v", data, err)
	}
}

// A full disk is reported once, with the number of files.
func TestErrorsOfOneCause(t *testing.T) {
	full := func(name string) File {
		return Generated(name, func() ([]byte, error) {
			return nil, &os.PathError{Op: "write", Path: name, Err: syscall.ENOSPC}
		})
	}
	site := Site{
		Files:    []File{full("a.html"), full("b.html"), full("c.html"), Static("d.html", nil)},
		Producer: produce([]File{full("e.idx")}),
	}

	_, err := Write(t.Context(), t.TempDir(), site)
	const want = "write a.html: no space left on device (the same for 3 more)"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}
