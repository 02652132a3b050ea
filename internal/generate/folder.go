package generate

import (
	"crypto/sha256"
	"errors"
	"io"
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

var errNotRegular = errors.New("it is not a regular file")

// ReadFile implements fs.ReadFileFS. It does not open a pipe or a device: it might wait forever.
func (f folder) ReadFile(name string) ([]byte, error) {
	if info, err := f.root.Stat(name); err == nil && !isReadable(info) {
		return nil, notRegular(name)
	}

	data, err := fs.ReadFile(f.FS, name)
	if err == nil && f.fingerprint != nil {
		f.fingerprint.add(name, sha256.Sum256(data))
	}

	return data, err
}

// openRegular opens a file that is neither a folder, nor a pipe or a device.
func (f folder) openRegular(name string) (*os.File, error) {
	if info, err := f.root.Stat(name); err == nil && !info.Mode().IsRegular() {
		return nil, notRegular(name)
	}

	return f.root.Open(name)
}

// isReadable reports whether reading a file ends: it is not a pipe or a device.
func isReadable(info fs.FileInfo) bool {
	return info.IsDir() || info.Mode().IsRegular() // reading a folder is an error of its own
}

func notRegular(name string) error {
	return &fs.PathError{
		Op:   "read",
		Path: name,
		Err:  errNotRegular,
	}
}

// readRegular reads a file next to the settings. Like [folder.ReadFile], it does not open a pipe or a device.
func readRegular(name string) ([]byte, error) {
	if info, err := os.Stat(name); err == nil && !isReadable(info) {
		return nil, notRegular(name)
	}

	return os.ReadFile(name)
}

// sum adds the checksum of a file to the fingerprint, without having the whole file in memory.
func (f folder) sum(name string) error {
	file, err := f.root.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()

	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return err
	}

	f.fingerprint.add(name, [sha256.Size]byte(hash.Sum(nil)))

	return nil
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
