// Package output writes a site to a folder or an archive, completely or not at all.
//
// [Write] first writes every changed file to a staging folder and then a journal, the list of moves that
// replace the previous site. A build that is killed or cancelled before the journal exists leaves the
// previous site untouched; afterwards, the next build completes the moves. Unchanged files are not written
// and keep their time stamps. A new folder is moved as a whole, so that the first build of thousands of files
// ends with a few moves.
//
// The completed journal becomes the record of what signpost wrote, together with a fingerprint of the input.
// [Current] uses it to find out that there is nothing to build. Write removes recorded files that are no
// longer part of the site. It never removes or overwrites other files.
package output

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"signpost/internal/cli"
	"signpost/internal/parallel"
)

// File is a file of the site.
type File struct {
	// Path is relative to the folder of the site and has slashes.
	Path string

	// Write appends the content to an empty buffer. It is called when the content is needed, so that the site
	// is never in memory as a whole, and from any goroutine.
	Write func(*bytes.Buffer) error

	// Open opens a file on disk that is copied a piece at a time, because it may be larger than the memory. If it is
	// set, Write is nil.
	Open func() (*os.File, error)
}

// Static returns a file with known content.
func Static(path string, data []byte) File {
	return Generated(path, func() ([]byte, error) { return data, nil })
}

// Generated returns a file with content from a function.
func Generated(path string, generate func() ([]byte, error)) File {
	write := func(b *bytes.Buffer) error {
		data, err := generate()
		b.Write(data)

		return err
	}

	return File{Path: path, Write: write}
}

// Copied returns a copy of a file on disk.
func Copied(path string, open func() (*os.File, error)) File {
	return File{Path: path, Open: open}
}

// Data returns the content of the file.
func (f File) Data() ([]byte, error) {
	if f.Open != nil {
		return f.readAll()
	}

	var b bytes.Buffer
	err := f.Write(&b)

	return b.Bytes(), err
}

func (f File) readAll() ([]byte, error) {
	source, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer source.Close()

	return io.ReadAll(source)
}

// Site is the site to write.
type Site struct {
	Files []File

	// Producer generates files that take a long time. It runs while Files are written. It may be nil.
	Producer Producer

	// Fingerprint identifies the input of the build. It may be empty.
	Fingerprint string

	// Note is what the user should know about the site. Current returns it again.
	Note string

	// Progress receives the number of staged Files. It is called from any goroutine and may be nil.
	Progress func(done, total int)
}

// Producer generates files and passes each to put as soon as it is complete, so that they are not in memory
// all at once. It may call put from any goroutine, and returns ctx.Err() if ctx is cancelled.
type Producer func(ctx context.Context, put func(File) error) error

func (p Producer) all(ctx context.Context) ([]File, error) {
	var mu sync.Mutex
	var files []File
	err := p(ctx, func(f File) error {
		mu.Lock()
		defer mu.Unlock()
		files = append(files, f)

		return nil
	})

	return files, err
}

// All returns every file of the site, sorted by path.
func (s Site) All(ctx context.Context) ([]File, error) {
	files := slices.Clone(s.Files)
	if s.Producer != nil {
		produced, err := s.Producer.all(ctx)
		if err != nil {
			return nil, err
		}

		files = append(files, produced...)
	}

	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })

	return files, nil
}

// Summary counts the files of a build.
type Summary struct {
	Written, Unchanged, Removed int
}

const (
	stateDir    = ".signpost"
	stagingDir  = stateDir + "/staging"
	journalFile = stateDir + "/journal.json"
	writtenFile = stateDir + "/written.json"
)

// journal lists the steps that complete a build. Its file becomes the record when they are done.
type journal struct {
	// Moves lists files and new folders to move out of the staging folder.
	Moves []string `json:"moves,omitempty"`

	// Remove lists files to remove before the moves.
	Remove []string `json:"remove,omitempty"`

	record
}

// record lists the files of the last build.
type record struct {
	Fingerprint string  `json:"fingerprint"`
	Note        string  `json:"note,omitempty"`
	Files       []stamp `json:"files"` // sorted by path
}

// stamp identifies a version of a file.
type stamp struct {
	Path string    `json:"path"`
	Size int64     `json:"size"`
	Time time.Time `json:"time"`
}

func (s stamp) equal(other stamp) bool {
	return s.Path == other.Path && s.Size == other.Size && s.Time.Equal(other.Time)
}

// ForeignError reports that signpost refused to overwrite a file that it did not write.
type ForeignError struct {
	Path string
}

// Error returns the message, without a hint.
func (e *ForeignError) Error() string {
	return fmt.Sprintf("%s was not written by signpost and is not overwritten", e.Path)
}

// Others lists the contents of a folder to which signpost has not written a site yet, except hidden files.
// Write leaves them alone, but the user may have named the wrong folder.
func Others(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}

	var names []string
	for _, e := range entries {
		if e.Name() == stateDir {
			return nil, nil
		}

		if !isHidden(e.Name()) {
			names = append(names, e.Name())
		}
	}

	return names, nil
}

// Current reports whether dir contains an unmodified site with the given fingerprint, and returns the number of its
// files and its note. It calls fingerprint only if one was recorded. If ctx is cancelled, it returns false.
func Current(ctx context.Context, dir string, fingerprint func() string) (files int, note string, ok bool) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return 0, "", false
	}

	defer root.Close()

	f := folder{root, dir}
	if f.isInterrupted() {
		return 0, "", false
	}

	var last record
	err = f.readJSON(writtenFile, &last)
	if err != nil || last.Fingerprint == "" || last.Fingerprint != fingerprint() {
		return 0, "", false
	}

	var modified atomic.Bool
	err = parallel.Each(ctx, 0, len(last.Files), func(i int) {
		want := last.Files[i]
		if got, err := f.stamp(want.Path); err != nil || !got.equal(want) {
			modified.Store(true)
		}
	})

	return len(last.Files), last.Note, err == nil && !modified.Load()
}

// Write makes dir contain the files of the site, and removes other files of earlier builds. If ctx is
// cancelled, it returns ctx.Err(); dir then contains the previous site, or a journal that the next call
// completes.
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
		return Summary{}, fmt.Errorf("complete the interrupted build: %w", err)
	}

	j, summary, err := f.stage(ctx, site)
	if ctx.Err() != nil { // removing thousands of staged files takes long; the next build does it
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

// folder is the folder of the site. The root checks every component of a path for links that lead outside,
// which is slow; operations on thousands of files therefore use full paths inside folders that the root has
// checked.
type folder struct {
	*os.Root
	dir string
}

func (f folder) fullPath(name string) string {
	return filepath.Join(f.dir, filepath.FromSlash(name))
}

// isInterrupted reports whether the last build was interrupted.
func (f folder) isInterrupted() bool {
	for _, name := range []string{journalFile, stagingDir} {
		if _, err := f.Lstat(name); err == nil {
			return true
		}
	}

	return false
}

func isHidden(name string) bool {
	return strings.HasPrefix(name, ".")
}

// stamp returns the current stamp of a file.
func (f folder) stamp(name string) (stamp, error) {
	info, err := os.Lstat(f.fullPath(name))
	if err != nil {
		return stamp{}, err
	}

	return newStamp(name, info), nil
}

func newStamp(name string, info fs.FileInfo) stamp {
	return stamp{
		Path: name,
		Size: info.Size(),
		Time: info.ModTime().UTC().Truncate(time.Microsecond),
	}
}

func (f folder) readJSON(name string, v any) error {
	data, err := f.ReadFile(name)
	if err != nil {
		return err
	}

	if err := json.Unmarshal(data, v); err != nil {
		err = fmt.Errorf("%s is damaged: %w", name, err)
		return cli.WithHint(err, "delete the folder; the next build writes it again")
	}

	return nil
}

// writeJSON replaces a file atomically.
func (f folder) writeJSON(name string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}

	temporary := name + ".new"
	if err := f.WriteFile(temporary, data, 0o666); err != nil {
		return err
	}

	return f.Rename(temporary, name)
}
