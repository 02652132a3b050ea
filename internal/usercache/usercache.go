// Package usercache writes and reads files that hold what can be made again: results of one run that spare the next some work. Nothing depends on
// them. What cannot be written is not kept, and what is damaged is thrown away.
package usercache

import (
	"bytes"
	"crypto/sha256"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Month is how long a file is kept that no run has used: what it was made of may be gone.
const Month = 30 * 24 * time.Hour

// Read is what Write wrote last. A file that is damaged is removed.
func Read(name string) ([]byte, bool) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, false
	}
	n := min(len(data), sha256.Size)
	if sum := sha256.Sum256(data[n:]); !bytes.Equal(sum[:], data[:n]) {
		_ = os.Remove(name)
		return nil, false
	}
	Used(name)
	return data[n:], true
}

// Write keeps data, whole or not at all: two runs may do so at once.
func Write(name string, data []byte) {
	dir := filepath.Dir(name)
	if os.MkdirAll(dir, 0o777) != nil {
		return
	}
	file, err := os.CreateTemp(dir, "new-*")
	if err != nil {
		return
	}
	sum := sha256.Sum256(data)
	_, err = file.Write(append(sum[:], data...))
	if closed := file.Close(); err != nil || closed != nil || os.Rename(file.Name(), name) != nil {
		_ = os.Remove(file.Name())
	}
}

// Used notes that a file is still of use.
func Used(name string) {
	now := time.Now()
	_ = os.Chtimes(name, now, now)
}

// Forget removes the files of a folder that nobody has used for a month.
func Forget(dir string) {
	RemoveWhere(dir, func(file fs.FileInfo) bool { return time.Since(file.ModTime()) > Month })
}

// RemoveWhere removes files of a folder. On Windows, one that another run has open stays.
func RemoveWhere(dir string, unwanted func(fs.FileInfo) bool) {
	entries, _ := os.ReadDir(dir) // nothing is removed where nothing can be read
	for _, e := range entries {
		if info, err := e.Info(); err == nil && unwanted(info) {
			_ = os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}
