package output

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// buildDir is the environment variable that makes the test binary build into a folder.
const buildDir = "SIGNPOST_TEST_BUILD_DIR"

// TestMain lets the test binary be the build that is killed: it writes one version of a site after another until then.
func TestMain(m *testing.M) {
	dir := os.Getenv(buildDir)
	if dir == "" {
		os.Exit(m.Run())
	}

	for version := 0; ; version++ {
		fmt.Println(version)
		if err := buildVersion(dir, version); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
}

func buildVersion(dir string, version int) error {
	lock, err := Acquire(context.Background(), dir, Waiting{Limit: time.Minute})
	if err != nil {
		return err
	}
	defer lock.Release()

	site := versionedSite(version)
	site.Lock = lock
	site.Report = func(text string) { fmt.Println("reported: " + text) }
	_, err = Write(context.Background(), dir, site)

	return err
}

// siteSize is the number of files of each versioned site.
const siteSize = 60

// versionedSite returns a site whose files all contain the version. Successive versions have different paths.
func versionedSite(version int) Site {
	var list []File
	for i := range siteSize {
		path := fmt.Sprintf("page-%d/index.html", i+version%2)
		list = append(list, Static(path, fmt.Append(nil, version)))
	}

	return Site{
		Files:    list[:50],
		Producer: produce(list[50:]),
	}
}

// A build that is killed at any moment must leave one complete version of the site, or a journal that the
// next build completes.
func TestKilledAtAnyMoment(t *testing.T) {
	dir := memoryFolder(t)
	for round := range runs(t, 12) {
		runUntilKilled(t, dir, 2+round%5)

		if _, err := os.Stat(filepath.Join(dir, journalFile)); err != nil {
			checkComplete(t, dir)
		}

		if err := open(t, dir).recover(t.Context(), nil); err != nil {
			t.Fatal(err)
		}

		checkComplete(t, dir)
	}
}

// runUntilKilled starts builds into dir and kills the process when a number of them have started. How far the
// last build gets is random.
func runUntilKilled(t *testing.T, dir string, builds int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), buildDir+"="+dir)
	stdout, err := cmd.StdoutPipe()
	if err := errors.Join(err, cmd.Start()); err != nil {
		t.Error(err)
		return
	}

	lines := bufio.NewScanner(stdout)
	for range builds {
		if lines.Scan(); strings.Contains(lines.Text(), " ") {
			break
		}
	}

	if err := cmd.Process.Kill(); err != nil {
		t.Error(err)
	}

	_ = cmd.Wait() // reports that it was killed
	if strings.Contains(lines.Text(), " ") {
		t.Errorf("the build failed: %s", lines.Text())
	}
}

// checkComplete checks that dir contains exactly one version of the site.
func checkComplete(t *testing.T, dir string) {
	t.Helper()
	files := contents(t, dir)
	versions := slices.Compact(slices.Sorted(maps.Values(files)))
	if len(files) != siteSize || len(versions) != 1 {
		t.Errorf("%d files of versions %v; want %d of one version", len(files), versions, siteSize)
	}
}
