package themes

import (
	"bytes"
	"io/fs"
	"path"
	"time"
)

// memoryFile is a file in memory, and its own [fs.FileInfo].
type memoryFile struct {
	name string
	bytes.Reader
}

func newMemoryFile(name string, data []byte) *memoryFile {
	return &memoryFile{
		name:   name,
		Reader: *bytes.NewReader(data),
	}
}

// Stat implements [fs.File].
func (f *memoryFile) Stat() (fs.FileInfo, error) {
	return f, nil
}

// Close implements [fs.File].
func (f *memoryFile) Close() error {
	return nil
}

// Name implements [fs.FileInfo].
func (f *memoryFile) Name() string {
	return path.Base(f.name)
}

// Mode implements [fs.FileInfo].
func (f *memoryFile) Mode() fs.FileMode {
	return 0o444
}

// ModTime implements [fs.FileInfo].
func (f *memoryFile) ModTime() time.Time {
	return time.Time{}
}

// IsDir implements [fs.FileInfo].
func (f *memoryFile) IsDir() bool {
	return false
}

// Sys implements [fs.FileInfo].
func (f *memoryFile) Sys() any {
	return nil
}
