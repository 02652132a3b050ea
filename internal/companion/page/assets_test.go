package page

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"signpost/internal/bundle"
	"signpost/internal/testkit/need"
	"signpost/themes"
)

// sources contains the files of the page, and those of the help centre's theme.
type sources struct{ page, theme fs.FS }

// Open opens a file of the page, or of the theme if the page has no file with that name.
func (s sources) Open(name string) (fs.File, error) {
	if f, err := s.page.Open(name); err == nil {
		return f, nil
	}

	return s.theme.Open(name)
}

// If SIGNPOST_UPDATE=1 is set, the test writes the embedded files.
func TestAssetsAreCurrent(t *testing.T) {
	files := sources{os.DirFS("source"), themes.Default()}
	for name, build := range map[string]func() ([]byte, error){
		"page.css": func() ([]byte, error) { return bundle.Entry(files, "page.css") },
		"page.js":  func() ([]byte, error) { return bundle.Entry(files, "page.ts") },
		"icon.svg": func() ([]byte, error) { return fs.ReadFile(files, "assets/icon.svg") },
	} {
		want, err := build()
		if err != nil {
			t.Fatal(err)
		}

		path := filepath.Join("assets", name)
		if os.Getenv("SIGNPOST_UPDATE") == "1" {
			if err := os.WriteFile(path, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}

		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is out of date (%v): run go generate ./internal/companion/page", path, err)
		}
	}
}

// The bundler removes types without checking them.
func TestScriptTypes(t *testing.T) {
	out, err := exec.Command(need.Tool(t, ".bin/tsc"), "-p", "source").CombinedOutput()
	if err != nil {
		t.Errorf("tsc: %v\n%s", err, out)
	}
}
