//go:build !linux

package output

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"sync"

	"signpost/internal/parallel"
)

// syncStaged writes the staged files to the disk.
func (f folder) syncStaged(ctx context.Context, j *journal) error {
	if err := f.begin(opSync, stagingDir); err != nil {
		return err
	}

	var files []string
	err := f.walk(stagingDir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, name)
		}

		return err
	})
	if err != nil {
		return err
	}

	var failed error
	var once sync.Once
	err = parallel.Each(ctx, 0, len(files), func(i int) {
		if err := syncFile(f.fullPath(files[i])); err != nil {
			once.Do(func() { failed = err })
		}
	})
	if err != nil {
		return err
	}

	return failed
}

// syncFile writes the content of a file to the disk. Windows does this only for files that are open for writing.
func syncFile(name string) error {
	file, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}

	return errors.Join(flush(file), file.Close())
}
