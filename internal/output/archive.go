package output

import (
	"archive/zip"
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// mark is the comment of every archive that signpost writes: it overwrites no other.
const mark = "written by signpost"

// epoch is when every file in an archive is said to have been made: the same site gives the same bytes. ZIP knows no earlier day.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// IsArchive reports whether a name is that of an archive rather than of a folder.
func IsArchive(name string) bool { return strings.EqualFold(filepath.Ext(name), ".zip") }

// Archive writes the files into one, name, whole or not at all. They come out in the order given.
func Archive(ctx context.Context, name string, files []File) error {
	if err := ours(name); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".new-*")
	if err != nil {
		return err
	}
	err = errors.Join(pack(ctx, file, files), file.Chmod(0o644), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

// ours refuses a file that stands there and that signpost did not write.
func ours(name string) error {
	if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	r, err := zip.OpenReader(name)
	if err != nil {
		return &ForeignError{filepath.Base(name)}
	}
	defer r.Close()
	if r.Comment != mark {
		return &ForeignError{filepath.Base(name)}
	}
	return nil
}

func pack(ctx context.Context, w io.Writer, files []File) error {
	buffered := bufio.NewWriterSize(w, 1<<20)
	z := zip.NewWriter(buffered)
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !fs.ValidPath(f.Path) {
			return fmt.Errorf("%q cannot be the path of a page", f.Path)
		}
		data, err := f.Data()
		if err != nil {
			return err
		}
		entry, err := z.CreateHeader(&zip.FileHeader{Name: f.Path, Method: zip.Deflate, Modified: epoch})
		if err != nil {
			return err
		}
		if _, err := entry.Write(data); err != nil {
			return err
		}
	}
	return errors.Join(z.SetComment(mark), z.Close(), buffered.Flush())
}
