package migrate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// The limits keep a hostile folder from using up memory. Real documentation is far below them.
const (
	maxPage     = 4 << 20   // bytes of a page, of a settings file and of an included file
	maxFile     = 256 << 20 // bytes of a picture or an attachment
	maxFiles    = 200_000   // files of a documentation folder
	maxIncluded = 1 << 20   // bytes that one page includes in total
)

// Folder contains the files of a project. Names are slash-separated and relative to it. It never reads a file outside,
// even through a symbolic link.
type Folder struct {
	fsys  fs.FS // a regular.Folder, which refuses links that leave it
	close func() error
}

// Read returns the text of a file. A name outside of the folder and a file that is too large are errors.
func (f *Folder) Read(name string) (string, error) {
	data, err := f.read(name, maxPage)
	return string(data), err
}

// readFile returns the content of a picture or an attachment.
func (f *Folder) readFile(name string) ([]byte, error) {
	return f.read(name, maxFile)
}

// canCopy returns an error for a file that cannot be read or is too large to be copied.
func (f *Folder) canCopy(name string) error {
	file, err := f.fsys.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()

	info, err := file.Stat()
	if err == nil && info.Size() > maxFile {
		err = fmt.Errorf("it is larger than %d MB", maxFile>>20)
	}

	return err
}

func (f *Folder) read(name string, limit int64) ([]byte, error) {
	if !fs.ValidPath(name) {
		return nil, fmt.Errorf("%q is outside of the folder", name)
	}

	file, err := f.fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()

	info, err := file.Stat()
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is not a file", name)
	case info.Size() > limit:
		return nil, fmt.Errorf("%s is larger than %d MB", name, limit>>20)
	}

	return io.ReadAll(io.LimitReader(file, limit))
}

// Exists reports whether a name is that of a regular file inside the folder.
func (f *Folder) Exists(name string) bool {
	if !fs.ValidPath(name) {
		return false
	}

	info, err := fs.Stat(f.fsys, name)
	return err == nil && info.Mode().IsRegular()
}

// HasDir reports whether a name is that of a folder inside the folder.
func (f *Folder) HasDir(name string) bool {
	if !fs.ValidPath(name) {
		return false
	}

	info, err := fs.Stat(f.fsys, name)
	return err == nil && info.IsDir()
}

// list returns the regular files below a folder, sorted. It does not follow links to folders, which could form a
// circle; links that it left out are in skipped.
func (f *Folder) list(ctx context.Context, dir string) (files, skipped []string, err error) {
	err = fs.WalkDir(f.fsys, dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, fs.ErrPermission):
			skipped = append(skipped, name)
			return nil
		case err != nil:
			return err
		case d.IsDir() && name != dir && isHidden(name):
			return fs.SkipDir
		case d.IsDir():
			return nil
		case d.Type()&fs.ModeSymlink != 0 && !f.Exists(name):
			skipped = append(skipped, name)
			return nil
		case d.Type().IsRegular() || d.Type()&fs.ModeSymlink != 0:
			files = append(files, name)
		}

		if len(files) > maxFiles {
			return fmt.Errorf("%s contains more than %d files", dir, maxFiles)
		}

		return nil
	})

	slices.Sort(files)

	return files, skipped, err
}

// isHidden reports whether a folder contains nothing that is published. GitBook keeps pictures in .gitbook.
func isHidden(name string) bool {
	base := path.Base(name)
	if base == ".gitbook" {
		return false
	}

	return base == "node_modules" || strings.HasPrefix(base, ".")
}

// folders returns the folders in a folder, sorted.
func (f *Folder) folders(dir string) []string {
	entries, err := fs.ReadDir(f.fsys, dir)
	if err != nil {
		return nil
	}

	var list []string
	for _, e := range entries {
		if e.IsDir() && !isHidden(e.Name()) {
			list = append(list, path.Join(dir, e.Name()))
		}
	}

	return list
}

// hasPages reports whether a folder itself contains pages.
func (f *Folder) hasPages(dir string) bool {
	entries, err := fs.ReadDir(f.fsys, dir)
	return err == nil && slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
		return !e.IsDir() && isPage(e.Name())
	})
}

// filesIn returns the files in a folder, sorted.
func (f *Folder) filesIn(dir string) []string {
	entries, err := fs.ReadDir(f.fsys, dir)
	if err != nil {
		return nil
	}

	var list []string
	for _, e := range entries {
		if !e.IsDir() {
			list = append(list, path.Join(dir, e.Name()))
		}
	}

	return list
}
