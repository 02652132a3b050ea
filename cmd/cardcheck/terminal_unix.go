//go:build unix

package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// columns is how many characters fit on a line of the terminal to which f leads. It reports false where that is none.
func columns(f *os.File) (int, bool) {
	size, err := unix.IoctlGetWinsize(int(f.Fd()), unix.TIOCGWINSZ)
	if err != nil || size.Col == 0 {
		return 0, false
	}
	return int(size.Col), true
}
