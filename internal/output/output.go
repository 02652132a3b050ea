// Package output puts a site into its folder, whole or not at all.
//
// Every changed file is first written to a staging folder, under the path that it is to have, and then a journal says what is to be done
// with them. Until the journal stands, a build that is killed leaves the last site untouched; from then on, the next build finishes what
// the journal says. Files that have not changed are not written, and keep their time stamps. A folder that is new is moved into its place
// as it is: a first build of thousands of files ends with a few moves.
//
// When all is done, the journal becomes the list of what signpost wrote, with the fingerprint of what it was made from: while both hold,
// there is nothing to build. Files on the list that no page owns any more are removed; any other file is never removed and never overwritten.
package output

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"signpost/internal/parallel"
)

// File is a file of the site. Path has slashes and is relative to the site's folder. Write makes what is in it, when it is needed: a
// site is never held in memory whole, and a buffer is used for one file after the other.
type File struct {
	Path  string
	Write func(*bytes.Buffer) error
}

// Static is a file whose content is known.
func Static(path string, data []byte) File {
	return Made(path, func() ([]byte, error) { return data, nil })
}

// Made is a file whose content is made in one piece.
func Made(path string, data func() ([]byte, error)) File {
	return File{path, func(b *bytes.Buffer) error {
		made, err := data()
		b.Write(made)
		return err
	}}
}

// Data is what is in the file.
func (f File) Data() ([]byte, error) {
	var b bytes.Buffer
	err := f.Write(&b)
	return b.Bytes(), err
}

// Site is what is to be written.
type Site struct {
	Files       []File
	Later       Later                 // files that take long to make: they are made while the others are written; may be nil
	Fingerprint string                // of what the site is made from; may be empty
	Progress    func(done, total int) // is told how many of Files are made and staged, from any goroutine; may be nil
}

// Later makes files and hands each over as soon as it is made, so that they are not in memory all at once. put may be called from any goroutine.
// It returns ctx.Err() when ctx is cancelled.
type Later func(ctx context.Context, put func(File) error) error

// all collects the files.
func (l Later) all(ctx context.Context) ([]File, error) {
	var mu sync.Mutex
	var files []File
	err := l(ctx, func(f File) error {
		mu.Lock()
		defer mu.Unlock()
		files = append(files, f)
		return nil
	})
	return files, err
}

// All is every file of the site, sorted by path.
func (s Site) All(ctx context.Context) ([]File, error) {
	files := slices.Clone(s.Files)
	if s.Later != nil {
		later, err := s.Later.all(ctx)
		if err != nil {
			return nil, err
		}
		files = append(files, later...)
	}
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	return files, nil
}

// Summary counts what was done.
type Summary struct {
	Written, Unchanged, Removed int
}

const (
	stateDir    = ".signpost"
	stagingDir  = stateDir + "/staging"
	journalFile = stateDir + "/journal.json"
	writtenFile = stateDir + "/written.json"
)

// journal is what is left to be done, and what stands then.
type journal struct {
	Moves  []string `json:"moves,omitempty"`  // files and new folders to be moved from the staging folder into their place
	Remove []string `json:"remove,omitempty"` // files to be removed before
	written
}

// written is what signpost wrote last.
type written struct {
	Fingerprint string  `json:"fingerprint"`
	Files       []stamp `json:"files"` // sorted by path
}

// stamp is a file as it was left.
type stamp struct {
	Path string    `json:"path"`
	Size int64     `json:"size"`
	Time time.Time `json:"time"`
}

// ForeignError is a file that signpost did not write, standing where it would write one.
type ForeignError struct{ Path string }

func (e *ForeignError) Error() string {
	return fmt.Sprintf("%s was not written by signpost, and is not overwritten", e.Path)
}

// Others lists what stands in a folder that signpost has written no site to, but for what begins with a dot. Write leaves it alone; but whoever
// named the folder by mistake has thousands of files among their own then.
func Others(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		switch {
		case e.Name() == stateDir:
			return nil, nil
		case !hidden(e.Name()):
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// Current reports whether dir holds, untouched, the site that was made from what has this fingerprint, which is asked for when there is
// one to compare it with. It counts the files.
func Current(ctx context.Context, dir string, fingerprint func() string) (files int, ok bool) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return 0, false
	}
	defer root.Close()
	f := folder{root, dir}
	for _, left := range []string{journalFile, stagingDir} { // by a build that was killed
		if _, err := f.Lstat(left); err == nil {
			return 0, false
		}
	}
	var last written
	if err := f.readJSON(writtenFile, &last); err != nil || last.Fingerprint == "" || last.Fingerprint != fingerprint() {
		return 0, false
	}
	var touched atomic.Bool
	err = parallel.Each(ctx, 0, len(last.Files), func(i int) {
		if now, err := f.stamp(last.Files[i].Path); err != nil || now.Size != last.Files[i].Size || !now.Time.Equal(last.Files[i].Time) {
			touched.Store(true)
		}
	})
	return len(last.Files), err == nil && !touched.Load()
}

// Write makes the folder dir hold the files of the site, and no other file that signpost wrote before. When ctx is
// cancelled it returns ctx.Err(); dir then holds the previous site, or a journal from which the next build makes the new one.
func Write(ctx context.Context, dir string, site Site) (Summary, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return Summary{}, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return Summary{}, err
	}
	defer root.Close()
	f := folder{root, dir}
	if err := f.recover(ctx); err != nil {
		return Summary{}, fmt.Errorf("finish the build that was interrupted: %w", err)
	}
	j, summary, err := f.stage(ctx, site)
	if ctx.Err() != nil { // removing thousands of staged files takes long: the next build does it
		return Summary{}, ctx.Err()
	}
	if err != nil {
		return Summary{}, errors.Join(err, root.RemoveAll(stagingDir))
	}
	if err := f.writeJSON(journalFile, j); err != nil {
		return Summary{}, err
	}
	return summary, f.apply(ctx, j)
}

// folder is the site's folder. The root keeps every path inside it; it walks a path part by part, so that what is done to thousands of files
// goes by their whole names, in folders that were made here or that the root has looked at.
type folder struct {
	*os.Root
	dir string
}

func (f folder) whole(name string) string { return filepath.Join(f.dir, filepath.FromSlash(name)) }

// stamp is a file as it now stands.
func (f folder) stamp(name string) (stamp, error) {
	info, err := os.Lstat(f.whole(name))
	if err != nil {
		return stamp{}, err
	}
	return stampOf(name, info), nil
}

func stampOf(name string, info fs.FileInfo) stamp {
	return stamp{name, info.Size(), info.ModTime().UTC().Truncate(time.Microsecond)}
}

func (f folder) readJSON(name string, v any) error {
	data, err := f.ReadFile(name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, v); err != nil {
		return fmt.Errorf("%s is damaged (%w); delete the folder: it is built anew", name, err)
	}
	return nil
}

// writeJSON writes the file under another name first, so that it is there whole or not at all.
func (f folder) writeJSON(name string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if err := f.WriteFile(name+".new", data, 0o666); err != nil {
		return err
	}
	return f.Rename(name+".new", name)
}
