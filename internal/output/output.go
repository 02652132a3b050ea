// Package output puts a site into its folder, whole or not at all.
//
// Every changed file is first written to a staging folder, and then a journal says what is to be done with them. Until
// the journal stands, a build that is killed leaves the last site untouched; from then on, the next build finishes what
// the journal says. Files that have not changed are not written, and keep their time stamps.
//
// What signpost wrote is kept in a list. Files on the list that no page owns any more are removed; any other file is never
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
	"slices"
	"strconv"
)

// File is a file of the site. Path has slashes and is relative to the site's folder.
type File struct {
	Path string
	Data []byte
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

// journal is what is left to be done: each file of Write stands in the staging folder under its number.
type journal struct {
	Write   []string `json:"write"`
	Remove  []string `json:"remove"`
	Written []string `json:"written"` // the list as it is to be afterwards
}

// ForeignError is a file that signpost did not write, standing where it would write one.
type ForeignError struct{ Path string }

func (e *ForeignError) Error() string {
	return fmt.Sprintf("%s was not written by signpost, and is not overwritten", e.Path)
}

// Write makes the folder dir hold the given files, and no other file that signpost wrote before.
func Write(dir string, files []File) (Summary, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return Summary{}, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return Summary{}, err
	}
	defer root.Close()
	f := folder{root}
	if err := f.recover(); err != nil {
		return Summary{}, fmt.Errorf("finish the build that was interrupted: %w", err)
	}
	j, unchanged, err := f.stage(files)
	if err != nil {
		return Summary{}, errors.Join(err, root.RemoveAll(stagingDir))
	}
	summary := Summary{Written: len(j.Write), Unchanged: unchanged, Removed: len(j.Remove)}
	if summary.Written+summary.Removed == 0 && f.listed(j.Written) {
		return summary, root.RemoveAll(stagingDir)
	}
	if err := f.writeJSON(journalFile, j); err != nil {
		return Summary{}, err
	}
	return summary, f.apply(j)
}

// folder is the site's folder; no path leads out of it.
type folder struct{ *os.Root }

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
	var before []string
	if err := f.readJSON(writtenFile, &before); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, 0, err
	}
	if err := f.MkdirAll(stagingDir, 0o777); err != nil {
		return nil, 0, err
	}
	owned := make(map[string]bool, len(before))
	for _, p := range before {
		owned[p] = true
	}
	j := new(journal)
	unchanged := 0
	for _, file := range files {
		same, err := f.compare(file, owned)
		if err != nil {
			return nil, 0, err
		}
		j.Written = append(j.Written, file.Path)
		if same {
			unchanged++
			continue
		}
		if err := f.WriteFile(staged(len(j.Write)), file.Data, 0o666); err != nil {
			return nil, 0, err
		}
		j.Write = append(j.Write, file.Path)
	}
	slices.Sort(j.Written)
	for _, p := range before {
		if _, kept := slices.BinarySearch(j.Written, p); !kept {
			j.Remove = append(j.Remove, p)
		}
	}
	return j, unchanged, nil
}

func staged(n int) string { return path.Join(stagingDir, strconv.Itoa(n)) }

// compare reports whether the file stands already, and refuses one that would overwrite what is not ours.
func (f folder) compare(file File, owned map[string]bool) (same bool, err error) {
	if !fs.ValidPath(file.Path) || path.Dir(file.Path) == stateDir {
		return false, fmt.Errorf("%q cannot be the path of a page", file.Path)
	}
	info, err := f.Lstat(file.Path)
	switch {
	case err != nil: // nothing stands there
		return false, nil
	case info.IsDir():
		return false, f.replaceable(file.Path, owned)
	case info.Mode().IsRegular() && info.Size() == int64(len(file.Data)):
		old, err := f.ReadFile(file.Path)
		if err == nil && bytes.Equal(old, file.Data) {
			return true, nil
		}
	}
	if !owned[file.Path] {
		return false, &ForeignError{file.Path}
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
	for n, p := range j.Write {
		if _, err := f.Lstat(staged(n)); errors.Is(err, fs.ErrNotExist) {
			continue // moved before the interruption
		}
		if err := f.MkdirAll(path.Dir(p), 0o777); err != nil {
			return err
		}
		if err := f.Rename(staged(n), p); err != nil {
			return err
		}
	}
	if err := f.writeJSON(writtenFile, j.Written); err != nil {
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

func (f folder) listed(written []string) bool {
	var before []string
	return f.readJSON(writtenFile, &before) == nil && slices.Equal(before, written)
}

func (f folder) readJSON(name string, v any) error {
	data, err := f.ReadFile(name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, v); err != nil {
		return fmt.Errorf("%s: %w", name, err)
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
