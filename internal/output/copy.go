package output

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
)

// pieceSize is the number of bytes that are copied between two looks at the context.
const pieceSize = 8 << 20

// copyTo copies the content of a file on disk to w, until ctx is cancelled.
func copyTo(ctx context.Context, w io.Writer, file File) error {
	source, err := file.Open()
	if err != nil {
		return err
	}
	defer source.Close()

	return copyPieces(ctx, w, source)
}

func copyPieces(ctx context.Context, w io.Writer, source io.Reader) error {
	for ctx.Err() == nil {
		_, err := io.CopyN(w, source, pieceSize)
		if errors.Is(err, io.EOF) {
			return nil
		}

		if err != nil {
			return err
		}
	}

	return ctx.Err()
}

// stageCopy stages the copy of a file on disk, unless the site already contains the same content.
func (s *stager) stageCopy(ctx context.Context, file File) (now stamp, isChanged bool, err error) {
	source, err := file.Open()
	if err != nil {
		return stamp{}, false, err
	}
	defer source.Close()

	existing, err := s.unchanged(file.Path, func(info fs.FileInfo) (bool, error) {
		return s.hasSameContent(ctx, file.Path, info, source)
	})
	if err != nil {
		return stamp{}, false, err
	}

	if existing != nil {
		return newStamp(file.Path, existing), false, nil
	}

	if _, err := source.Seek(0, io.SeekStart); err != nil {
		return stamp{}, false, err
	}

	if err := s.copyStaged(ctx, file, source); err != nil {
		return stamp{}, false, err
	}

	now, err = s.stagedStamp(file)

	return now, true, err
}

// copyStaged writes the content of a file to the staging folder.
func (s *stager) copyStaged(ctx context.Context, file File, source io.Reader) error {
	target, err := s.createStaged(file)
	if err != nil {
		return err
	}

	return errors.Join(copyPieces(ctx, target, source), target.Close())
}

// hasSameContent reports whether the existing file has the content of an open one.
func (s *stager) hasSameContent(
	ctx context.Context, name string, existing fs.FileInfo, source *os.File,
) (bool, error) {
	info, err := source.Stat()
	if err != nil || !existing.Mode().IsRegular() || existing.Size() != info.Size() {
		return false, err
	}

	file, err := s.open(name)
	if err != nil {
		return false, err
	}
	defer file.Close()

	return sameContent(ctx, file, source)
}

// sameContent reports whether two readers return the same bytes.
func sameContent(ctx context.Context, a, b io.Reader) (bool, error) {
	const size = 64 << 10
	first, second := make([]byte, size), make([]byte, size)

	for ctx.Err() == nil {
		n, errA := io.ReadFull(a, first)
		m, errB := io.ReadFull(b, second)
		if n != m || !bytes.Equal(first[:n], second[:m]) {
			return false, errors.Join(failure(errA), failure(errB))
		}

		if errA != nil || errB != nil {
			err := errors.Join(failure(errA), failure(errB))
			return err == nil, err
		}
	}

	return false, ctx.Err()
}

// failure returns the error of a read, unless it is the end of the file.
func failure(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}

	return err
}
