//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package output

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// tryLock locks a file until it is closed. It returns errLocked if another process has locked it, and
// errors.ErrUnsupported if the file system has no locks, as on some network shares.
func tryLock(file *os.File) error {
	err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	switch err {
	case nil:
		return nil
	case unix.EWOULDBLOCK:
		return errLocked
	case unix.ENOLCK, unix.EINVAL:
		return errors.ErrUnsupported
	}

	return err // ENOSYS and EOPNOTSUPP are errors.ErrUnsupported
}
