// Package history asks git when files last changed, for articles that do not say so themselves.
package history

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"signpost/internal/usercache"
)

// Dates tells when each file below dir was last committed, by its path from dir, with slashes. It asks git once for all of them.
//
// It is empty, and no error, where git is not installed, dir is in no repository, or the repository is a shallow clone, whose oldest
// commit seems to have changed every file.
func Dates(ctx context.Context, dir string) map[string]time.Time {
	if shallow, err := git(ctx, dir, "rev-parse", "--is-shallow-repository"); err != nil || strings.TrimSpace(string(shallow)) != "false" {
		return nil
	}
	log, err := git(ctx, dir, "-c", "core.quotePath=false", "log", "--format=%x01%cs", "--name-only", "--relative", "--no-renames", "-z", "--", ".")
	if err != nil {
		return nil
	}
	return parse(log)
}

// Reader asks git again only after a commit.
type Reader struct {
	File string    // where the dates of a folder are kept from one run to the next; empty keeps nothing
	Now  time.Time // recorded as the last use of File

	mu          sync.Mutex
	dir, commit string
	dates       map[string]time.Time
}

// Dates is as the function of that name. A nil reader asks every time.
func (r *Reader) Dates(ctx context.Context, dir string) map[string]time.Time {
	if r == nil {
		return Dates(ctx, dir)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	commit := Commit(ctx, dir)
	if commit == r.commit && dir == r.dir {
		return r.dates
	}

	dates := r.read(ctx, dir, commit)
	if ctx.Err() == nil { // otherwise git was stopped before it listed all files
		r.dir, r.commit, r.dates = dir, commit, dates
	}
	return dates
}

// record is what is kept: the dates of a commit.
type record struct {
	Commit string
	Dates  map[string]time.Time
}

func (r *Reader) read(ctx context.Context, dir, commit string) map[string]time.Time {
	var last record
	if data, ok := usercache.Read(r.File, r.Now); ok && json.Unmarshal(data, &last) == nil && last.Commit == commit {
		return last.Dates
	}
	dates := Dates(ctx, dir)
	if r.File == "" || len(dates) == 0 || ctx.Err() != nil { // none may mean a shallow clone, which may grow without a commit
		return dates
	}
	data, err := json.Marshal(record{commit, dates})
	if err != nil {
		return dates
	}
	usercache.Write(r.File, data)
	usercache.RemoveUnused(filepath.Dir(r.File), r.Now) // content folders may be gone
	return dates
}

// Commit names the state of the repository that dir is in; empty where there is none.
func Commit(ctx context.Context, dir string) string {
	head, err := git(ctx, dir, "rev-parse", "HEAD")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(head))
}

// waitDelay is how long a cancelled git may keep its output open.
const waitDelay = 100 * time.Millisecond

func git(ctx context.Context, dir string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...)
	cmd.Env = append(cmd.Environ(), "TZ=UTC", "LC_ALL=C")
	cmd.WaitDelay = waitDelay
	return cmd.Output()
}

// parse reads a log, the newest commit first: for each commit its date after a byte 1, then the names of its files, all ended by
// NUL or line breaks.
func parse(log []byte) map[string]time.Time {
	dates := map[string]time.Time{}
	var date time.Time
	words := bufio.NewScanner(bytes.NewReader(log))
	words.Buffer(nil, 1<<20)
	words.Split(splitAtNUL)
	for words.Scan() {
		word := strings.TrimLeft(words.Text(), "\n")
		day, isDate := strings.CutPrefix(word, "\x01")
		if isDate {
			day, word, _ = strings.Cut(day, "\n")
			date, _ = time.Parse(time.DateOnly, day)
			word = strings.TrimLeft(word, "\n")
		}
		if _, newer := dates[word]; word != "" && !newer && !date.IsZero() {
			dates[word] = date
		}
	}
	return dates
}

func splitAtNUL(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return i + 1, data[:i], nil
	}
	if atEOF && len(data) > 0 {
		return len(data), data, nil
	}
	return 0, nil, nil
}
