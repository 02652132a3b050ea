package generate

import (
	"crypto/sha256"
	"io"
	"path/filepath"

	"signpost/internal/regular"
)

// folder is a folder of regular files whose checksums are recorded.
type folder struct {
	*regular.Folder
	fingerprint *Fingerprint // gets the checksums of the files; may be nil
}

func openFolder(dir string, fingerprint *Fingerprint) (folder, error) {
	opened, err := regular.OpenFolder(dir)
	return folder{opened, fingerprint}, err
}

// ReadFile implements fs.ReadFileFS.
func (f folder) ReadFile(name string) ([]byte, error) {
	data, err := f.Folder.ReadFile(name)
	if err == nil && f.fingerprint != nil {
		f.fingerprint.add(name, sha256.Sum256(data))
	}

	return data, err
}

// sum adds the checksum of a file to the fingerprint, without having the whole file in memory.
func (f folder) sum(name string) error {
	file, err := f.OpenFile(name)
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

// Source returns the text of a file with a problem, or nil if it cannot be read.
func (r *Result) Source(name string) []byte {
	return readSource(r.contentDir, name)
}

// Source is Result.Source for a site that could not be loaded.
func (o Options) Source(name string) []byte {
	return readSource(o.ContentDir(), name)
}

func readSource(contentDir, name string) []byte {
	data, err := readBelow(contentDir, name)
	if err != nil {
		return nil
	}

	return data
}

// readBelow reads a file by its path. If it is in the content folder, no link leads out of that.
func readBelow(contentDir, name string) ([]byte, error) {
	inContent, err := filepath.Rel(contentDir, name)
	if err != nil || !filepath.IsLocal(inContent) {
		return regular.ReadFile(name)
	}

	content, err := openFolder(contentDir, nil)
	if err != nil {
		return nil, err
	}
	defer content.Close()

	return content.ReadFile(filepath.ToSlash(inContent))
}
