// Package need skips tests that need tools which are not installed. It is used by tests only.
//
// With SIGNPOST_TEST_ALL=1 in the environment, such tests fail instead. The script .ci/need installs all tools.
package need

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// Missing skips or fails a test. reason says what to install.
func Missing(t testing.TB, reason any) {
	t.Helper()
	if os.Getenv("SIGNPOST_TEST_ALL") == "1" {
		t.Fatal("SIGNPOST_TEST_ALL=1, but: ", reason)
	}

	t.Skip(reason)
}

// Tool returns the path of a program or package that themes/testdata/tools/package-lock.json lists, such as ".bin/tsc".
func Tool(t testing.TB, name string) string {
	t.Helper()
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}

	file := filepath.Join(root, "themes", "testdata", "tools", "node_modules", filepath.FromSlash(name))
	if _, err := os.Stat(file); err != nil {
		Missing(t, fmt.Sprintf("run .ci/need npm: %v", err))
	}

	return file
}

// moduleRoot returns the folder of the module that contains the working directory.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}

	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}

		parent := filepath.Dir(dir)
		if parent == dir {
			return "", fmt.Errorf("no go.mod above the working directory")
		}

		dir = parent
	}
}
