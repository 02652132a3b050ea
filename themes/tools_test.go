package themes_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"signpost/internal/testkit/need"
)

// The bundler takes the types away and looks at none of them.
func TestScriptsAreWellTyped(t *testing.T) {
	if out, err := exec.Command(need.Tool(t, ".bin/tsc"), "-p", ".").CombinedOutput(); err != nil {
		t.Errorf("tsc: %v\n%s", err, out)
	}
}

// Every page of the help centre of this repository is sound HTML.
func TestPagesAreSoundHTML(t *testing.T) {
	dir := t.TempDir()
	for name, data := range own(t) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	program := need.Tool(t, ".bin/html-validate")
	if out, err := exec.Command(program, "--config", "testdata/tools/.htmlvalidate.json", "--formatter", "text", dir).CombinedOutput(); err != nil {
		t.Errorf("html-validate: %v\n%s", err, out)
	}
}

// program finds a program that a Debian package brings.
func program(t *testing.T, name, pkg string) string {
	t.Helper()
	file, err := exec.LookPath(name)
	if err != nil {
		need.Missing(t, "run .ci/need "+pkg+": "+err.Error())
	}
	return file
}
