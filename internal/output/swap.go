package output

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
)

// recover finishes what an interrupted build had begun.
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

// apply does what the journal says; it can be done again after it was interrupted.
func (f folder) apply(ctx context.Context, j *journal) error {
	for _, p := range j.Remove {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := f.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		f.prune(path.Dir(p))
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

// prune removes folders that are left empty; one that is not stays.
func (f folder) prune(dir string) {
	for ; dir != "."; dir = path.Dir(dir) {
		if f.Remove(dir) != nil {
			return
		}
	}
}

// move puts a file or a folder into its place. One that is no longer staged was moved before an interruption.
func (f folder) move(p string) error {
	err := os.Rename(f.whole(staged(p)), f.whole(p))
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := f.MkdirAll(path.Dir(p), 0o777); err != nil { // it was left empty, and removed
		return err
	}
	if err := os.Rename(f.whole(staged(p)), f.whole(p)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
