package output

import (
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// disk performs the operations on the files of a site. Names are relative to its folder and have slashes.
//
// The root checks every component of a path for links that lead outside, which is slow; operations on thousands of
// files therefore use full paths, in folders of which checkFolder knows that they are not links.
type disk struct {
	root *os.Root
	dir  string
	hooks
}

// hooks let tests take part in operations. Without them, operations are performed as they are.
type hooks struct {
	// before is called before each operation, from any goroutine. If it returns an error, the operation fails.
	before func(op operation, name string) error

	// wait replaces the pauses between attempts.
	wait func(context.Context, time.Duration) error
}

// operation is a kind of operation on a file.
type operation string

// The kinds of operations.
const (
	opLook   operation = "look"
	opList   operation = "list"
	opRead   operation = "read"
	opFolder operation = "make folder"
	opCreate operation = "create"
	opWrite  operation = "write"
	opSync   operation = "sync"
	opRename operation = "rename"
	opRemove operation = "remove"
)

func (h hooks) begin(op operation, name string) error {
	if h.before == nil {
		return nil
	}

	return h.before(op, name)
}

// pause waits, or returns the error of ctx if that is cancelled before.
func (h hooks) pause(ctx context.Context, d time.Duration) error {
	if h.wait != nil {
		return h.wait(ctx, d)
	}

	return pause(ctx, d)
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()

	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (d disk) fullPath(name string) string {
	return filepath.Join(d.dir, filepath.FromSlash(name))
}

// look returns information about a file, or about a link itself.
func (d disk) look(name string) (fs.FileInfo, error) {
	if err := d.begin(opLook, name); err != nil {
		return nil, err
	}

	return os.Lstat(d.fullPath(name))
}

// list returns the entries of the folder of the site.
func (d disk) list() ([]fs.DirEntry, error) {
	if err := d.begin(opList, "."); err != nil {
		return nil, err
	}

	return os.ReadDir(d.dir)
}

// walk calls visit for every file and folder in a folder.
func (d disk) walk(dir string, visit fs.WalkDirFunc) error {
	if err := d.begin(opList, dir); err != nil {
		return err
	}

	return fs.WalkDir(d.root.FS(), dir, visit)
}

func (d disk) open(name string) (*os.File, error) {
	if err := d.begin(opRead, name); err != nil {
		return nil, err
	}

	return os.Open(d.fullPath(name))
}

func (d disk) read(name string) ([]byte, error) {
	file, err := d.open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()

	return io.ReadAll(file)
}

// readState is read for a file of the state of signpost, which may be from a stranger.
func (d disk) readState(name string) ([]byte, error) {
	if err := d.begin(opRead, name); err != nil {
		return nil, err
	}

	return d.root.ReadFile(name)
}

func (d disk) makeFolder(name string) error {
	if err := d.begin(opFolder, name); err != nil {
		return err
	}

	return os.Mkdir(d.fullPath(name), 0o777)
}

// makeFolders creates a folder and those that contain it.
func (d disk) makeFolders(name string) error {
	if err := d.begin(opFolder, name); err != nil {
		return err
	}

	return d.root.MkdirAll(name, 0o777)
}

// rename renames a file or folder. It replaces a file.
func (d disk) rename(from, to string) error {
	if err := d.begin(opRename, to); err != nil {
		return err
	}

	return os.Rename(d.fullPath(from), d.fullPath(to))
}

// remove removes a file or an empty folder.
func (d disk) remove(name string) error {
	if err := d.begin(opRemove, name); err != nil {
		return err
	}

	return d.root.Remove(name)
}

// removeAll removes a folder with everything in it, if it exists.
func (d disk) removeAll(name string) error {
	if err := d.begin(opRemove, name); err != nil {
		return err
	}

	return d.root.RemoveAll(name)
}

// create creates or empties a file.
func (d disk) create(name string) (*newFile, error) {
	if err := d.begin(opCreate, name); err != nil {
		return nil, err
	}

	file, err := os.Create(d.fullPath(name))

	return &newFile{file, d.hooks, name}, err
}

// createState is create for a file of the state of signpost, whose folder may be from a stranger.
func (d disk) createState(name string) (*newFile, error) {
	if err := d.begin(opCreate, name); err != nil {
		return nil, err
	}

	file, err := d.root.Create(name)

	return &newFile{file, d.hooks, name}, err
}

// newFile is a file that is open for writing.
type newFile struct {
	file *os.File
	hooks
	name string
}

// Write implements [io.Writer].
func (f *newFile) Write(data []byte) (int, error) {
	if err := f.begin(opWrite, f.name); err != nil {
		return 0, err
	}

	return f.file.Write(data)
}

// ReadFrom implements [io.ReaderFrom]: some systems copy files faster than a program can.
func (f *newFile) ReadFrom(r io.Reader) (int64, error) {
	if err := f.begin(opWrite, f.name); err != nil {
		return 0, err
	}

	return f.file.ReadFrom(r)
}

// Sync writes the content to the disk.
func (f *newFile) Sync() error {
	if err := f.begin(opSync, f.name); err != nil {
		return err
	}

	return f.file.Sync()
}

// Close closes the file.
func (f *newFile) Close() error {
	return f.file.Close()
}
