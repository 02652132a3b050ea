package generate

import (
	"os"
	"path/filepath"
	"testing"
)

// TestCopiesStayInTheFolder replaces files by links that lead out of the content folder, after the site was loaded.
func TestCopiesStayInTheFolder(t *testing.T) {
	dir := t.TempDir()
	settings := filepath.Join(dir, "config.yaml")
	content := filepath.Join(dir, "content")
	if err := os.Mkdir(content, 0o755); err != nil {
		t.Fatal(err)
	}

	for file, text := range map[string]string{
		settings:                           "title: T\n",
		filepath.Join(dir, "secret"):       "secret",
		filepath.Join(content, "a.md"):     "# A\n\n[Form](form.pdf)\n",
		filepath.Join(content, "form.pdf"): "form",
	} {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}

	r, err := Load(t.Context(), Options{ConfigFile: settings})
	if err != nil || r.Failed() {
		t.Fatal(err, r.Problems)
	}

	for _, name := range []string{"a.md", "form.pdf"} {
		if err := os.Remove(filepath.Join(content, name)); err != nil {
			t.Fatal(err)
		}

		if err := os.Symlink("../secret", filepath.Join(content, name)); err != nil {
			t.Skip("this system allows no symbolic links")
		}
	}

	for _, f := range siteFiles(t, r) {
		switch {
		case f.Path == "a.md":
			if data, err := f.Data(); err == nil {
				t.Errorf("a.md is %q", data)
			}
		case f.Path == "form.pdf":
			if file, err := f.Open(); err == nil {
				file.Close()
				t.Error("form.pdf is opened")
			}
		}
	}
}
