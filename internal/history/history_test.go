package history

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signpost/internal/usercache"
)

// newRepository makes a repository with four commits. The file content/a.md was changed in the first and the third.
func newRepository(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	git := func(date string, args ...string) {
		runGit(t, dir, date, args...)
	}

	git("2026-01-01", "init", "--quiet")

	for _, commit := range []struct{ date, file string }{
		{"2026-01-02", "content/a.md"},
		{"2026-02-03", "content/sub folder/é.md"},
		{"2026-03-04", "content/a.md"},
		{"2026-04-05", "elsewhere.md"},
	} {
		writeFile(t, filepath.Join(dir, commit.file), commit.date)
		git(commit.date, "add", ".")
		git(commit.date, "commit", "--quiet", "-m", "change")
	}

	return dir
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()

	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}

	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func runGit(t *testing.T, dir, date string, args ...string) {
	t.Helper()
	options := []string{
		"-C", dir,
		"-c", "user.name=A",
		"-c", "user.email=a@b.example",
	}

	cmd := exec.Command("git", append(options, args...)...)
	cmd.Env = append(os.Environ(),
		"GIT_COMMITTER_DATE="+date+"T12:00:00Z",
		"GIT_AUTHOR_DATE="+date+"T12:00:00Z")

	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

func format(date time.Time) string {
	return date.Format(time.DateOnly)
}

func TestDates(t *testing.T) {
	dir := newRepository(t)
	dates := Dates(t.Context(), filepath.Join(dir, "content"))

	want := map[string]string{
		"a.md":            "2026-03-04",
		"sub folder/é.md": "2026-02-03",
	}

	if len(dates) != len(want) {
		t.Errorf("got %v, want %v", dates, want)
	}

	for file, day := range want {
		if got := format(dates[file]); got != day {
			t.Errorf("%s: got %s, want %s", file, got, day)
		}
	}
}

func TestCommit(t *testing.T) {
	if Commit(t.Context(), newRepository(t)) == "" {
		t.Error("no commit in a repository")
	}

	if commit := Commit(t.Context(), t.TempDir()); commit != "" {
		t.Errorf("commit %s without a repository", commit)
	}
}

func TestReaderAsksAgainAfterACommit(t *testing.T) {
	dir := newRepository(t)
	content := filepath.Join(dir, "content")
	r := new(Reader)
	first := r.Dates(t.Context(), content)
	again := r.Dates(t.Context(), content)

	if len(again) != 2 || again["a.md"] != first["a.md"] {
		t.Errorf("second call: got %v, want %v", again, first)
	}

	writeFile(t, filepath.Join(content, "a.md"), "new")
	runGit(t, dir, "2026-06-07", "commit", "--quiet", "-a", "-m", "change")

	changed := r.Dates(t.Context(), content)

	if got := format(changed["a.md"]); got != "2026-06-07" {
		t.Errorf("after a commit: got %s, want 2026-06-07", got)
	}
}

func TestReaderForgetsCancelledCalls(t *testing.T) {
	content := filepath.Join(newRepository(t), "content")
	r := Reader{File: filepath.Join(t.TempDir(), "dates")}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()

	if dates := r.Dates(cancelled, content); len(dates) > 0 {
		t.Errorf("cancelled: got %v", dates)
	}

	if dates := r.Dates(t.Context(), content); len(dates) != 2 {
		t.Errorf("after a cancelled call: got %v, want two dates", dates)
	}
}

func TestDatesAreKeptBetweenRuns(t *testing.T) {
	dir := newRepository(t)
	content := filepath.Join(dir, "content")
	file := filepath.Join(t.TempDir(), "dates", "kept")
	dateInNewRun := func() string {
		r := Reader{File: file}
		dates := r.Dates(t.Context(), content)

		return format(dates["a.md"])
	}

	first := dateInNewRun()
	data, ok := usercache.Read(file, time.Now())
	if !ok || !strings.Contains(string(data), first) {
		t.Fatalf("file contains %q, want %s", data, first)
	}

	changed := strings.ReplaceAll(string(data), first, "1999-12-31")
	usercache.Write(file, []byte(changed))

	if got := dateInNewRun(); got != "1999-12-31" {
		t.Errorf("got %s, want the date in the file", got)
	}

	writeFile(t, file, "damaged")

	if got := dateInNewRun(); got != first {
		t.Errorf("damaged file: got %s, want %s", got, first)
	}

	runGit(t, dir, "2026-06-07", "rm", "--quiet", "content/a.md")
	runGit(t, dir, "2026-06-07", "commit", "--quiet", "-m", "change")

	if got := dateInNewRun(); got != "2026-06-07" {
		t.Errorf("after a commit: got %s, want 2026-06-07", got)
	}
}

func TestNoDates(t *testing.T) {
	dir := newRepository(t)
	shallow := filepath.Join(t.TempDir(), "shallow")
	runGit(t, dir, "2026-05-06", "clone", "--quiet", "--depth", "1", "file://"+dir, shallow)

	for name, folder := range map[string]string{
		"shallow clone": filepath.Join(shallow, "content"),
		"no repository": t.TempDir(),
	} {
		if dates := Dates(t.Context(), folder); len(dates) > 0 {
			t.Errorf("%s: got %v", name, dates)
		}
	}
}

func TestParseLog(t *testing.T) {
	const log = "\x012026-03-04\x00\na.md\x00\x012026-02-03\n\nb c.md\x00a.md\x00\x01\x00\nundated.md\x00"
	dates := parseLog(log)

	if len(dates) != 2 {
		t.Errorf("got %v, want two dates", dates)
	}

	if got := format(dates["a.md"]); got != "2026-03-04" {
		t.Errorf("a.md: got %s, want the newest commit", got)
	}

	if got := format(dates["b c.md"]); got != "2026-02-03" {
		t.Errorf("b c.md: got %s, want 2026-02-03", got)
	}
}
