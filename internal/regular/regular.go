// Package regular reads regular files: no pipe, device or socket, which could block, never end, or act when it is
// opened. A [Folder] contains every file that is read through it: links, and folders that are replaced meanwhile, do
// not lead out of it.
package regular

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"signpost/internal/limit"
)

// ErrIrregular is returned for what is neither a regular file nor a folder.
var ErrIrregular = errors.New("it is not a regular file")

// ErrTooLarge is returned for a file that is larger than limit.File.
var ErrTooLarge = fmt.Errorf("it has more than %d MB", limit.File>>20)

// ErrOutside is returned for a link that leads out of a folder.
var ErrOutside = errors.New("the link leads out of the folder")

// errReplaced is returned for a folder that was replaced by another one, or by a link, while it was opened.
var errReplaced = errors.New("it was replaced while it was read")

// Folder is a file system that implements fs.ReadDirFS, fs.ReadFileFS and fs.StatFS.
type Folder struct {
	root *os.Root
	dir  string
}

// OpenFolder opens a folder. The folder itself may be named by a link.
func OpenFolder(dir string) (*Folder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}

	return &Folder{root, dir}, nil
}

// ReadFile returns the content of a regular file. A link must not lead out of the folder that contains the file.
func ReadFile(name string) ([]byte, error) {
	dir, base := filepath.Split(name)
	folder, err := OpenFolder(filepath.Clean(dir))
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: cause(err)}
	}
	defer folder.Close()

	return folder.ReadFile(base)
}

// Close closes the folder. Its files can no longer be opened.
func (f *Folder) Close() error {
	return f.root.Close()
}

// Open implements fs.FS.
func (f *Folder) Open(name string) (fs.File, error) {
	return f.open(name)
}

// OpenFile opens a regular file: other than with Open, a folder is an error.
func (f *Folder) OpenFile(name string) (*os.File, error) {
	file, err := f.open(name)
	if err != nil {
		return nil, err
	}

	info, err := file.Stat()
	if err == nil && info.IsDir() {
		err = ErrIrregular
	}

	if err != nil {
		return nil, errors.Join(f.failed("open", name, err), file.Close())
	}

	return file, nil
}

// open opens a regular file or a folder. What it is is checked before it is opened, which may act on a device, and
// afterwards, since it may have been replaced. The first check uses the path: the root would open each folder in it.
func (f *Folder) open(name string) (*os.File, error) {
	local, err := filepath.Localize(name)
	if err != nil {
		return nil, f.failed("open", name, fs.ErrInvalid)
	}

	if info, err := os.Stat(filepath.Join(f.dir, local)); err == nil && !isReadable(info) {
		return nil, f.failed("open", name, ErrIrregular)
	}

	file, err := f.root.OpenFile(local, os.O_RDONLY|nonBlocking, 0)
	if err != nil {
		return nil, f.failed("open", name, err)
	}

	info, err := file.Stat()
	if err == nil && !isReadable(info) {
		err = ErrIrregular
	}

	if err != nil {
		return nil, errors.Join(f.failed("open", name, err), file.Close())
	}

	return file, nil
}

// ReadFile implements fs.ReadFileFS. A file larger than limit.File is an error: a file of a few bytes on the disk can
// have any size.
func (f *Folder) ReadFile(name string) ([]byte, error) {
	file, err := f.open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()

	info, err := file.Stat()
	if err == nil && info.Size() > limit.File {
		err = ErrTooLarge
	}

	if err != nil {
		return nil, f.failed("read", name, err)
	}

	var data bytes.Buffer
	data.Grow(int(info.Size()) + bytes.MinRead)
	_, err = data.ReadFrom(io.LimitReader(file, limit.File+1))
	if err == nil && data.Len() > limit.File { // it has grown
		err = ErrTooLarge
	}

	if err != nil {
		return nil, f.failed("read", name, err)
	}

	return data.Bytes(), nil
}

// Stat implements fs.StatFS. It describes what a link leads to.
func (f *Folder) Stat(name string) (fs.FileInfo, error) {
	local, err := filepath.Localize(name)
	if err != nil {
		return nil, f.failed("stat", name, fs.ErrInvalid)
	}

	info, err := f.root.Stat(local)
	if err != nil {
		return nil, f.failed("stat", name, err)
	}

	return info, nil
}

// ReadDir implements fs.ReadDirFS. The root would call lstat for each entry, so the folder is also opened by its path
// and listed there, if that is the same folder.
func (f *Folder) ReadDir(name string) ([]fs.DirEntry, error) {
	inside, err := f.open(name)
	if err != nil {
		return nil, err
	}
	defer inside.Close()

	byPath, err := os.OpenFile(filepath.Join(f.dir, filepath.FromSlash(name)), os.O_RDONLY|nonBlocking, 0)
	if err != nil {
		return nil, err
	}
	defer byPath.Close()

	if !isSame(inside, byPath) {
		return nil, f.failed("readdir", name, errReplaced)
	}

	entries, err := byPath.ReadDir(-1)
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })

	return entries, err
}

func isSame(a, b *os.File) bool {
	first, err := a.Stat()
	if err != nil {
		return false
	}

	second, err := b.Stat()

	return err == nil && os.SameFile(first, second)
}

func isReadable(info fs.FileInfo) bool {
	return info.IsDir() || info.Mode().IsRegular()
}

// failed returns an error with the path that the user knows.
func (f *Folder) failed(op, name string, err error) error {
	return &fs.PathError{Op: op, Path: filepath.Join(f.dir, filepath.FromSlash(name)), Err: cause(err)}
}

// cause returns an error without the path and the operation.
func cause(err error) error {
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		err = pathError.Err
	}

	if strings.Contains(err.Error(), "path escapes") { // package os exports no value for this error
		return ErrOutside
	}

	return err
}
