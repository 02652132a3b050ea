package regular

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"signpost/internal/limit"
)

// newFolder returns a folder with a file, next to one with a secret.
func newFolder(t *testing.T) (*Folder, string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"in/a/file": "text", "out/secret": "secret"} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}

		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}

	folder, err := OpenFolder(filepath.Join(dir, "in"))
	if err != nil {
		t.Fatal(err)
	}

	t.Cleanup(func() { _ = folder.Close() })

	return folder, filepath.Join(dir, "in")
}

// link makes a symbolic link.
func link(t *testing.T, target, name string) {
	t.Helper()
	if err := os.Symlink(target, name); err != nil {
		t.Skip("this system allows no symbolic links")
	}
}

func TestFolder(t *testing.T) {
	folder, dir := newFolder(t)
	if data, err := folder.ReadFile("a/file"); err != nil || string(data) != "text" {
		t.Errorf("%q, %v", data, err)
	}

	if data, err := ReadFile(filepath.Join(dir, "a", "file")); err != nil || string(data) != "text" {
		t.Errorf("%q, %v", data, err)
	}

	names, err := fs.Glob(folder, "*/*")
	if err != nil || len(names) != 1 {
		t.Error(names, err)
	}

	_, err = folder.ReadFile("a/none")
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), filepath.Join(dir, "a", "none")) {
		t.Error(err)
	}

	if _, err := folder.OpenFile("a"); !errors.Is(err, ErrIrregular) {
		t.Error(err)
	}

	if _, err := ReadFile("none-such"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

// TestNothingOutside tries names and links that lead out of a folder.
func TestNothingOutside(t *testing.T) {
	folder, dir := newFolder(t)
	link(t, "../out/secret", filepath.Join(dir, "secret"))
	link(t, filepath.Join(dir, "..", "out", "secret"), filepath.Join(dir, "absolute"))
	link(t, "../out", filepath.Join(dir, "out"))
	link(t, "secret", filepath.Join(dir, "twice"))
	link(t, "a/file", filepath.Join(dir, "inside"))

	if data, err := folder.ReadFile("inside"); err != nil || string(data) != "text" {
		t.Errorf("inside: %q, %v", data, err)
	}

	names := []string{"secret", "absolute", "twice", "out/secret", "../out/secret", "a/../../out/secret", "/etc/passwd",
		`..\out\secret`, "a//file", "a/", "", "NUL\x00", filepath.Join(dir, "..", "out", "secret")}
	for _, name := range names {
		if data, err := folder.ReadFile(name); err == nil {
			t.Errorf("%q: %q", name, data)
		}

		if _, err := folder.Stat(name); err == nil && name != "a/" {
			t.Errorf("%q has been described", name)
		}
	}

	for _, name := range []string{"secret", "absolute", "twice", "out/secret"} {
		_, err := folder.ReadFile(name)
		if !errors.Is(err, ErrOutside) {
			t.Errorf("%q: %v", name, err)
		}

		if data, err := ReadFile(filepath.Join(dir, name)); err == nil && name != "out/secret" {
			t.Errorf("%q: %q", name, data)
		}
	}

	if entries, err := folder.ReadDir("out"); err == nil {
		t.Errorf("listed %v", entries)
	}
}

// TestFolderThatIsReplaced replaces a folder by a link that leads out, after it was opened.
func TestFolderThatIsReplaced(t *testing.T) {
	folder, dir := newFolder(t)
	if err := os.Rename(dir, dir+"-before"); err != nil {
		t.Skip("this system keeps open folders in place")
	}

	link(t, "out", dir)
	if entries, err := folder.ReadDir("."); err == nil {
		t.Errorf("listed %v", entries)
	}

	if data, err := folder.ReadFile("a/file"); err != nil || string(data) != "text" {
		t.Errorf("%q, %v", data, err) // the folder is the one that was opened
	}
}

func TestLargeFilesAreNotRead(t *testing.T) {
	folder, dir := newFolder(t)
	name := filepath.Join(dir, "large")
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		t.Fatal(err)
	}

	if err := os.Truncate(name, limit.File+1); err != nil {
		t.Skip("this system cannot make a file of holes")
	}

	if _, err := folder.ReadFile("large"); !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}
