package output

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func archive(t *testing.T, name string, site Site) []byte {
	t.Helper()
	if err := Archive(t.Context(), name, site.Files); err != nil {
		t.Fatal(err)
	}

	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}

	return data
}

// unzip returns the files of an archive.
func unzip(t *testing.T, data []byte) map[string]string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}

	files := map[string]string{}
	for _, f := range r.File {
		content, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}

		text, err := io.ReadAll(content)
		if err != nil {
			t.Fatal(err)
		}

		files[f.Name] = string(text)
	}

	return files
}

func TestArchive(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	name := filepath.Join(dir, "site.zip")
	archive(t, name, siteOf("old.html", "0"))
	data := archive(t, name, siteOf("a/b.html", "1", "c.css", "2"))

	want := map[string]string{"a/b.html": "1", "c.css": "2"}
	if diff := cmp.Diff(want, unzip(t, data)); diff != "" {
		t.Error(diff)
	}

	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("files next to the archive: %v, %v", entries, err)
	}
}

func TestArchiveIsReproducible(t *testing.T) {
	dir := t.TempDir()
	site := siteOf("a/b.html", "1", "c.css", "2")
	first := archive(t, filepath.Join(dir, "first.zip"), site)
	second := archive(t, filepath.Join(dir, "second.zip"), site)
	if !bytes.Equal(first, second) {
		t.Error("the archives differ")
	}
}

func TestForeignArchivesAreNotOverwritten(t *testing.T) {
	var foreign bytes.Buffer
	if err := zip.NewWriter(&foreign).Close(); err != nil {
		t.Fatal(err)
	}

	for name, data := range map[string]string{
		"archive.zip": foreign.String(),
		"text.zip":    "text",
	} {
		dir := t.TempDir()
		writeFile(t, dir, name, data)

		err := Archive(t.Context(), filepath.Join(dir, name), siteOf("a.html", "1").Files)

		if e := new(ForeignError); !errors.As(err, &e) || e.Path != name {
			t.Errorf("%s: got %v", name, err)
		}

		if diff := cmp.Diff(map[string]string{name: data}, contents(t, dir)); diff != "" {
			t.Error(diff)
		}
	}
}

func TestArchiveRejectsInvalidPaths(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{"../x", "/x", "a/../x"} {
		if err := Archive(t.Context(), filepath.Join(dir, "site.zip"), siteOf(path, "1").Files); err == nil {
			t.Errorf("%s was written", path)
		}
	}

	if got := contents(t, dir); len(got) > 0 {
		t.Errorf("files left: %v", got)
	}
}
