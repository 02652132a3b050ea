// Package history returns the dates on which files last changed, from git. Articles without a date use them.
//
// There are no dates, and no error, if git is not installed or the folder is in no repository. The same applies to a
// shallow clone, whose oldest commit appears to have changed all files.
package history

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"signpost/internal/git"
	"signpost/internal/usercache"
)

// Dates returns the date of the last commit of each file in a folder. The paths are relative to the folder, with
// slashes.
func Dates(ctx context.Context, dir string) map[string]time.Time {
	shallow, err := git.Output(ctx, dir, "rev-parse", "--is-shallow-repository")
	if err != nil || strings.TrimSpace(string(shallow)) != "false" {
		return nil
	}

	log, err := git.Output(ctx, dir,
		"-c", "core.quotePath=false",
		"log", "--format=%x01%cs", "--name-only", "--relative", "--no-renames", "-z", "--", ".")
	if err != nil {
		return nil
	}

	return parseLog(string(log))
}

// Commit returns the hash of the current commit. It is empty if the folder is in no repository.
func Commit(ctx context.Context, dir string) string {
	head, err := git.Output(ctx, dir, "rev-parse", "HEAD")
	if err != nil {
		return ""
	}

	return strings.TrimSpace(string(head))
}

// parseLog parses a log, which begins with the newest commit. Its items end with NUL: a byte 1 and the date of a
// commit, or the name of a file. Some versions of git end the date with line feeds instead, so that the item also has
// a name.
func parseLog(log string) map[string]time.Time {
	dates := map[string]time.Time{}
	var date time.Time
	for item := range strings.SplitSeq(log, "\x00") {
		name := strings.TrimLeft(item, "\n")
		if header, isCommit := strings.CutPrefix(name, "\x01"); isCommit {
			var day string
			day, name, _ = strings.Cut(header, "\n")
			date, _ = time.Parse(time.DateOnly, day) // files of a commit without a valid date have none
			name = strings.TrimLeft(name, "\n")
		}

		_, isNewer := dates[name]
		if name != "" && !isNewer && !date.IsZero() {
			dates[name] = date
		}
	}

	return dates
}

// Reader reads dates, and asks git again only after a commit. A nil Reader asks every time.
type Reader struct {
	// File keeps the dates of a folder between runs. If it is empty, they are not kept.
	File string

	// Now is recorded as the last use of File.
	Now time.Time

	mu     sync.Mutex
	dir    string
	commit string
	dates  map[string]time.Time
}

// Dates returns the same as the function Dates.
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

// record is the content of File.
type record struct {
	Commit string
	Dates  map[string]time.Time
}

// read returns the dates in File if they belong to the commit. Otherwise it asks git and updates File.
func (r *Reader) read(ctx context.Context, dir, commit string) map[string]time.Time {
	var last record
	data, ok := usercache.Read(r.File, r.Now)
	if ok && json.Unmarshal(data, &last) == nil && last.Commit == commit {
		return last.Dates
	}

	dates := Dates(ctx, dir)
	if r.File != "" && len(dates) > 0 && ctx.Err() == nil { // a shallow clone has none, and can become complete
		r.write(record{commit, dates})
	}

	return dates
}

func (r *Reader) write(next record) {
	data, err := json.Marshal(next)
	if err != nil {
		return // the next run asks git again
	}

	usercache.Write(r.File, data)
	usercache.RemoveUnused(filepath.Dir(r.File), r.Now) // of content folders that no longer exist
}
