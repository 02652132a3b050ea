package main

import (
	"errors"
	"io/fs"
	"os"

	"signpost/internal/regular"
)

// checkRegular returns an error for a link, a pipe and a device, which must be neither replaced nor read: reading may
// never end.
func checkRegular(name string) error {
	info, err := os.Lstat(name)
	if err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		return &fs.PathError{Op: "open", Path: name, Err: regular.ErrIrregular}
	}
	return nil
}

// readFile reads a file that replaceFile can replace.
func readFile(name string) ([]byte, error) {
	if err := checkRegular(name); err != nil {
		return nil, err
	}
	return regular.ReadFile(name)
}

// replaceFile writes a file completely or not at all.
func replaceFile(name string, data []byte) error {
	if err := checkRegular(name); err != nil {
		return err
	}

	temporary := name + ".new"
	_ = os.Remove(temporary) // of a run that was killed, or a link, which would be followed
	err := writeTemporary(temporary, data)
	if err == nil {
		err = os.Rename(temporary, name)
	}
	if err != nil {
		_ = os.Remove(temporary) // the first error matters
	}
	return err
}

// writeTemporary writes a file that does not exist yet.
func writeTemporary(name string, data []byte) error {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	return errors.Join(err, file.Close())
}
