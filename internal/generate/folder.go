package generate

import (
	"crypto/sha256"
	"io/fs"
	"os"
	"path/filepath"
)

// folder is a folder whose files are read through a root, so that no link leads out of it. It is listed without: a root asks the system for
// the state of each file that it lists.
type folder struct {
	fs.FS
	root *os.Root
	dir  string
	sums *Fingerprint // is given the sums of the files that are read; may be nil
}

func openFolder(dir string, sums *Fingerprint) (folder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return folder{}, err
	}
	return folder{root.FS(), root, dir, sums}, nil
}

// Close lets go of the folder, from which nothing can be read any more.
func (f folder) Close() { _ = f.root.Close() }

// ReadFile implements fs.ReadFileFS.
func (f folder) ReadFile(name string) ([]byte, error) {
	data, err := fs.ReadFile(f.FS, name)
	if err == nil && f.sums != nil {
		f.sums.add(name, sha256.Sum256(data))
	}
	return data, err
}

// ReadDir implements fs.ReadDirFS.
func (f folder) ReadDir(name string) ([]fs.DirEntry, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	return os.ReadDir(filepath.Join(f.dir, filepath.FromSlash(name)))
}
