package output

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"signpost/internal/cli"
)

const lockFile = stateDir + "/lock"

// Lock lets one build at a time write to a folder. The system releases it if the process is killed.
type Lock struct {
	file *os.File // nil where the file system has no locks
}

// Waiting says how long to wait for another build that writes to the same folder.
type Waiting struct {
	Limit time.Duration

	// Report receives what the build waits for, before it waits. It may be nil.
	Report func(text string)
}

// lockPause is the time between two attempts to get the lock.
const lockPause = 100 * time.Millisecond

// Acquire returns the lock of a folder, which it creates. It returns an error if another build has the lock until the
// limit is reached or ctx is cancelled.
func Acquire(ctx context.Context, dir string, w Waiting) (*Lock, error) {
	return acquire(ctx, dir, w, pause)
}

func acquire(
	ctx context.Context, dir string, w Waiting, pause func(context.Context, time.Duration) error,
) (*Lock, error) {
	file, err := openLock(dir)
	if err != nil {
		return nil, err
	}

	err = tryLock(file)
	if errors.Is(err, errLocked) && w.Report != nil && w.Limit > 0 {
		w.Report(fmt.Sprintf("waiting up to %v for another build of the same folder", w.Limit))
	}

	for waited := time.Duration(0); errors.Is(err, errLocked) && waited < w.Limit; waited += lockPause {
		if err := pause(ctx, lockPause); err != nil {
			return nil, errors.Join(err, file.Close())
		}

		err = tryLock(file)
	}

	switch {
	case err == nil:
		return &Lock{file}, nil
	case errors.Is(err, errors.ErrUnsupported):
		return &Lock{}, file.Close()
	case errors.Is(err, errLocked):
		err = cli.WithHint(errLocked, "wait until it ends; --wait 10m waits longer")
	}

	return nil, errors.Join(err, file.Close())
}

// errLocked reports that another process has the lock.
var errLocked = errors.New("another build is writing to this folder")

// openLock opens the lock file. It is never removed: another process may have it open.
func openLock(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}

	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()

	if err := root.MkdirAll(stateDir, 0o777); err != nil {
		return nil, err
	}

	return root.OpenFile(lockFile, os.O_RDWR|os.O_CREATE, 0o666)
}

// Release lets other builds write to the folder.
func (l *Lock) Release() error {
	if l == nil || l.file == nil {
		return nil
	}

	return l.file.Close()
}

// IsBuilt reports whether signpost has written to a folder.
func IsBuilt(dir string) bool {
	info, err := os.Lstat(filepath.Join(dir, stateDir))
	return err == nil && info.IsDir()
}
