//go:build !unix

package output

import "os"

// flush writes the content of a file to the disk.
func flush(file *os.File) error {
	return file.Sync()
}
