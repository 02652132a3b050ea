package cli

import (
	"context"
	"io"
)

// Input is a reader that stops waiting when a context is cancelled: a read from a terminal or a pipe can last forever,
// and Ctrl+C must end the program all the same. Only one goroutine may read from it.
type Input struct {
	ctx     context.Context
	r       io.Reader
	pending chan chunk // receives what the read in the background returns
	rest    chunk      // not yet returned
}

// chunk is the result of a read.
type chunk struct {
	data []byte
	err  error // why nothing follows the data
}

// NewInput returns an Input that reads from r until ctx is cancelled.
func NewInput(ctx context.Context, r io.Reader) *Input {
	return &Input{
		ctx: ctx,
		r:   r,
	}
}

// Unwrap returns the underlying reader, for questions such as whether it is a terminal.
func (in *Input) Unwrap() io.Reader { return in.r }

// Read returns the next bytes. After the context is cancelled it returns the cause.
func (in *Input) Read(data []byte) (int, error) {
	if len(in.rest.data) == 0 && in.rest.err == nil {
		if err := in.fill(); err != nil {
			return 0, err
		}
	}
	if len(in.rest.data) == 0 {
		return 0, in.rest.err
	}

	n := copy(data, in.rest.data)
	in.rest.data = in.rest.data[n:]
	return n, nil
}

// fill waits for the read in the background, which it starts if none is pending. That goroutine cannot be stopped: if
// the context is cancelled, it ends with the process.
func (in *Input) fill() error {
	if in.pending == nil {
		in.pending = make(chan chunk, 1)
		go readOnce(in.r, in.pending)
	}

	select {
	case <-in.ctx.Done():
		return context.Cause(in.ctx)
	case in.rest = <-in.pending:
		in.pending = nil
		return nil
	}
}

func readOnce(r io.Reader, result chan<- chunk) {
	buffer := make([]byte, 4096)
	n, err := r.Read(buffer)
	result <- chunk{buffer[:n], err}
}
