// Package folder writes the folders that tests read.
package folder

import (
	"os"
	"path/filepath"
	"testing"
)

// New writes files to a new folder, names and contents in turn, and returns its path.
func New(t testing.TB, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		name := filepath.Join(dir, filepath.FromSlash(files[i]))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}

		if err := os.WriteFile(name, []byte(files[i+1]), 0o666); err != nil {
			t.Fatal(err)
		}
	}

	return dir
}
