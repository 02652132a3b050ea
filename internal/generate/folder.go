package generate

import (
	"crypto/sha256"
	"io/fs"
	"os"
	"path/filepath"
)

// folder reads files through an os.Root, so that no symbolic link leads out of it. It lists them without the root,
// which would call stat for each file.
type folder struct {
	fs.FS
	root        *os.Root
	dir         string
	fingerprint *Fingerprint // gets the checksums of the files; may be nil
}

func openFolder(dir string, fingerprint *Fingerprint) (folder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return folder{}, err
	}

	return folder{root.FS(), root, dir, fingerprint}, nil
}

// Close closes the folder. Its files can no longer be read.
func (f folder) Close() {
	_ = f.root.Close() // it was only read
}

// ReadFile implements fs.ReadFileFS.
func (f folder) ReadFile(name string) ([]byte, error) {
	data, err := fs.ReadFile(f.FS, name)
	if err == nil && f.fingerprint != nil {
		f.fingerprint.add(name, sha256.Sum256(data))
	}

	return data, err
}

// ReadDir implements fs.ReadDirFS.
func (f folder) ReadDir(name string) ([]fs.DirEntry, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{
			Op:   "readdir",
			Path: name,
			Err:  fs.ErrInvalid,
		}
	}

	return os.ReadDir(filepath.Join(f.dir, filepath.FromSlash(name)))
}
