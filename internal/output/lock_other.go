//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || windows)

package output

import (
	"errors"
	"os"
)

// tryLock returns errors.ErrUnsupported: builds on this system must not overlap.
func tryLock(*os.File) error {
	return errors.ErrUnsupported
}
