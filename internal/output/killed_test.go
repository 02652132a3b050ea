package output

import (
	"bufio"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const victimDir = "SIGNPOST_TEST_VICTIM_DIR"

// TestMain lets the test binary be the build that is killed: it writes one version of a site after another, for ever.
func TestMain(m *testing.M) {
	dir := os.Getenv(victimDir)
	if dir == "" {
		os.Exit(m.Run())
	}
	for version := 0; ; version++ {
		fmt.Println(version)
		if _, err := Write(context.Background(), dir, versioned(version)); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
}

// versioned is a site whose every file names its version; the files come and go too.
func versioned(version int) Site {
	var list []File
	for i := range 60 {
		list = append(list, Static(fmt.Sprintf("page-%d/index.html", i+version%2), fmt.Append(nil, version)))
	}
	return Site{Files: list[:50], Later: handing(list[50:])}
}

// A build that is killed at any moment leaves one whole version of the site, or a journal from which the next build makes it whole.
func TestKilledAtAnyMoment(t *testing.T) {
	dir := t.TempDir()
	for round := range 12 {
		victim := exec.Command(os.Args[0])
		victim.Env = append(os.Environ(), victimDir+"="+dir)
		stdout, err := victim.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := victim.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(stdout)
		for range 2 + round%5 { // a new version has just begun; how far it gets is left to chance
			lines.Scan()
		}
		if err := victim.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = victim.Wait() // it was killed
		if strings.Contains(lines.Text(), " ") {
			t.Fatalf("the build failed: %s", lines.Text())
		}
		if _, err := os.Stat(filepath.Join(dir, journalFile)); err != nil {
			whole(t, dir)
		}
		if err := open(t, dir).recover(t.Context()); err != nil {
			t.Fatal(err)
		}
		whole(t, dir)
	}
}

func whole(t *testing.T, dir string) {
	t.Helper()
	files := contents(t, dir)
	versions := slices.Compact(slices.Sorted(maps.Values(files)))
	if len(files) != 60 || len(versions) != 1 {
		t.Errorf("%d files of the versions %v", len(files), versions)
	}
}
