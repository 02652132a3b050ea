package cli

import (
	"fmt"
	"io"
)

// Output is a writer that remembers its first error. A program writes its results through one and asks for the error at
// the end: a result that was not written in full must not exit with 0, and not every writer of text returns errors.
type Output struct {
	w   io.Writer
	err error
}

// NewOutput returns an Output that writes to w.
func NewOutput(w io.Writer) *Output { return &Output{w: w} }

// Write writes to the underlying writer, unless an earlier write failed.
func (o *Output) Write(data []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}

	n, err := o.w.Write(data)
	if err != nil {
		o.err = fmt.Errorf("cannot write the output: %w", err)
	}
	return n, o.err
}

// Unwrap returns the underlying writer, for questions such as how wide the terminal is.
func (o *Output) Unwrap() io.Writer { return o.w }

// Err returns the first error, which states that the output could not be written.
func (o *Output) Err() error { return o.err }
