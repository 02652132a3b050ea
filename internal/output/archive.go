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

// archiveComment marks archives that signpost wrote. Others are never overwritten.
const archiveComment = "written by signpost"

// epoch is the modification time of all files in an archive, so that the same site results in the same bytes.
// It is the earliest time that ZIP can represent.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// IsArchive reports whether a file name is that of an archive.
func IsArchive(name string) bool {
	return strings.EqualFold(filepath.Ext(name), ".zip")
}

// Archive writes files to a ZIP archive in the given order. It replaces the archive atomically. If ctx is
// cancelled, the previous archive remains.
func Archive(ctx context.Context, name string, files []File) error {
	if err := checkOwnArchive(name); err != nil {
		return err
	}

	dir := filepath.Dir(name)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}

	file, err := os.CreateTemp(dir, filepath.Base(name)+".new-*")
	if err != nil {
		return err
	}

	err = errors.Join(
		writeArchive(ctx, file, files),
		file.Chmod(0o644),
		file.Sync(),
		file.Close(),
	)
	if err == nil {
		err = os.Rename(file.Name(), name)
	}

	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}

	return nil
}

// checkOwnArchive fails if the file exists and is not an archive that signpost wrote.
func checkOwnArchive(name string) error {
	if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
		return nil
	}

	r, err := zip.OpenReader(name)
	if err != nil {
		return &ForeignError{filepath.Base(name)}
	}

	defer r.Close()
	if r.Comment != archiveComment {
		return &ForeignError{filepath.Base(name)}
	}

	return nil
}

func writeArchive(ctx context.Context, w io.Writer, files []File) error {
	buffered := bufio.NewWriterSize(w, 1<<20)
	archive := zip.NewWriter(buffered)
	for _, f := range files {
		if ctx.Err() != nil {
			return ctx.Err()
		}

		if err := addFile(ctx, archive, f); err != nil {
			return err
		}
	}

	return errors.Join(
		archive.SetComment(archiveComment),
		archive.Close(),
		buffered.Flush(),
	)
}

func addFile(ctx context.Context, archive *zip.Writer, f File) error {
	if !fs.ValidPath(f.Path) {
		return fmt.Errorf("%q is not a valid path of a page", f.Path)
	}

	w, err := archive.CreateHeader(&zip.FileHeader{
		Name:     f.Path,
		Method:   zip.Deflate,
		Modified: epoch,
	})
	if err != nil {
		return err
	}

	if f.Open != nil {
		return copyTo(ctx, w, f)
	}

	data, err := f.Data()
	if err != nil {
		return err
	}

	_, err = w.Write(data)

	return err
}
