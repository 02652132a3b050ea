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

// sources are the page's own files, and behind them those of the help centre's theme.
type sources struct{ own, theme fs.FS }

// Open opens a file of the page or, where it has none of that name, of the theme.
func (s sources) Open(name string) (fs.File, error) {
	if f, err := s.own.Open(name); err == nil {
		return f, nil
	}
	return s.theme.Open(name)
}

// What is embedded is what the sources and the theme make. With SIGNPOST_UPDATE=1 it is written.
func TestAssetsAreCurrent(t *testing.T) {
	files := sources{os.DirFS("source"), themes.Default()}
	for name, made := range map[string]func() ([]byte, error){
		"page.css": func() ([]byte, error) { return bundle.One(files, "page.css") },
		"page.js":  func() ([]byte, error) { return bundle.One(files, "page.ts") },
		"icon.svg": func() ([]byte, error) { return fs.ReadFile(files, "assets/icon.svg") },
	} {
		want, err := made()
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
			t.Errorf("%s is not what its sources make (%v): run go generate ./internal/companion/page", path, err)
		}
	}
}

// The bundler takes the types away and looks at none of them.
func TestScriptIsWellTyped(t *testing.T) {
	if out, err := exec.Command(need.Tool(t, ".bin/tsc"), "-p", "source").CombinedOutput(); err != nil {
		t.Errorf("tsc: %v\n%s", err, out)
	}
}
