package generate

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestPipesAreNotRead has pipes where articles and snippets should be. Reading them would wait forever.
func TestPipesAreNotRead(t *testing.T) {
	dir := t.TempDir()
	settings := filepath.Join(dir, "config.yaml")
	content := filepath.Join(dir, "content")
	article := []byte("# A\n\n{{ include \"text.md\" }}\n")
	if err := os.MkdirAll(filepath.Join(content, "_snippets"), 0o755); err != nil {
		t.Fatal(err)
	}

	for file, text := range map[string][]byte{settings: []byte("title: T\n"), filepath.Join(content, "a.md"): article} {
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}

	for _, pipe := range []string{"b.md", "_snippets/text.md"} {
		if err := syscall.Mkfifo(filepath.Join(content, filepath.FromSlash(pipe)), 0o644); err != nil {
			t.Fatal(err)
		}
	}

	r, err := Load(t.Context(), Options{ConfigFile: settings})
	if err != nil {
		t.Fatal(err)
	}

	var got []string
	for _, p := range r.Problems {
		got = append(got, p.String())
	}

	text := strings.Join(got, "\n")
	for _, want := range []string{"b.md: error SP001: cannot read the file: it is not a regular file", "a.md:3"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
}

// TestPipesNextToTheSettings has a pipe in place of each file that a site records there.
func TestPipesNextToTheSettings(t *testing.T) {
	for _, name := range []string{"anchors.lock", "lint.baseline", "checks.json"} {
		dir := t.TempDir()
		settings := filepath.Join(dir, "config.yaml")
		if err := os.WriteFile(settings, []byte("title: T\nchecks: checks.json\n"), 0o644); err != nil {
			t.Fatal(err)
		}

		if err := os.Mkdir(filepath.Join(dir, "content"), 0o755); err != nil {
			t.Fatal(err)
		}

		if err := syscall.Mkfifo(filepath.Join(dir, name), 0o644); err != nil {
			t.Fatal(err)
		}

		r, err := Load(t.Context(), Options{ConfigFile: settings})
		if err == nil {
			err = r.MarkKnown(Options{ConfigFile: settings})
		}

		if err == nil || !strings.Contains(err.Error(), name+": it is not a regular file") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
