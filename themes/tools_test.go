package themes_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// tool finds a file of what testdata/tools/package-lock.json names. Where it is not installed the test is skipped, unless
// SIGNPOST_TEST_ALL=1 says that it must not be.
func tool(t *testing.T, name string) string {
	t.Helper()
	file, err := filepath.Abs(filepath.Join("testdata/tools/node_modules", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(file); err != nil {
		lacking(t, "run .ci/need npm: "+err.Error())
	}
	return file
}

func lacking(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("SIGNPOST_TEST_ALL") == "1" {
		t.Fatal(why)
	}
	t.Skip(why)
}

// The bundler takes the types away and looks at none of them.
func TestScriptsAreWellTyped(t *testing.T) {
	if out, err := exec.Command(tool(t, ".bin/tsc"), "-p", ".").CombinedOutput(); err != nil {
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
	program := tool(t, ".bin/html-validate")
	if out, err := exec.Command(program, "--config", "testdata/tools/.htmlvalidate.json", "--formatter", "text", dir).CombinedOutput(); err != nil {
		t.Errorf("html-validate: %v\n%s", err, out)
	}
}

// program finds a program that a Debian package brings.
func program(t *testing.T, name, pkg string) string {
	t.Helper()
	file, err := exec.LookPath(name)
	if err != nil {
		lacking(t, "run .ci/need "+pkg+": "+err.Error())
	}
	return file
}
