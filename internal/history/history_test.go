package history

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signpost/internal/usercache"
)

// repository makes commits, each of files with a date, the oldest first.
func repository(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	run(t, dir, "2026-01-01", "init", "--quiet")
	for _, c := range []struct{ date, file string }{
		{"2026-01-02", "content/a.md"}, {"2026-02-03", "content/sub folder/é.md"}, {"2026-03-04", "content/a.md"}, {"2026-04-05", "elsewhere.md"},
	} {
		name := filepath.Join(dir, c.file)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(c.date), 0o666); err != nil {
			t.Fatal(err)
		}
		run(t, dir, c.date, "add", ".")
		run(t, dir, c.date, "commit", "--quiet", "-m", "change")
	}
	return dir
}

func run(t *testing.T, dir, date string, args ...string) {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=A", "-c", "user.email=a@b.example"}, args...)...)
	cmd.Env = append(os.Environ(), "GIT_COMMITTER_DATE="+date+"T12:00:00Z", "GIT_AUTHOR_DATE="+date+"T12:00:00Z")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

func TestDates(t *testing.T) {
	dir := repository(t)
	dates := Dates(t.Context(), filepath.Join(dir, "content"))
	want := map[string]string{"a.md": "2026-03-04", "sub folder/é.md": "2026-02-03"}
	if len(dates) != len(want) {
		t.Errorf("got %v", dates)
	}
	for file, day := range want {
		if got := dates[file].Format("2006-01-02"); got != day {
			t.Errorf("%s: got %s, want %s", file, got, day)
		}
	}
	if Commit(t.Context(), dir) == "" {
		t.Error("the repository has no commit")
	}
}

func TestReaderAsksAgainAfterACommit(t *testing.T) {
	dir := repository(t)
	r := new(Reader)
	content := filepath.Join(dir, "content")
	first := r.Dates(t.Context(), content)
	if again := r.Dates(t.Context(), content); len(again) != 2 || again["a.md"] != first["a.md"] {
		t.Errorf("got %v", again)
	}
	if err := os.WriteFile(filepath.Join(content, "a.md"), []byte("new"), 0o666); err != nil {
		t.Fatal(err)
	}
	run(t, dir, "2026-06-07", "commit", "--quiet", "-a", "-m", "change")
	if got := r.Dates(t.Context(), content)["a.md"].Format("2006-01-02"); got != "2026-06-07" {
		t.Errorf("after a commit: %s", got)
	}
}

// What is kept is good until the next commit, and what is damaged is asked for again.
func TestDatesAreKeptForTheNextRun(t *testing.T) {
	dir := repository(t)
	content, file := filepath.Join(dir, "content"), filepath.Join(t.TempDir(), "dates", "kept")
	ask := func() string {
		r := Reader{File: file, Now: time.Now()}
		return r.Dates(t.Context(), content)["a.md"].Format("2006-01-02")
	}
	first := ask()
	data, ok := usercache.Read(file, time.Now())
	if !ok || !strings.Contains(string(data), first) {
		t.Fatalf("kept: %q", data)
	}
	usercache.Write(file, []byte(strings.ReplaceAll(string(data), first, "1999-12-31")))
	if got := ask(); got != "1999-12-31" {
		t.Errorf("what is kept was not used: %s", got)
	}
	if err := os.WriteFile(file, []byte("damaged"), 0o666); err != nil {
		t.Fatal(err)
	}
	if got := ask(); got != first {
		t.Errorf("after damage: %s, want %s", got, first)
	}
	run(t, dir, "2026-06-07", "rm", "--quiet", "content/a.md")
	run(t, dir, "2026-06-07", "commit", "--quiet", "-m", "change")
	if got := ask(); got != "2026-06-07" {
		t.Errorf("after a commit: %s", got)
	}
}

func TestNoDatesWhereTheyWouldBeWrong(t *testing.T) {
	dir := repository(t)
	shallow := filepath.Join(t.TempDir(), "shallow")
	run(t, dir, "2026-05-06", "clone", "--quiet", "--depth", "1", "file://"+dir, shallow)
	if dates := Dates(t.Context(), filepath.Join(shallow, "content")); len(dates) > 0 {
		t.Errorf("of a shallow clone: %v", dates)
	}
	if dates := Dates(t.Context(), t.TempDir()); len(dates) > 0 {
		t.Errorf("outside of a repository: %v", dates)
	}
}
