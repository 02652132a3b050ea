// Package output writes a site to a folder or an archive, completely or not at all.
//
// [Write] first writes every changed file to a staging folder and then a journal, the list of moves that
// replace the previous site. A build that is killed or cancelled before the journal exists leaves the
// previous site untouched; afterwards, the next build completes the moves. Unchanged files are not written
// and keep their time stamps. A new folder is moved as a whole, so that the first build of thousands of files
// ends with a few moves.
//
// The moves are in an order in which every page always has the files that it loads, also if a build stops in
// between: files that pages load, pages, indexes that lead to pages, and removals at the end. Files that have a
// checksum in their name are removed one build later, because pages that are open in a browser still load them.
// Staged files and the journal are on the disk before the first move, so that a power failure is like a kill.
//
// The completed journal becomes the record of what signpost wrote, together with a fingerprint of the input.
// [Current] uses it to find out that there is nothing to build. Write removes recorded files that are no
// longer part of the site. It never removes or overwrites other files. A [Lock] lets one build at a time write
// to a folder.
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

	// Role determines when the file replaces the previous one.
	Role Role
}

// As returns the file with another role.
func (f File) As(role Role) File {
	f.Role = role
	return f
}

// Role is the part that a file has in the site.
type Role int

// The roles of files.
const (
	Page      Role = iota // is moved when the files that it loads are in place
	Loaded                // is loaded by pages, and moved before them
	Versioned             // is also loaded by pages, and has a checksum in its name: kept for one more build
	Index                 // leads to pages, and is moved after them
)

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

	// Audience is whom the site is for, or empty. A folder keeps its audience.
	Audience string

	// Note is what the user should know about the site. Current returns it again.
	Note string

	// Progress receives the number of staged Files. It is called from any goroutine and may be nil.
	Progress func(done, total int)

	// Report receives what the user should know about an earlier build. It may be nil.
	Report func(text string)

	// Lock is held by the caller. If it is nil, Write acquires the lock of the folder, and fails if another build has
	// it.
	Lock *Lock
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
	brokenFile  = stateDir + "/journal.broken"
	writtenFile = stateDir + "/written.json"
)

// journal lists the steps that complete a build, in their order. Its file becomes the record when they are done.
type journal struct {
	// InTheWay lists files in whose place there will be a folder, or the other way round.
	InTheWay []string `json:"in_the_way,omitempty"`

	// Moves lists files and new folders to move out of the staging folder.
	Moves []move `json:"steps,omitempty"`

	// Remove lists files that are no longer part of the site.
	Remove []string `json:"remove,omitempty"`

	record
}

// move moves a file or folder from a part of the staging folder to the same path in the site.
type move struct {
	Part part   `json:"part"`
	Path string `json:"path"`
}

// record lists the files of the last build.
type record struct {
	Fingerprint string  `json:"fingerprint"`
	Audience    string  `json:"audience,omitempty"`
	Note        string  `json:"note,omitempty"`
	Files       []stamp `json:"files"` // sorted by path

	// Kept lists versioned files of the build before, which the next build with a change removes.
	Kept []string `json:"kept,omitempty"`
}

// check returns an error if a path leads out of the folder of the site, or to the state of signpost in it.
func (r *record) check() error {
	for _, f := range r.Files {
		if err := checkPath(f.Path); err != nil {
			return err
		}
	}

	return checkPathList(r.Kept)
}

// check is like that of a record.
func (j *journal) check() error {
	for _, m := range j.Moves {
		if err := checkPath(m.Path); err != nil {
			return err
		}

		if !slices.Contains(parts, m.Part) {
			return fmt.Errorf("invalid part %.100q", m.Part)
		}
	}

	return errors.Join(checkPathList(j.InTheWay), checkPathList(j.Remove), j.record.check())
}

func checkPathList(paths []string) error {
	for _, p := range paths {
		if err := checkPath(p); err != nil {
			return err
		}
	}

	return nil
}

func checkPath(name string) error {
	if !fs.ValidPath(name) || name == "." || name == stateDir || strings.HasPrefix(name, stateDir+"/") {
		return fmt.Errorf("invalid path %.100q", name)
	}

	return nil
}

// stamp identifies a version of a file.
type stamp struct {
	Path      string    `json:"path"`
	Size      int64     `json:"size"`
	Time      time.Time `json:"time"`
	Versioned bool      `json:"versioned,omitempty"`
}

// equal reports whether a file is the same version.
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

// AudienceError reports that a folder contains the site for another audience. Files of that site could remain, or be
// published with the folder.
type AudienceError struct {
	Audience string // of the site in the folder
}

// Error returns the message, without a hint.
func (e *AudienceError) Error() string {
	return fmt.Sprintf("contains the site for another audience (%s)", cmp.Or(e.Audience, "public"))
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

	f := newFolder(root, dir, hooks{})
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
	return writeHooked(ctx, dir, site, hooks{})
}

func writeHooked(ctx context.Context, dir string, site Site, h hooks) (Summary, error) {
	if site.Lock == nil {
		lock, err := Acquire(ctx, dir, Waiting{})
		if err != nil {
			return Summary{}, err
		}
		defer lock.Release()
	}

	root, err := os.OpenRoot(dir)
	if err != nil {
		return Summary{}, err
	}

	defer root.Close()

	f := newFolder(root, dir, h)
	if err := f.recover(ctx, site.Report); err != nil {
		return Summary{}, fmt.Errorf("complete the interrupted build: %w", err)
	}

	j, summary, err := f.stage(ctx, site)
	if ctx.Err() != nil { // removing thousands of staged files takes long; the next build does it
		return Summary{}, ctx.Err()
	}

	if err == nil {
		err = f.syncStaged(ctx, j)
	}

	if err == nil {
		err = f.writeJSON(journalFile, j)
	}

	if err != nil {
		return Summary{}, errors.Join(err, f.removeAll(stagingDir))
	}

	if err = f.apply(ctx, j); mayPass(err) && ctx.Err() == nil {
		err = cli.WithHint(err, "close programs that have files of the site open; the next build completes the update")
	}

	return summary, err
}

// folder is the folder of the site.
type folder struct {
	disk
	plain *plainFolders
}

func newFolder(root *os.Root, dir string, h hooks) folder {
	return folder{disk{root, dir, h}, &plainFolders{byPath: map[string]bool{}}}
}

// isInterrupted reports whether the last build was interrupted.
func (f folder) isInterrupted() bool {
	for _, name := range []string{journalFile, stagingDir} {
		if _, err := f.look(name); !errors.Is(err, fs.ErrNotExist) {
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
	info, err := f.look(name)
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

// errDamaged reports that a file of the state has been read, but cannot be what signpost wrote.
var errDamaged = errors.New("damaged")

// readJSON returns an error with errDamaged if the content of the file is invalid.
func (f folder) readJSON(name string, v any) error {
	data, err := f.readState(name)
	if err != nil {
		return err
	}

	err = json.Unmarshal(data, v)
	if c, ok := v.(interface{ check() error }); ok && err == nil {
		err = c.check()
	}

	if err != nil {
		err = fmt.Errorf("%s is %w: %w", name, errDamaged, err)
		return cli.WithHint(err, "delete the folder; the next build writes it again")
	}

	return nil
}

// writeJSON replaces a file atomically. The file is on the disk before it replaces the other.
func (f folder) writeJSON(name string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}

	temporary := name + ".new"
	file, err := f.createState(temporary)
	if err != nil {
		return err
	}

	_, err = file.Write(data)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}

	if err := f.rename(temporary, name); err != nil {
		return err
	}

	f.syncFolder(stateDir)

	return nil
}

// syncFolder writes the entries of a folder to the disk. Systems without this keep the order of changes themselves.
func (f folder) syncFolder(name string) {
	dir, err := f.open(name)
	if err != nil {
		return
	}
	defer dir.Close()

	_ = dir.Sync()
}
