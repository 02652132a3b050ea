package output

import (
	"errors"
	"fmt"
	"io/fs"
)

// joinDistinct joins errors, each kind once. A mistake in a part that all pages share is one mistake, and a full disk
// is one cause, whatever the number of files that do not fit.
func joinDistinct(errs []error) error {
	count := map[string]int{}
	var first []error
	for _, err := range errs {
		if err == nil {
			continue
		}

		kind := kindOf(err)
		if count[kind]++; count[kind] == 1 {
			first = append(first, err)
		}
	}

	for i, err := range first {
		if n := count[kindOf(err)]; n > 1 && isFileError(err) {
			first[i] = fmt.Errorf("%w (the same for %d more)", err, n-1)
		}
	}

	return errors.Join(first...)
}

// kindOf returns what is equal in errors that have the same cause: the message, for a file without its name.
func kindOf(err error) string {
	var file *fs.PathError
	if errors.As(err, &file) {
		return file.Err.Error()
	}

	return err.Error()
}

func isFileError(err error) bool {
	return errors.As(err, new(*fs.PathError))
}
