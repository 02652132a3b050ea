//go:build unix && !linux

package output

import (
	"os"

	"golang.org/x/sys/unix"
)

// flush hands the content of a file to the disk. On macOS, File.Sync would also empty the cache of the disk, for each
// file; it does so once, for the journal.
func flush(file *os.File) error {
	return unix.Fsync(int(file.Fd()))
}
