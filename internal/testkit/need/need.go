// Package need tells a test what it needs and this computer lacks. The test is skipped then, unless SIGNPOST_TEST_ALL=1 says that none must
// be. The script .ci/need installs all of it.
package need

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Missing ends a test for want of something.
func Missing(t testing.TB, why any) {
	t.Helper()
	if os.Getenv("SIGNPOST_TEST_ALL") == "1" {
		t.Fatal("SIGNPOST_TEST_ALL=1, but: ", why)
	}
	t.Skip(why)
}

// Tool finds a file of what themes/testdata/tools/package-lock.json names: ".bin/tsc".
func Tool(t testing.TB, name string) string {
	t.Helper()
	file := filepath.Join(root(t), "themes", "testdata", "tools", "node_modules", filepath.FromSlash(name))
	if _, err := os.Stat(file); err != nil {
		Missing(t, "run .ci/need npm: "+err.Error())
	}
	return file
}

// root is the folder of the module, in or below which a test runs.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	for err == nil {
		_, err = os.Stat(filepath.Join(dir, "go.mod"))
		if err == nil {
			return dir
		}
		if above := filepath.Dir(dir); errors.Is(err, fs.ErrNotExist) && above != dir {
			dir, err = above, nil
		}
	}
	t.Fatal(err)
	return ""
}
