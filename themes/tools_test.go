package themes_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"signpost/internal/testkit/need"
)

// The bundler removes types without checking them.
func TestScriptTypes(t *testing.T) {
	if out, err := exec.Command(need.Tool(t, ".bin/tsc"), "-p", ".").CombinedOutput(); err != nil {
		t.Errorf("tsc: %v\n%s", err, out)
	}
}

// The pages of the help centre of this repository are valid HTML.
func TestPagesAreValidHTML(t *testing.T) {
	dir := t.TempDir()
	for name, data := range ownSite(t) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}

		if err := os.WriteFile(file, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}

	validator := need.Tool(t, ".bin/html-validate")
	args := []string{"--config", "testdata/tools/.htmlvalidate.json", "--formatter", "text", dir}
	if out, err := exec.Command(validator, args...).CombinedOutput(); err != nil {
		t.Errorf("html-validate: %v\n%s", err, out)
	}
}

// program returns the path of a program from a Debian package.
func program(t *testing.T, name, pkg string) string {
	t.Helper()
	file, err := exec.LookPath(name)
	if err != nil {
		need.Missing(t, "run .ci/need "+pkg+": "+err.Error())
	}

	return file
}
