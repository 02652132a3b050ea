package revision

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/testkit/need"
)

// repository creates a repository with one commit that contains what import, the input of git fast-import, says.
func repository(t *testing.T, files string) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		need.Missing(t, err)
	}

	dir := t.TempDir()
	runGit(t, dir, nil, "init", "-q")
	var b bytes.Buffer
	b.WriteString("commit refs/heads/main\ncommitter A <a@help.example> 1700000000 +0000\ndata 1\nx\n")
	b.WriteString(files)
	runGit(t, dir, &b, "fast-import", "--quiet")

	return dir
}

func runGit(t *testing.T, dir string, input *bytes.Buffer, args ...string) {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-C", dir}, args...)...)
	if input != nil {
		cmd.Stdin = input
	}

	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

// entry returns a file for git fast-import.
func entry(mode, name, content string) string {
	return fmt.Sprintf("M %s inline %s\ndata %d\n%s\n", mode, name, len(content), content)
}

// extract returns the files that are extracted: a text for each, with "->" before the target of a link.
func extract(t *testing.T, r *Revision, paths ...string) map[string]string {
	t.Helper()
	dir := t.TempDir()
	if _, err := r.Extract(t.Context(), dir, paths); err != nil {
		t.Fatal(err)
	}

	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		full := filepath.Join(dir, name)
		switch {
		case err != nil || d.IsDir():
			return err
		case d.Type()&fs.ModeSymlink != 0:
			target, err := os.Readlink(full)
			files[name] = "-> " + target
			return err
		}

		data, err := os.ReadFile(full)
		files[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}

	return files
}

func TestExtract(t *testing.T) {
	dir := repository(t, entry("100644", "site/a.md", "A\n")+
		entry("100755", "site/b/c.md", "C\r\n")+
		entry("100644", "site/empty.md", "")+
		entry("100644", `"site/\303\244 [x].md"`, "odd")+
		entry("100644", ".gitattributes", "*.md export-ignore filter=evil text eol=crlf\n")+
		entry("100644", "other.md", "O")+
		entry("120000", "site/inside", "b/c.md")+
		entry("120000", "site/up", "../other.md")+
		entry("120000", "site/out", "../../etc/passwd")+
		entry("120000", "site/back", "b/../../../x")+
		entry("120000", "site/absolute", "/etc/passwd")+
		entry("120000", "site/long", strings.Repeat("x", maxTarget+1))+
		"M 160000 0123456789012345678901234567890123456789 site/module\n")
	runGit(t, dir, nil, "config", "filter.evil.smudge", "touch "+filepath.Join(dir, "evil"))

	r, err := Find(t.Context(), dir, "main")
	if err != nil {
		t.Fatal(err)
	}

	want := map[string]string{
		"site/a.md": "A\n", "site/b/c.md": "C\r\n", "site/empty.md": "",
		"site/ä [x].md": "odd", "site/inside": "-> b/c.md", "site/up": "-> ../other.md",
	}
	got := extract(t, r, "site", "missing", "other*")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}

	if _, err := os.Stat(filepath.Join(dir, "evil")); err == nil {
		t.Error("a filter was run")
	}
}

// TestRead reads a part of each file below a folder.
func TestRead(t *testing.T) {
	dir := repository(t, entry("100644", "a/é b.md", "long text")+entry("100644", "a/c.md", "")+
		entry("120000", "a/link.md", "c.md")+entry("100644", "other.md", "other"))
	rev, err := Find(t.Context(), dir, "main")
	if err != nil {
		t.Fatal(err)
	}

	files, err := rev.List(t.Context(), "a/", "absent")
	if err != nil {
		t.Fatal(err)
	}

	var got []string
	err = rev.Read(t.Context(), files, func(f File, size int64, content io.Reader) error {
		start, err := io.ReadAll(io.LimitReader(content, 4))
		got = append(got, fmt.Sprintf("%s %v %d %s", f.Path, f.IsLink, size, start))
		return err
	})

	want := []string{"a/c.md false 0 ", "a/link.md true 4 c.md", "a/é b.md false 9 long"}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := rev.Read(ctx, files, func(File, int64, io.Reader) error { return nil }); err == nil {
		t.Error("git was not stopped")
	}
}

func TestFind(t *testing.T) {
	dir := repository(t, entry("100644", "site/a.md", "A"))
	if err := os.Mkdir(filepath.Join(dir, "site"), 0o777); err != nil {
		t.Fatal(err)
	}

	r, err := Find(t.Context(), filepath.Join(dir, "site"), "main")
	if err != nil || r.Prefix != "site/" || len(r.Commit) < 40 {
		t.Errorf("got %+v, %v", r, err)
	}

	for _, name := range []string{"", "nothing", "main~1", "--all", "-h", "main:site", "main..main", "../x"} {
		if _, err := Find(t.Context(), dir, name); !errors.Is(err, ErrUnknown) {
			t.Errorf("%q: got %v", name, err)
		}
	}

	if _, err := Find(t.Context(), t.TempDir(), "main"); !errors.Is(err, ErrNoRepository) {
		t.Errorf("got %v", err)
	}

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Find(ctx, dir, "main"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}

	if _, err := r.Extract(ctx, t.TempDir(), []string{"site"}); err == nil {
		t.Error("extracted after the context was cancelled")
	}
}

func TestIsInside(t *testing.T) {
	for _, test := range []struct {
		name, target string
		want         bool
	}{
		{"a", "b", true},
		{"a/b", "../c", true},
		{"a/b/c", "../../d/e", true},
		{"a", "../b", false},
		{"a/b", "../../c", false},
		{"a/b", "c/../../../d", false},
		{"a/b", "c/..", false},
		{"a", "/etc", false},
		{"a", `C:\x`, false},
		{"a", `..\x`, false},
		{"a", "", false},
	} {
		if got := isInside(test.name, test.target); got != test.want {
			t.Errorf("%s -> %s: got %v", test.name, test.target, got)
		}
	}
}
