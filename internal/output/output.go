// Package output puts a site into its folder, whole or not at all.
//
// Every changed file is first written to a staging folder, and then a journal says what is to be done with them. Until
// the journal stands, a build that is killed leaves the last site untouched; from then on, the next build finishes what
// the journal says. Files that have not changed are not written, and keep their time stamps.
//
// What signpost wrote is kept in a list, with the fingerprint of what it was made from: while both hold, there is nothing to build. Files on the list that no page owns any more are removed; any other file is never
// removed and never overwritten.
package output

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"signpost/internal/parallel"
)

// File is a file of the site. Path has slashes and is relative to the site's folder. Data makes what is in it, when it is needed: a
// site is never held in memory whole.
type File struct {
	Path string
	Data func() ([]byte, error)
}

// Static is a file whose content is known.
func Static(path string, data []byte) File {
	return File{path, func() ([]byte, error) { return data, nil }}
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

// journal is what is left to be done: each changed file stands in the staging folder under its number.
type journal struct {
	Changed     map[int]string `json:"changed"`
	Remove      []string       `json:"remove"`
	Files       []string       `json:"files"`       // every file of the site as it is to be afterwards, sorted
	Fingerprint string         `json:"fingerprint"` // of what the site is made from
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

// Current reports whether dir holds, untouched, the site that was made from what has this fingerprint. It counts the files.
func Current(dir, fingerprint string) (files int, ok bool) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return 0, false
	}
	defer root.Close()
	f := folder{root, dir}
	if _, err := f.Lstat(journalFile); err == nil {
		return 0, false
	}
	var last written
	if err := f.readJSON(writtenFile, &last); err != nil || last.Fingerprint != fingerprint || fingerprint == "" {
		return 0, false
	}
	var touched atomic.Bool
	parallel.Each(0, len(last.Files), func(i int) {
		if now, err := f.stamp(last.Files[i].Path); err != nil || now.Size != last.Files[i].Size || !now.Time.Equal(last.Files[i].Time) {
			touched.Store(true)
		}
	})
	return len(last.Files), !touched.Load()
}

// Write makes the folder dir hold the given files, and no other file that signpost wrote before. fingerprint is of what they are made
// from; it may be empty.
func Write(dir string, files []File, fingerprint string) (Summary, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return Summary{}, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return Summary{}, err
	}
	defer root.Close()
	f := folder{root, dir}
	if err := f.recover(); err != nil {
		return Summary{}, fmt.Errorf("finish the build that was interrupted: %w", err)
	}
	j, unchanged, err := f.stage(files)
	if err != nil {
		return Summary{}, errors.Join(err, root.RemoveAll(stagingDir))
	}
	j.Fingerprint = fingerprint
	summary := Summary{Written: len(j.Changed), Unchanged: unchanged, Removed: len(j.Remove)}
	if err := f.writeJSON(journalFile, j); err != nil {
		return Summary{}, err
	}
	return summary, f.apply(j)
}

// folder is the site's folder. The root keeps every path inside it; it walks a path part by part, so that what is done to thousands of files
// goes by their whole names, in folders that the root has made or removes.
type folder struct {
	*os.Root
	dir string
}

func (f folder) whole(name string) string { return filepath.Join(f.dir, filepath.FromSlash(name)) }

// recover finishes what an interrupted build had begun.
func (f folder) recover() error {
	var j journal
	err := f.readJSON(journalFile, &j)
	if errors.Is(err, fs.ErrNotExist) {
		return f.RemoveAll(stagingDir)
	}
	if err != nil {
		return err
	}
	return f.apply(&j)
}

// stage compares the files with those that stand, and writes the changed ones to the staging folder.
func (f folder) stage(files []File) (*journal, int, error) {
	var before written
	if err := f.readJSON(writtenFile, &before); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, 0, err
	}
	if err := f.MkdirAll(stagingDir, 0o777); err != nil {
		return nil, 0, err
	}
	owned := make(map[string]bool, len(before.Files))
	for _, file := range before.Files {
		owned[file.Path] = true
	}
	changed, err := f.stageAll(files, owned)
	if err != nil {
		return nil, 0, err
	}
	j := &journal{Changed: map[int]string{}}
	for i, file := range files {
		j.Files = append(j.Files, file.Path)
		if changed[i] {
			j.Changed[i] = file.Path
		}
	}
	slices.Sort(j.Files)
	for _, file := range before.Files {
		if _, kept := slices.BinarySearch(j.Files, file.Path); !kept {
			j.Remove = append(j.Remove, file.Path)
		}
	}
	return j, len(files) - len(j.Changed), nil
}

// stageAll stages the changed files on all processors, and tells which they are. All that went wrong is in the error.
func (f folder) stageAll(files []File, owned map[string]bool) (changed []bool, err error) {
	changed = make([]bool, len(files))
	wrong := make([]error, len(files))
	parallel.Each(0, len(files), func(i int) { changed[i], wrong[i] = f.stageOne(i, files[i], owned) })
	return changed, errors.Join(wrong...)
}

// stageOne writes a file to the staging folder unless the same stands already.
func (f folder) stageOne(n int, file File, owned map[string]bool) (changed bool, err error) {
	data, err := file.Data()
	if err != nil {
		return false, err
	}
	same, err := f.compare(file.Path, data, owned)
	if err != nil || same {
		return false, err
	}
	return true, os.WriteFile(f.whole(staged(n)), data, 0o666)
}

func staged(n int) string { return path.Join(stagingDir, strconv.Itoa(n)) }

// compare reports whether the file stands already, and refuses one that would overwrite what is not ours.
func (f folder) compare(name string, data []byte, owned map[string]bool) (same bool, err error) {
	if !fs.ValidPath(name) || path.Dir(name) == stateDir {
		return false, fmt.Errorf("%q cannot be the path of a page", name)
	}
	info, err := os.Lstat(f.whole(name))
	switch {
	case err != nil: // nothing stands there
		return false, nil
	case info.IsDir():
		return false, f.replaceable(name, owned)
	case info.Mode().IsRegular() && info.Size() == int64(len(data)):
		old, err := os.ReadFile(f.whole(name))
		if err == nil && bytes.Equal(old, data) {
			return true, nil
		}
	}
	if !owned[name] {
		return false, &ForeignError{name}
	}
	return false, nil
}

// replaceable refuses a folder that holds anything but our own files.
func (f folder) replaceable(dir string, owned map[string]bool) error {
	return fs.WalkDir(f.FS(), dir, func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !owned[p] {
			return &ForeignError{p}
		}
		return err
	})
}

// apply does what the journal says; it can be done again after it was interrupted.
func (f folder) apply(j *journal) error {
	for _, p := range j.Remove {
		if err := f.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		f.prune(path.Dir(p))
	}
	made := map[string]bool{}
	for n, p := range j.Changed {
		if dir := path.Dir(p); !made[dir] {
			if err := f.MkdirAll(dir, 0o777); err != nil {
				return err
			}
			made[dir] = true
		}
		err := os.Rename(f.whole(staged(n)), f.whole(p))
		if err != nil && !errors.Is(err, fs.ErrNotExist) { // one that is no longer there was moved before an interruption
			return err
		}
	}
	list := written{j.Fingerprint, make([]stamp, len(j.Files))}
	wrong := make([]error, len(j.Files))
	parallel.Each(0, len(j.Files), func(i int) { list.Files[i], wrong[i] = f.stamp(j.Files[i]) })
	if err := errors.Join(wrong...); err != nil {
		return err
	}
	if err := f.writeJSON(writtenFile, list); err != nil {
		return err
	}
	return errors.Join(f.Remove(journalFile), f.RemoveAll(stagingDir))
}

// prune removes folders that are left empty; one that is not stays.
func (f folder) prune(dir string) {
	for ; dir != "."; dir = path.Dir(dir) {
		if f.Remove(dir) != nil {
			return
		}
	}
}

// stamp is a file as it now stands.
func (f folder) stamp(name string) (stamp, error) {
	info, err := os.Lstat(f.whole(name))
	if err != nil {
		return stamp{}, err
	}
	return stamp{name, info.Size(), info.ModTime().UTC().Truncate(time.Microsecond)}, nil
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
