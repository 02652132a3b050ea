package output

import (
	"errors"
	"io/fs"
	"syscall"
)

// lastingErrors are errors of an operation that fails in the same way whenever it is repeated.
var lastingErrors = []error{
	fs.ErrNotExist,
	fs.ErrExist,
	fs.ErrInvalid,
	errors.ErrUnsupported,
	syscall.ENOTDIR,
	syscall.EISDIR,
	syscall.ENOTEMPTY,
}
