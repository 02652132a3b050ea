package main

import (
	"errors"
	"fmt"
	"io/fs"

	"signpost/internal/cli"
	"signpost/internal/companion/practice"
)

// createFile writes a new file that only its owner can read.
func createFile(path string, data []byte) error {
	return addCreateHint(path, practice.Create(path, data))
}

// addCreateHint adds a hint to the error of a new file.
func addCreateHint(path string, err error) error {
	if errors.Is(err, fs.ErrExist) {
		return errExists(path)
	}
	return addWriteHint(err)
}

func errExists(path string) error {
	return cli.WithHint(fmt.Errorf("%q exists already", path), "name another file")
}

// addWriteHint adds a hint to the error of a file that could not be written.
func addWriteHint(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return cli.WithHint(err, "create the folder first, or name another")
	case errors.Is(err, fs.ErrPermission):
		return cli.WithHint(err, "name a file in a folder that you can write to, such as your Documents")
	}
	return err
}

// addReplaceHint adds a hint to the error of a set-up file that could not be changed.
func addReplaceHint(err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return cli.WithHint(err, "ask your IT team to change the file, or to let you change it")
	}
	return err
}
