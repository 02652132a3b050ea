package snapshot

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"signpost/internal/regular"
)

// Limits of what is read of one site.
const (
	maxFiles = 200_000
	maxTotal = 4 << 30 // bytes of all files
)

// errTooMany and errTooLarge are returned for a site that exceeds a limit.
var (
	errTooMany  = fmt.Errorf("it has more than %d files", maxFiles)
	errTooLarge = fmt.Errorf("its files have more than %d GB", maxTotal>>30)
)

// Tree is the files of a folder or an archive.
type Tree struct {
	files []file // sorted by name
	notes []string
	close func() error
}

// file is a file of a tree. The size is what the folder or archive says.
type file struct {
	name string
	size int64
	open func() (io.ReadCloser, error)
}

// Close closes the folder or the archive.
func (t *Tree) Close() error {
	return t.close()
}

// OpenFolder lists the files of a folder. It follows no link to a folder, and none that leads out of it.
func OpenFolder(ctx context.Context, dir string) (*Tree, error) {
	folder, err := regular.OpenFolder(dir)
	if err != nil {
		return nil, err
	}

	l := lister{ctx: ctx, folder: folder, tree: &Tree{close: folder.Close}}
	err = fs.WalkDir(folder, ".", l.visit)
	if err != nil {
		return nil, errors.Join(err, folder.Close())
	}

	if l.links > 0 {
		l.tree.note("ignored %d links that lead to a folder or out of it", l.links)
	}

	return l.tree, nil
}

func (t *Tree) note(format string, args ...any) {
	t.notes = append(t.notes, fmt.Sprintf(format, args...))
}

// lister lists the files of a folder.
type lister struct {
	ctx    context.Context
	folder *regular.Folder
	tree   *Tree
	links  int // that were ignored
}

func (l *lister) visit(name string, d fs.DirEntry, err error) error {
	switch {
	case err != nil:
		return err
	case l.ctx.Err() != nil:
		return l.ctx.Err()
	case d.IsDir():
		if isHidden(d.Name()) && name != "." {
			return fs.SkipDir
		}
		return nil
	case isHidden(d.Name()):
		return nil
	case len(l.tree.files) == maxFiles:
		return errTooMany
	}

	info, err := d.Info()
	if err == nil && d.Type()&fs.ModeSymlink != 0 {
		info, err = l.folder.Stat(name)
	}

	switch {
	case err != nil || info.IsDir():
		l.links++
		return nil
	case !info.Mode().IsRegular():
		return nil // a pipe or a device, which could be read forever
	}

	l.tree.files = append(l.tree.files, file{name, info.Size(), func() (io.ReadCloser, error) {
		return l.folder.OpenFile(name)
	}})

	return nil
}

// isHidden reports whether a file or folder is hidden. Servers do not send hidden files.
func isHidden(name string) bool {
	return strings.HasPrefix(name, ".") && name != ".well-known"
}

// OpenArchive lists the files of a ZIP archive. If all of them are in one folder, it lists that.
func OpenArchive(ctx context.Context, name string) (*Tree, error) {
	r, err := zip.OpenReader(name)
	if err != nil {
		return nil, err
	}

	t := &Tree{close: r.Close}
	if err := t.listArchive(ctx, r.File); err != nil {
		return nil, errors.Join(err, r.Close())
	}

	t.dropTopFolder()

	return t, nil
}

func (t *Tree) listArchive(ctx context.Context, files []*zip.File) error {
	total := uint64(0)
	seen := make(map[string]bool, len(files))
	links := 0
	for _, f := range files {
		name := strings.ReplaceAll(f.Name, `\`, "/") // as some programs for Windows write them
		total += f.UncompressedSize64
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case strings.HasSuffix(name, "/"):
			continue
		case !fs.ValidPath(name):
			return fmt.Errorf("it has a file named %.100q, which leads out of it", f.Name)
		case len(t.files) == maxFiles:
			return errTooMany
		case f.UncompressedSize64 > maxTotal || total > maxTotal:
			return errTooLarge
		case f.Flags&1 != 0:
			return errors.New("it is encrypted")
		case !f.Mode().IsRegular():
			links++
			continue
		case seen[name] || slices.ContainsFunc(strings.Split(name, "/"), isHidden):
			continue
		}

		seen[name] = true
		t.files = append(t.files, file{name, int64(f.UncompressedSize64), f.Open})
	}

	if links > 0 {
		t.note("ignored %d links", links)
	}

	slices.SortFunc(t.files, func(a, b file) int { return strings.Compare(a.name, b.name) })

	return nil
}

// dropTopFolder removes the only folder at the top from all names.
func (t *Tree) dropTopFolder() {
	if len(t.files) == 0 {
		return
	}

	top, _, isInFolder := strings.Cut(t.files[0].name, "/")
	if !isInFolder || !strings.HasPrefix(t.files[len(t.files)-1].name, top+"/") {
		return
	}

	for i := range t.files {
		t.files[i].name = t.files[i].name[len(top)+1:]
	}
}

// Has reports whether there is a file, or a folder with files.
func (t *Tree) Has(name string) bool {
	at, found := slices.BinarySearchFunc(t.files, name, func(f file, name string) int {
		return strings.Compare(f.name, name)
	})
	if found {
		return true
	}

	return slices.ContainsFunc(t.files[at:], func(f file) bool { return strings.HasPrefix(f.name, name+"/") })
}

// HasType reports whether there is a file with an extension: ".md".
func (t *Tree) HasType(extension string) bool {
	return slices.ContainsFunc(t.files, func(f file) bool {
		return strings.EqualFold(path.Ext(f.name), extension)
	})
}

// Extract writes all files to a folder.
func (t *Tree) Extract(ctx context.Context, dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()

	left := int64(maxTotal)
	for _, f := range t.files {
		if ctx.Err() != nil {
			return ctx.Err()
		}

		if err := extract(root, f, &left); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
	}

	return nil
}

func extract(root *os.Root, f file, left *int64) error {
	if err := root.MkdirAll(path.Dir(f.name), 0o777); err != nil {
		return err
	}

	in, err := f.open()
	if err != nil {
		return err
	}
	defer in.Close()

	out, err := root.OpenFile(f.name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}

	n, err := io.Copy(out, io.LimitReader(in, *left+1))
	if *left -= n; *left < 0 {
		err = errTooLarge
	}

	return errors.Join(err, out.Close())
}
