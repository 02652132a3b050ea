package generate

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

// putFiles writes files into a folder, given as name and text in turn.
func putFiles(t *testing.T, dir string, files ...string) {
	t.Helper()

	for i := 0; i < len(files); i += 2 {
		name := filepath.Join(dir, filepath.FromSlash(files[i]))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}

		if err := os.WriteFile(name, []byte(files[i+1]), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// newProject writes settings and content into a new folder.
func newProject(t *testing.T) (dir string, o Options) {
	t.Helper()
	dir = t.TempDir()
	putFiles(t, dir,
		"config.yaml", "title: Help\n",
		"content/a.md", "# A\n\nText.\n",
		"content/unread.txt", "?")

	return dir, Options{ConfigFile: filepath.Join(dir, "config.yaml")}
}

// A change during a build is not part of the site, so the fingerprint of the next build must differ.
func TestFingerprintExcludesChangesDuringTheBuild(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, dir string){
		"nothing":  func(*testing.T, string) {},
		"article":  func(t *testing.T, dir string) { putFiles(t, dir, "content/a.md", "# Other\n") },
		"new file": func(t *testing.T, dir string) { putFiles(t, dir, "content/b.md", "# B\n") },
		"settings": func(t *testing.T, dir string) { putFiles(t, dir, "config.yaml", "title: Other\n") },
		"removed file": func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, "content", "unread.txt")); err != nil {
				t.Fatal(err)
			}
		},
	} {
		dir, o := newProject(t)
		o.Fingerprint = TakeFingerprint(t.Context(), o)
		if _, err := Load(t.Context(), o); err != nil {
			t.Fatal(err)
		}

		change(t, dir)
		recorded := o.Fingerprint.Sum(t.Context())
		next := TakeFingerprint(t.Context(), o).Sum(t.Context())

		isSame := recorded == next && next != ""
		if wantSame := name == "nothing"; isSame != wantSame {
			t.Errorf("%s changed: recorded %q, next %q", name, recorded, next)
		}
	}
}

func TestFingerprintDependsOnTheEnvironment(t *testing.T) {
	_, o := newProject(t)
	sum := func(environ ...string) string {
		o.Environ = environ
		return TakeFingerprint(t.Context(), o).Sum(t.Context())
	}

	none := sum()
	if sum("HOME=/home/a") != none {
		t.Error("an unrelated variable changes the fingerprint")
	}

	if sum("SIGNPOST_TITLE=Other") == none {
		t.Error("a setting in the environment does not change the fingerprint")
	}
}

func TestFingerprintOfACancelledBuildIsEmpty(t *testing.T) {
	_, o := newProject(t)
	ctx, cancel := context.WithCancel(t.Context())
	f := TakeFingerprint(ctx, o)
	cancel()

	if sum := f.Sum(ctx); sum != "" {
		t.Errorf("got %q, want none", sum)
	}
}
