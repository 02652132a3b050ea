package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"signpost/internal/cli"
	"signpost/internal/testkit/attack"
	"signpost/internal/testkit/sitecheck"
)

// runsVariable is the number of damaged inputs, and firstVariable is the seed of the first one.
const (
	runsVariable  = "ATTACK_RUNS"
	firstVariable = "ATTACK_SEED"
)

// TestAttack runs the program on damaged inputs. Whatever it reads, it must end in time and with little memory, explain
// itself, and leave the old site or a complete new one, in which nothing of the content runs.
func TestAttack(t *testing.T) {
	count := numberIn(t, runsVariable, 2000)
	first := uint64(numberIn(t, firstVariable, 1))
	files := attackedFolder(t)

	stats := newAttackStats()
	seeds := make(chan uint64)
	var slots sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		slots.Go(func() {
			s := newAttackSlot(t, files)
			defer s.close()
			for seed := range seeds {
				s.attack(attack.New(seed, files), stats)
			}
		})
	}

	for seed := first; seed < first+uint64(count) && !stats.isFailing(); seed++ {
		seeds <- seed
	}

	close(seeds)
	slots.Wait()
	stats.log(t)
}

// attackedFolder returns the files of the help centre to damage, with its lock and its site.
func attackedFolder(t *testing.T) attack.Files {
	t.Helper()
	files, err := attack.Site()
	if err != nil {
		t.Fatal(err)
	}

	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	dir := t.TempDir()
	writeAttacked(t, dir, files)
	settings := filepath.Join(dir, "config.yaml")
	signpost(t, "lock", "--config", settings)
	signpost(t, "build", "--config", settings)
	addProjects(t, dir)

	return readAttacked(t, dir)
}

// addProjects writes the projects of other generators in the tests of the import.
func addProjects(t *testing.T, dir string) {
	t.Helper()
	archives, err := filepath.Glob("../../internal/migrate/testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no projects: %v", err)
	}

	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}

		files := map[string]string{}
		folder := attack.Projects + strings.TrimSuffix(filepath.Base(name), ".txtar") + "/"
		for _, f := range archive.Files {
			if file, ok := strings.CutPrefix(f.Name, "in/"); ok {
				files[folder+file] = string(f.Data)
			}
		}

		writeFiles(t, dir, files)
	}
}

func writeAttacked(t *testing.T, dir string, files attack.Files) {
	t.Helper()
	texts := map[string]string{}
	for name, data := range files {
		texts[name] = string(data)
	}

	writeFiles(t, dir, texts)
}

func readAttacked(t *testing.T, dir string) attack.Files {
	t.Helper()
	files := attack.Files{}
	root := os.DirFS(dir)
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}

		files[name], err = fs.ReadFile(root, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}

	return files
}

// attackSlot runs one input after the other in a folder of its own.
type attackSlot struct {
	*testing.T
	dir     string
	files   attack.Files
	site    map[string][]byte // the files of the site before the attack
	address string            // of a server that sends the present files of the site
	worker  *attackWorker
}

func newAttackSlot(t *testing.T, files attack.Files) *attackSlot {
	t.Helper()
	s := &attackSlot{T: t, dir: fastTempDir(t), files: files, site: map[string][]byte{}}
	for name, data := range files {
		if file, ok := strings.CutPrefix(name, "public/"); ok {
			s.site[file] = data
		}
	}

	server := httptest.NewServer(http.FileServer(http.Dir(filepath.Join(s.dir, "centre", "public"))))
	t.Cleanup(server.Close)
	s.address = server.URL + "/"

	return s
}

// input returns all files of an input.
func (s *attackSlot) input(in *attack.Input) attack.Files {
	files := maps.Clone(s.files)
	maps.DeleteFunc(files, func(name string, _ []byte) bool { return !in.Needs(name) })
	maps.Copy(files, in.Changed)

	return files
}

// fastTempDir returns a temporary folder, in memory if the system has one there.
func fastTempDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "signpost-attack-")
	if err != nil {
		return t.TempDir()
	}

	t.Cleanup(func() { _ = os.RemoveAll(dir) })

	return dir
}

func (s *attackSlot) close() {
	if s.worker != nil {
		s.worker.close()
	}
}

// attack runs an input and records what is wrong.
func (s *attackSlot) attack(in *attack.Input, stats *attackStats) {
	s.Helper()
	work := filepath.Join(s.dir, "centre")
	if err := os.RemoveAll(work); err != nil {
		s.Error(err)
		return
	}

	if err := s.prepare(work, s.input(in)); err != nil {
		stats.unwritable(in)
		return
	}

	var faults []error
	for _, args := range in.Args {
		result := s.run(work, s.withAddress(args))
		stats.add(in, result)
		faults = append(faults, checkAttackResult(args, result)...)
		if len(faults) == 0 {
			faults = s.checkSite(in, work, result)
		}

		if isImport := args[0] == "import"; isImport && result.Code != cli.ExitOK {
			break // there is nothing to build
		}
	}

	if len(faults) > 0 {
		stats.fail()
		s.report(in, faults)
	}
}

// prepare writes the files of a folder. It returns an error if the system cannot store a name.
func (s *attackSlot) prepare(dir string, files attack.Files) error {
	for name, data := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			return err
		}

		if err := os.WriteFile(file, data, 0o666); err != nil {
			return err
		}
	}

	return nil
}

// run runs a command line in a worker. A worker that died or grew is replaced.
func (s *attackSlot) run(dir string, args []string) attackResult {
	s.Helper()
	if s.worker == nil {
		s.worker = startAttackWorker(s.T)
	}

	result := s.worker.run(attackRequest{Dir: dir, Cache: filepath.Join(s.dir, "cache"), Args: args})
	if result.Died != "" || result.Memory > 300<<20 {
		s.worker.close()
		s.worker = nil
	}

	return result
}

// Limits of one command on damaged input.
const (
	attackTime   = 20 * time.Second
	attackMemory = 2 << 30
)

// checkAttackResult checks how a command ended: docs/commands.md says what the exit codes mean.
func checkAttackResult(args []string, r attackResult) []error {
	fault := func(format string, a ...any) []error {
		return []error{fmt.Errorf("signpost %q: %s\n%.3000s", args, fmt.Sprintf(format, a...), r.Stderr)}
	}

	switch {
	case r.Died != "":
		return fault("died: %s", r.Died)
	case strings.Contains(r.Stderr, "runtime error") || strings.Contains(r.Stderr, "goroutine "):
		return fault("panic")
	case r.Code != cli.ExitOK && r.Code != cli.ExitFailed && r.Code != cli.ExitProblems:
		return fault("exit code %d", r.Code)
	case r.Code == cli.ExitFailed && !strings.Contains(r.Stderr, "signpost: "):
		return fault("could not run, and does not say why")
	case r.Code == cli.ExitProblems && r.Stdout == "" && !problemLine(r.Stderr):
		return fault("problems found, and does not say which")
	case r.Memory > attackMemory:
		return fault("%d MB of memory", r.Memory>>20)
	}

	return nil
}

// problemLine reports whether an output names a problem.
func problemLine(text string) bool {
	return strings.Contains(text, "error SP") || strings.Contains(text, "signpost: ") || strings.Contains(text,
		"lost") ||
		strings.Contains(text, "not recorded")
}

// withAddress fills the address of the site into a command line.
func (s *attackSlot) withAddress(args []string) []string {
	args = slices.Clone(args)
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], attack.Address, s.address)
	}

	return args
}

// checkSite checks that the site is complete and harmless, or, after anything but a successful build, that it is the
// one before.
func (s *attackSlot) checkSite(in *attack.Input, work string, r attackResult) []error {
	folder := filepath.Join(work, "public")
	if r.Args[0] != "build" || r.Code != cli.ExitOK {
		return s.checkUnchanged(in, os.DirFS(folder))
	}

	faults, err := sitecheck.Folder(os.DirFS(folder), s.site)
	if err != nil {
		faults = append(faults, err)
	}

	if len(faults) == 0 && in.Seed%rebuildEvery == 0 {
		faults = s.checkRebuilt(folder, r.Args)
	}

	return faults
}

// rebuildEvery is how many inputs there are for each that is built again into an empty folder.
const rebuildEvery = 20

// checkRebuilt checks that a build into an empty folder results in the same files. The site that replaced another one
// may contain more: files that open pages still load.
func (s *attackSlot) checkRebuilt(site string, args []string) []error {
	again := filepath.Join(s.dir, "again")
	if err := os.RemoveAll(again); err != nil {
		return []error{err}
	}

	r := s.run(filepath.Join(s.dir, "centre"), append(slices.Clone(args), "--out", again))
	faults := checkAttackResult(r.Args, r)
	root := os.DirFS(again)
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(name, ".signpost/") {
			return err
		}

		want, err := fs.ReadFile(root, name)
		got, gotErr := os.ReadFile(filepath.Join(site, name))
		if gotErr != nil || !bytes.Equal(got, want) {
			faults = append(faults, fmt.Errorf("%s differs from that of a build into an empty folder: %v", name,
				gotErr))
		}

		return err
	})
	if err != nil {
		faults = append(faults, err)
	}

	return faults
}

// checkUnchanged checks that the site is the one before.
func (s *attackSlot) checkUnchanged(in *attack.Input, site fs.FS) []error {
	want := maps.Clone(s.site)
	for name, data := range in.Changed {
		if file, ok := strings.CutPrefix(name, "public/"); ok {
			want[file] = data
		}
	}

	var faults []error
	maps.DeleteFunc(want, func(name string, _ []byte) bool { return strings.HasPrefix(name, ".signpost/") })
	err := fs.WalkDir(site, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(name, ".signpost/") {
			return err
		}

		data, err := fs.ReadFile(site, name)
		if old, ok := want[name]; !ok || !bytes.Equal(old, data) {
			faults = append(faults, fmt.Errorf("%s has changed", name))
		}

		delete(want, name)

		return err
	})
	if err != nil || len(want) > 0 {
		faults = append(faults, fmt.Errorf("files of the old site are gone: %q, %v", slices.Collect(maps.Keys(want)),
			err))
	}

	return faults
}

// report writes a failing input to a folder, and says how to run it again.
func (s *attackSlot) report(in *attack.Input, faults []error) {
	s.Helper()
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("signpost-attack-%d", in.Seed))
	err := errors.Join(os.RemoveAll(dir), s.prepare(dir, s.input(in)))
	var lines []string
	for _, args := range in.Args {
		lines = append(lines, fmt.Sprintf("cd %s && signpost %q", dir, args))
	}

	s.Errorf("%s\n%v\nchanged: %q\nrun: %s\nrepeat: ATTACK_RUNS=1 ATTACK_SEED=%d make attack\n%v", in,
		errors.Join(faults...),
		slices.Sorted(maps.Keys(in.Changed)), strings.Join(lines, "; "), in.Seed, err)
}

// attackStats counts what was run.
type attackStats struct {
	mu     sync.Mutex
	failed int
	kinds  map[string]int // inputs of each kind
	codes  map[string]int // exit codes of each command
	slow   attackExtreme
	large  attackExtreme
}

// attackExtreme is the input with the largest of some figure.
type attackExtreme struct {
	value int64
	input string
}

func newAttackStats() *attackStats {
	return &attackStats{kinds: map[string]int{}, codes: map[string]int{}}
}

func (st *attackStats) add(in *attack.Input, r attackResult) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.kinds[in.Kind]++
	st.codes[fmt.Sprintf("%s %s: %d", in.Kind, r.Args[0], r.Code)]++
	st.slow.raise(int64(r.Took), in)
	st.large.raise(r.Memory, in)
}

func (e *attackExtreme) raise(value int64, in *attack.Input) {
	if value > e.value {
		e.value, e.input = value, in.String()
	}
}

func (st *attackStats) unwritable(in *attack.Input) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.kinds[in.Kind+" (name refused by the system)"]++
}

func (st *attackStats) fail() {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.failed++
}

// mostFailures is the number of failures after which no more inputs are made.
const mostFailures = 20

func (st *attackStats) isFailing() bool {
	st.mu.Lock()
	defer st.mu.Unlock()

	return st.failed >= mostFailures
}

func (st *attackStats) log(t *testing.T) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(st.kinds)) {
		t.Logf("%s: %d runs", name, st.kinds[name])
	}

	for _, name := range slices.Sorted(maps.Keys(st.codes)) {
		t.Logf("exit code of %s: %d times", name, st.codes[name])
	}

	t.Logf("slowest: %v, %s", time.Duration(st.slow.value).Round(time.Millisecond), st.slow.input)
	t.Logf("largest: %d MB, %s", st.large.value>>20, st.large.input)
	t.Logf("%d inputs failed", st.failed)
}
