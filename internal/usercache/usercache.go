// Package usercache stores files that can be made again, in the user's cache folder: results of one run that
// save the next one time.
//
// Nothing depends on them. Write errors are ignored, damaged files are removed, and [RemoveUnused] removes
// files that no run has used for a while. Callers pass the current time, which is recorded as a file's
// modification time when it is used.
package usercache

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// MaxAge is how long an unused file is kept. Its source may no longer exist.
const MaxAge = 30 * 24 * time.Hour

// Read returns the data of the last Write and marks the file as used. It removes a damaged file.
func Read(name string, now time.Time) ([]byte, bool) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, false
	}

	n := min(len(data), sha256.Size)
	checksum, content := data[:n], data[n:]
	want := sha256.Sum256(content)
	if !bytes.Equal(checksum, want[:]) {
		_ = os.Remove(name)
		return nil, false
	}

	Touch(name, now)
	return content, true
}

// Write stores data behind its checksum. It replaces the file atomically, since two runs may write it at the same time.
func Write(name string, data []byte) {
	dir := filepath.Dir(name)
	if os.MkdirAll(dir, 0o777) != nil {
		return
	}

	file, err := os.CreateTemp(dir, "new-*")
	if err != nil {
		return
	}

	checksum := sha256.Sum256(data)
	_, err = file.Write(append(checksum[:], data...))
	err = errors.Join(err, file.Close())
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		_ = os.Remove(file.Name())
	}
}

// Contains reports whether there is a file. Its content may be damaged.
func Contains(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Size() >= sha256.Size
}

// Touch marks a file as used, so that RemoveUnused keeps it.
func Touch(name string, now time.Time) {
	_ = os.Chtimes(name, now, now)
}

// RemoveUnused removes the files in dir that were last used more than MaxAge ago.
func RemoveUnused(dir string, now time.Time) {
	RemoveMatching(dir, func(file fs.FileInfo) bool {
		return now.Sub(file.ModTime()) > MaxAge
	})
}

// RemoveMatching removes the files in dir that match. On Windows, files that another process has open remain.
func RemoveMatching(dir string, match func(fs.FileInfo) bool) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}

	for _, e := range entries {
		info, err := e.Info()
		if err == nil && match(info) {
			_ = os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}
