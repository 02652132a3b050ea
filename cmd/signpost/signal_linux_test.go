package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	// signalArticles is the size of the site that is interrupted.
	signalArticles = 5000
	// stopLimit is how long the program may take to stop. It takes less than a second on a computer that has nothing
	// else to do; the tests of other packages run at the same time.
	stopLimit = 5 * time.Second
)

// process is a run of the compiled program.
type process struct {
	cmd    *exec.Cmd
	cache  string
	stdout *os.File
	stderr bytes.Buffer
	done   chan struct{} // closed when it has exited
}

// compileProgram builds signpost and returns its path.
func compileProgram(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "signpost")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// startProcess starts the program in a folder, with an empty cache.
func startProcess(t *testing.T, program, dir string, args ...string) *process {
	t.Helper()
	return startWithCache(t, t.TempDir(), program, dir, args...)
}

func startWithCache(t *testing.T, cache, program, dir string, args ...string) *process {
	t.Helper()
	stdout, err := os.Create(filepath.Join(t.TempDir(), "stdout"))
	if err != nil {
		t.Fatal(err)
	}
	p := &process{
		cmd:    exec.Command(program, args...),
		cache:  cache,
		stdout: stdout,
		done:   make(chan struct{}),
	}
	p.cmd.Dir = dir
	p.cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+p.cache)
	p.cmd.Stdout = stdout
	p.cmd.Stderr = &p.stderr
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}

	go func() {
		defer close(p.done)
		_ = p.cmd.Wait() // ProcessState has the exit code
	}()
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		<-p.done
		_ = stdout.Close()
	})
	return p
}

// await waits until happened reports true, and reports false if the process exits before.
func (p *process) await(happened func() bool) bool {
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	for !happened() {
		select {
		case <-ticker.C:
		case <-p.done:
			return false
		}
	}
	return true
}

// delay waits for a part of a phase, or until the process exits.
func (p *process) delay(d time.Duration) {
	select {
	case <-time.After(d):
	case <-p.done:
	}
}

// interrupt sends a signal and returns how long the process takes to exit.
func (p *process) interrupt(t *testing.T, signal syscall.Signal) time.Duration {
	t.Helper()
	sent := time.Now()
	if err := p.cmd.Process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Fatal(err)
	}

	select {
	case <-p.done:
	case <-time.After(stopLimit):
		t.Fatalf("still running %v after %v", stopLimit, signal)
	}
	return time.Since(sent)
}

// checkInterrupted checks the exit code and the output of a process that was sent a signal.
func (p *process) checkInterrupted(t *testing.T, signal syscall.Signal) {
	t.Helper()
	if code := p.cmd.ProcessState.ExitCode(); code != 128+int(signal) {
		t.Errorf("exit code %d after %v", code, signal)
	}
	if got := p.stderr.String(); got != "signpost: interrupted\n" {
		t.Errorf("standard error is %q", got)
	}
}

// readsContent reports whether the process has read more than its own start takes: 512 kB.
func (p *process) readsContent() bool {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/io", p.cmd.Process.Pid))
	if err != nil {
		return false
	}
	_, after, _ := strings.Cut(string(text), "rchar: ")
	count, _, _ := strings.Cut(after, "\n")
	n, err := strconv.Atoi(count)
	return err == nil && n > 512<<10
}

// printed reports whether the process has written to its standard output.
func (p *process) printed() bool {
	info, err := os.Stat(p.stdout.Name())
	return err == nil && info.Size() > 0
}

// exists returns a condition for await.
func exists(file string) func() bool {
	return func() bool {
		_, err := os.Lstat(file)
		return err == nil
	}
}

// changes returns a condition for await: that a file or folder is created, changed or removed after the call.
func changes(file string) func() bool {
	before := modTime(file)
	return func() bool { return !modTime(file).Equal(before) }
}

// modTime returns when a file or folder was modified last. It is zero if the file does not exist.
func modTime(file string) time.Time {
	info, err := os.Lstat(file)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// signalArticle is an article with two sections and a link: format it with its number, that of the next article, and a
// marker.
const signalArticle = `---
title: Article %[1]d
---
This article explains how to solve problem %[1]d with a smartcard. %[3]s

## Solve problem %[1]d

1. Remove the card from the reader, wait for ten seconds, and insert it again.
2. Start the software again, and sign in with your passcode.
3. Read [the next article](a%[2]d.md) if the message is still there.

## Tell support about problem %[1]d

Send us the message, the name of the computer, and the time at which you saw it.
`

// writeCentre writes a help centre of many articles to a folder, with the articles in a subfolder. Every article
// contains the marker.
func writeCentre(t *testing.T, dir, content, marker string) {
	t.Helper()
	const perCollection = 100
	for n := range signalArticles {
		first := n - n%perCollection
		next := first + (n+1)%perCollection
		name := fmt.Sprintf("c%d/a%d.md", n/perCollection, n)
		text := fmt.Sprintf(signalArticle, n, next, marker)
		writeTestFile(t, filepath.Join(dir, content, filepath.FromSlash(name)), []byte(text))
	}
	writeTestFile(t, filepath.Join(dir, "config.yaml"), []byte("title: Help\n"))
}

// memoryFolder returns a temporary folder in memory or, if there is no room, on disk. On a disk, builds that replace
// thousands of files can be ten times slower: before ext4 without a journal creates a file, it passes over every inode
// that was deleted in the last minutes.
func memoryFolder(t *testing.T) string {
	t.Helper()
	const (
		memory = "/dev/shm"
		room   = 1 << 30 // in bytes
	)
	var stat syscall.Statfs_t
	if err := syscall.Statfs(memory, &stat); err != nil || stat.Bavail*uint64(stat.Bsize) < room {
		return t.TempDir()
	}
	dir, err := os.MkdirTemp(memory, "signpost-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func writeTestFile(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

// hashFolder returns a hash of the names and bytes of all files of a site, without what the build notes for the next,
// and without files that are kept for readers of the site before.
func hashFolder(t *testing.T, dir string) string {
	t.Helper()
	hash := sha256.New()
	kept := keptFiles(t, dir)
	root := os.DirFS(dir)
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name == ".signpost" {
				return fs.SkipDir
			}
			return nil
		}
		if slices.Contains(kept, name) {
			return nil
		}
		data, err := fs.ReadFile(root, name)
		fmt.Fprintf(hash, "%s %d\n%s", name, len(data), data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x", hash.Sum(nil))
}

// keptFiles returns the files of a site that are only there for pages of the site before, which may be open.
func keptFiles(t *testing.T, dir string) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, ".signpost", "written.json"))
	if err != nil {
		t.Fatal(err)
	}

	var record struct{ Kept []string }
	if err := json.Unmarshal(data, &record); err != nil {
		t.Fatal(err)
	}
	for _, name := range record.Kept {
		if !strings.HasPrefix(name, "assets/") && !strings.HasPrefix(name, "search/") {
			t.Errorf("%s is kept", name)
		}
	}
	return record.Kept
}

// listFolder returns the names, sizes and times of all files of a site, which change when a file is replaced.
func listFolder(t *testing.T, dir string) string {
	t.Helper()
	var list strings.Builder
	root := os.DirFS(dir)
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name == ".signpost" {
				return fs.SkipDir
			}
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		fmt.Fprintln(&list, name, info.Size(), info.ModTime())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list.String()
}

// phase is a part of a build.
type phase struct {
	name string
	// event returns the file or folder whose creation begins the phase. It may be left from an interrupted build.
	event func(cache, out string) string
	// length is how long it takes in a build that is not interrupted.
	length time.Duration
}

func buildPhases() []phase {
	library := func(cache, _ string) string { return filepath.Join(cache, "signpost", "articles") }
	staging := func(_, out string) string { return filepath.Join(out, ".signpost", "staging") }
	journal := func(_, out string) string { return filepath.Join(out, ".signpost", "journal.json") }
	return []phase{
		{name: "read", event: library},
		{name: "write", event: staging},
		{name: "move", event: journal},
	}
}

// interruptedBuild is what the moments of the test share: a site that is built from two content folders in turn, so
// that every page changes each time.
type interruptedBuild struct {
	program string
	dir     string
	out     string
	phases  []phase
	cache   string    // of the builds that are not interrupted
	hashes  [2]string // of the site, by content folder

	current int    // the content folder of the site
	listing string // of the site
}

var contentFolders = [2]string{"content-a", "content-b"}

// TestInterruptedBuild interrupts a build of many articles at ten different moments. Each time the previous site must
// be intact or the next build must complete the new one.
//
// Replacing thousands of files is slow, so the moments share a site, and only those that may have changed it complete
// it.
func TestInterruptedBuild(t *testing.T) {
	if testing.Short() {
		t.Skip("builds 5,000 articles many times")
	}
	b := &interruptedBuild{
		program: compileProgram(t),
		dir:     memoryFolder(t),
		phases:  buildPhases(),
		cache:   t.TempDir(),
	}
	b.out = filepath.Join(b.dir, "public")
	b.prepare(t)

	interrupted := 0
	for i := range 10 {
		at := b.moment(i)
		t.Run(at.String(), func(t *testing.T) {
			if b.interrupt(t, at) {
				interrupted++
			}
		})
	}
	if interrupted < 5 {
		t.Errorf("only %d of 10 builds were interrupted before they finished", interrupted)
	}
	b.complete(t) // after the moments that left the previous site intact
}

// moment is when a build is interrupted, and by which signal.
type moment struct {
	phase
	part   time.Duration // after the beginning of the phase
	signal syscall.Signal
}

// moment returns one of the ten moments, the latest phase first.
func (b *interruptedBuild) moment(i int) moment {
	phase := b.phases[(9-i)*len(b.phases)/10]
	return moment{
		phase:  phase,
		part:   time.Duration(i%4) * phase.length / 4,
		signal: []syscall.Signal{syscall.SIGINT, syscall.SIGTERM}[i%2],
	}
}

// String returns the name of the subtest.
func (m moment) String() string {
	return fmt.Sprintf("%s+%v", m.name, m.part.Round(time.Millisecond))
}

// start starts a build from one of the content folders.
func (b *interruptedBuild) start(t *testing.T, cache string, content int) *process {
	t.Helper()
	args := []string{"build", "--quiet", "--content", contentFolders[content], "--out", b.out}
	return startWithCache(t, cache, b.program, b.dir, args...)
}

// prepare builds the site from both content folders, and measures the phases of the second build.
func (b *interruptedBuild) prepare(t *testing.T) {
	for i, folder := range contentFolders {
		writeCentre(t, b.dir, folder, "Text from "+folder+".")
		p := b.start(t, b.cache, i)
		if i == 1 {
			b.measure(t, p)
		}
		p.awaitSuccess(t)
		b.hashes[i] = hashFolder(t, b.out)
		b.current = i
	}
	b.listing = listFolder(t, b.out)
}

// awaitSuccess waits until a process that is not interrupted has finished.
func (p *process) awaitSuccess(t *testing.T) {
	t.Helper()
	<-p.done
	if !p.cmd.ProcessState.Success() {
		t.Fatalf("%v\n%s", p.cmd.ProcessState, &p.stderr)
	}
}

func (b *interruptedBuild) measure(t *testing.T, p *process) {
	var begins []time.Time
	for _, phase := range b.phases {
		if !p.await(exists(phase.event(p.cache, b.out))) {
			t.Fatalf("no phase %q: %v\n%s", phase.name, p.cmd.ProcessState, &p.stderr)
		}
		begins = append(begins, time.Now())
	}
	<-p.done
	begins = append(begins, time.Now())

	for i := range b.phases {
		b.phases[i].length = begins[i+1].Sub(begins[i])
		t.Logf("%s: %v", b.phases[i].name, b.phases[i].length.Round(time.Millisecond))
	}
}

// interrupt interrupts a build from the other content folder, and reports false if it finished before the signal
// arrived. Without a journal, the previous site must be intact; otherwise the next build must complete the new one.
func (b *interruptedBuild) interrupt(t *testing.T, at moment) bool {
	cache := t.TempDir()
	begins := changes(at.event(cache, b.out))
	p := b.start(t, cache, 1-b.current)
	if p.await(begins) {
		p.delay(at.part)
	}
	took := p.interrupt(t, at.signal)
	if p.cmd.ProcessState.Success() {
		b.complete(t)
		return false
	}

	p.checkInterrupted(t, at.signal)
	t.Logf("stopped %v after %v", took.Round(time.Millisecond), at.signal)
	if exists(filepath.Join(b.out, ".signpost", "journal.json"))() {
		b.complete(t)
	} else if listFolder(t, b.out) != b.listing {
		t.Error("the previous site has changed, and there is no journal")
	}
	return true
}

// complete builds the site from the other content folder, and compares it with that of a build that was not
// interrupted.
func (b *interruptedBuild) complete(t *testing.T) {
	t.Helper()
	b.current = 1 - b.current
	b.start(t, b.cache, b.current).awaitSuccess(t)
	if hashFolder(t, b.out) != b.hashes[b.current] {
		t.Error("the next build does not complete the site")
	}
	b.listing = listFolder(t, b.out)
}

// TestInterruptedCommands interrupts the other commands that can take long.
func TestInterruptedCommands(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 5,000 articles many times")
	}
	program := compileProgram(t)
	dir := memoryFolder(t)
	writeCentre(t, dir, "content", "Text.")
	writeExport(t, filepath.Join(dir, "export.json"))

	for _, args := range []string{
		"lint",
		"lock",
		"codes",
		"serve --addr 127.0.0.1:0",
		"import zendesk export.json --content imported",
		"build --quiet --portable --out public.zip",
	} {
		t.Run(args, func(t *testing.T) {
			p := startProcess(t, program, dir, strings.Fields(args)...)
			if !p.await(p.readsContent) {
				t.Fatalf("finished before it was interrupted: %v\n%s", p.cmd.ProcessState, &p.stderr)
			}
			took := p.interrupt(t, syscall.SIGINT)
			p.checkInterrupted(t, syscall.SIGINT)
			t.Logf("stopped after %v", took.Round(time.Millisecond))
		})
	}

	for _, file := range []string{"anchors.lock", "imported", "public.zip"} {
		if _, err := os.Lstat(filepath.Join(dir, file)); err == nil {
			t.Errorf("an interrupted command left %s", file)
		}
	}
}

// writeExport writes a response of the API of Zendesk that takes long to convert.
func writeExport(t *testing.T, file string) {
	t.Helper()
	var b bytes.Buffer
	b.WriteString(`{"articles": [`)
	for i := range signalArticles {
		if i > 0 {
			b.WriteByte(',')
		}
		body := strings.Repeat("<h2>Heading</h2><ol><li><p>One</p></li></ol>", 40)
		fmt.Fprintf(&b, `{"id": %d, "title": "Article %d", "locale": "en-gb", "body": %q}`, i+1, i+1, body)
	}
	b.WriteString(`], "page": 1, "page_count": 1}`)
	writeTestFile(t, file, b.Bytes())
}

// TestServeStops checks that Ctrl+C, which is how serve ends, is a success once the site is shown.
func TestServeStops(t *testing.T) {
	program := compileProgram(t)
	dir := t.TempDir()
	writeTestFile(t, filepath.Join(dir, "content", "a.md"), []byte("# Article\n\nText.\n"))

	p := startProcess(t, program, dir, "serve", "--addr", "127.0.0.1:0")
	if !p.await(p.printed) {
		t.Fatalf("%v\n%s", p.cmd.ProcessState, &p.stderr)
	}
	p.interrupt(t, syscall.SIGINT)
	if !p.cmd.ProcessState.Success() {
		t.Errorf("%v\n%s", p.cmd.ProcessState, &p.stderr)
	}
}
