package output

import (
	"context"

	"golang.org/x/sys/unix"
)

// syncStaged writes the staged files to the disk. One call for the whole file system takes far less time than one for
// each of thousands of files. Where it does not exist, the build goes on.
func (f folder) syncStaged(_ context.Context, j *journal) error {
	if len(j.Moves) == 0 {
		return nil
	}

	if err := f.begin(opSync, stagingDir); err != nil {
		return err
	}

	dir, err := f.open(stagingDir)
	if err != nil {
		return err
	}
	defer dir.Close()

	err = unix.Syncfs(int(dir.Fd()))
	if err == unix.ENOSYS || err == unix.EINVAL {
		return nil
	}

	return err
}
