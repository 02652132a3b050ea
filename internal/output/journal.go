package output

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
)

// recover completes an interrupted build.
func (f folder) recover(ctx context.Context) error {
	var j journal
	err := f.readJSON(journalFile, &j)
	if errors.Is(err, fs.ErrNotExist) {
		return f.RemoveAll(stagingDir)
	}

	if err != nil {
		return err
	}

	return f.apply(ctx, &j)
}

// apply performs the steps of the journal. It can be repeated after an interruption.
func (f folder) apply(ctx context.Context, j *journal) error {
	for _, p := range j.Remove {
		if ctx.Err() != nil {
			return ctx.Err()
		}

		if err := f.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}

		f.removeEmpty(path.Dir(p))
	}

	for _, p := range j.Moves {
		if ctx.Err() != nil {
			return ctx.Err()
		}

		if err := f.move(p); err != nil {
			return err
		}
	}

	if err := f.Rename(journalFile, writtenFile); err != nil {
		return err
	}

	return f.RemoveAll(stagingDir)
}

// removeEmpty removes a folder and its parents as long as they are empty.
func (f folder) removeEmpty(dir string) {
	for dir != "." && f.Remove(dir) == nil {
		dir = path.Dir(dir)
	}
}

// move moves a file or folder out of the staging folder. If it is not there, it was moved before an interruption.
func (f folder) move(name string) error {
	from, to := f.fullPath(staged(name)), f.fullPath(name)
	err := os.Rename(from, to)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}

	// The parent folder may have been removed because it was empty.
	if err := f.MkdirAll(path.Dir(name), 0o777); err != nil {
		return err
	}

	err = os.Rename(from, to)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}

	return err
}
