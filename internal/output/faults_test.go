package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// themedSite returns a site whose pages name the stylesheet that they load, whose search index names its shard, and
// whose registry names a page. These have the version in their name.
func themedSite(version int) Site {
	style := fmt.Sprintf("assets/site-%d.css", version)
	shard := fmt.Sprintf("search/texts-%d.idx", version)
	guide := fmt.Sprintf("guide-%d/index.html", version)
	files := []File{
		Static("404.html", []byte(style)),
		Static("codes.json", []byte(guide)).As(Index),
		Static("form.pdf", fmt.Append(nil, "form ", version)).As(Loaded),
		Static("index.html", []byte(style)),
		Static("licence.html", []byte("same in all versions")),
		Static("search/index.html", []byte(style)),
		Static(style, []byte("style")).As(Versioned),
		Static(guide, []byte(style)),
		Static(fmt.Sprintf("guide-%d/picture.png", version), []byte("picture")).As(Loaded),
		Copied("notes.txt", openText(fmt.Sprintf("notes %d", version))),
	}

	if version%2 == 0 {
		files = append(files, Static("old", []byte("file")))
	} else {
		files = append(files, Static("old/index.html", []byte(style)))
	}

	return Site{
		Files: files,
		Producer: produce([]File{
			Static("search/index.idx", []byte(shard)).As(Index),
			Static(shard, []byte("shard")).As(Versioned),
		}),
	}
}

// openText returns a function that opens a file with a text.
func openText(text string) func() (*os.File, error) {
	return func() (*os.File, error) {
		file, err := os.CreateTemp("", "output-test-")
		if err != nil {
			return nil, err
		}

		_, err = file.WriteString(text)
		_, seekErr := file.Seek(0, 0)

		return file, errors.Join(err, seekErr, os.Remove(file.Name()))
	}
}

// fault is what goes wrong while a site is written.
type fault struct {
	name  string
	cause error
	ops   []operation // that fail; nil for all

	// isLasting means that all operations fail from then on. Otherwise, that operation fails on that file.
	isLasting bool
}

// errKilled is the error of every operation after the one at which a build is killed.
var errKilled = errors.New("killed")

var faults = []fault{
	{name: "EIO", cause: syscall.EIO},
	{name: "ENOSPC", cause: syscall.ENOSPC, ops: []operation{opFolder, opCreate, opWrite, opSync}, isLasting: true},
	{name: "EMFILE", cause: syscall.EMFILE, ops: []operation{opList, opRead, opCreate}, isLasting: true},
	{name: "kill", cause: errKilled, isLasting: true},
}

// injector makes one operation of a build fail.
type injector struct {
	fault
	skip int // the number of operations that succeed before
	dir  string

	mu     sync.Mutex
	count  int
	failed string // the operation
}

func (i *injector) hooks() hooks {
	return hooks{
		before: i.before,
		wait:   func(context.Context, time.Duration) error { return nil },
	}
}

func (i *injector) before(op operation, name string) error {
	if i.ops != nil && !slices.Contains(i.ops, op) {
		return nil
	}

	i.mu.Lock()
	defer i.mu.Unlock()
	i.count++
	step := fmt.Sprintf("%s %s", op, name)
	if i.count == i.skip+1 {
		i.failed = step
	}

	if i.failed == "" || step != i.failed && !i.isLasting {
		return nil
	}

	if op == opWrite {
		_ = os.WriteFile(filepath.Join(i.dir, name), []byte("half"), 0o666)
	}

	return &fs.PathError{Op: string(op), Path: name, Err: i.cause}
}

// Whatever operation fails, at whatever step: the pages that exist have everything they load, and the next build
// results in exactly its site.
func TestFaultAtEveryStep(t *testing.T) {
	for _, fault := range faults {
		t.Run(fault.name, func(t *testing.T) {
			t.Parallel()
			step := 0
			for ; faultAt(t, fault, step, 3+step%2*2); step++ {
			}

			t.Logf("%d steps", step)
			if step < 20 {
				t.Errorf("only %d steps", step)
			}
		})
	}
}

// faultAt makes a build of the third version fail at a step, and builds another version, or the same. It reports false
// if the build has fewer steps.
func faultAt(t *testing.T, f fault, step, next int) bool {
	t.Helper()
	dir, before := builtFolder(t)
	failed := writeFaulty(t, dir, f, step)
	if failed == "" {
		checkSite(t, dir, 3, "without a fault")
		return false
	}

	when := fmt.Sprintf("%s at %s (step %d)", f.name, failed, step)
	checkLoaded(t, dir, when)
	checkKept(t, dir, before, when)

	write(t, dir, themedSite(next))
	checkSite(t, dir, next, when)
	if next == 3 {
		checkKept(t, dir, before, when+", built again")
	}

	return true
}

// builtFolder returns a folder with the second version of the site, and its files.
func builtFolder(t *testing.T) (dir string, files map[string]string) {
	t.Helper()
	dir = memoryFolder(t)
	write(t, dir, themedSite(1))
	write(t, dir, themedSite(2))

	return dir, contents(t, dir)
}

// memoryFolder returns a new folder in memory where there is one: tests that write thousands of sites wait for no disk.
func memoryFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "signpost-test-")
	if err != nil {
		return t.TempDir()
	}

	t.Cleanup(func() { _ = os.RemoveAll(dir) })

	return dir
}

// writeFaulty writes the third version and returns the operation that failed, or "". A build that succeeds must have
// written the whole site.
func writeFaulty(t *testing.T, dir string, f fault, step int) (failed string) {
	t.Helper()
	i := &injector{fault: f, skip: step, dir: dir}
	_, err := writeHooked(t.Context(), dir, themedSite(3), i.hooks())
	if err == nil {
		checkSite(t, dir, 3, f.name+" at "+i.failed+", passed over")
	}

	return i.failed
}

// checkSite checks that a folder contains exactly a version of the site, with nothing else than what pages of earlier
// versions load.
func checkSite(t *testing.T, dir string, version int, when string) {
	t.Helper()
	var last record
	if err := open(t, dir).readJSON(writtenFile, &last); err != nil {
		t.Errorf("%s: %v", when, err)
	}

	got := contents(t, dir)
	for _, name := range last.Kept {
		delete(got, name)
		if !strings.HasPrefix(name, "assets/site-") && !strings.HasPrefix(name, "search/texts-") {
			t.Errorf("%s: %s is kept", when, name)
		}
	}

	if diff := cmp.Diff(expected(t, themedSite(version)), got); diff != "" {
		t.Errorf("%s:\n%s", when, diff)
	}

	if open(t, dir).isInterrupted() {
		t.Errorf("%s: the build is not complete", when)
	}
}

// expected returns the files of a site.
func expected(t *testing.T, site Site) map[string]string {
	t.Helper()
	files, err := site.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	want := map[string]string{}
	for _, file := range files {
		data, err := file.Data()
		if err != nil {
			t.Fatal(err)
		}

		want[file.Path] = string(data)
	}

	return want
}

// checkLoaded checks that the files that pages and indexes name exist.
func checkLoaded(t *testing.T, dir, when string) {
	t.Helper()
	files := contents(t, dir)
	for name, content := range files {
		isPath := strings.Contains(content, "/")
		if _, ok := files[content]; isPath && !ok {
			t.Errorf("%s: %s needs %s, which does not exist", when, name, content)
		}
	}

	for _, name := range []string{"index.html", "search/index.html", "search/index.idx", "codes.json"} {
		if files[name] == "" {
			t.Errorf("%s: no %s", when, name)
		}
	}
}

// checkKept checks that what pages of the site before load still exists.
func checkKept(t *testing.T, dir string, before map[string]string, when string) {
	t.Helper()
	files := contents(t, dir)
	for _, name := range []string{before["index.html"], before["search/index.idx"]} {
		if _, ok := files[name]; !ok {
			t.Errorf("%s: %s, which open pages load, does not exist", when, name)
		}
	}
}

// Several builds fail one after the other, each at a random step, and the next one results in exactly its site.
func TestFaultsInTurn(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 0))
	for range runs(t, 100) {
		dir, _ := builtFolder(t)
		var when []string
		for n := range 2 + random.IntN(3) {
			f := faults[random.IntN(len(faults))]
			i := &injector{fault: f, skip: random.IntN(120), dir: dir}
			version := 3 + n%2
			_, err := writeHooked(t.Context(), dir, themedSite(version), i.hooks())
			when = append(when, f.name+" at "+i.failed)
			checkLoaded(t, dir, strings.Join(when, ", "))
			if err == nil {
				checkSite(t, dir, version, strings.Join(when, ", "))
			}
		}

		write(t, dir, themedSite(5))
		checkSite(t, dir, 5, strings.Join(when, ", "))
	}
}

// runs returns how often a test with random input runs: the usual number, or ATTACK_RUNS.
func runs(t *testing.T, usual int) int {
	t.Helper()
	text := os.Getenv("ATTACK_RUNS")
	if text == "" {
		return usual
	}

	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}

	return n
}
