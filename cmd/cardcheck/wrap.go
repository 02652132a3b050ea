package main

import (
	"fmt"
	"io"
	"os"

	"signpost/internal/cli"
)

const (
	// defaultWidth is the width of a terminal that the user has not changed, of a report, and of the longest line that
	// is easy to read.
	defaultWidth = 80
	minWidth     = 30
)

// widthOf returns how many characters to write on a line of a writer.
func widthOf(w io.Writer) int {
	if out, ok := w.(*cli.Output); ok {
		w = out.Unwrap()
	}
	file, ok := w.(*os.File)
	if !ok {
		return defaultWidth
	}
	columns, ok := terminalColumns(file)
	if !ok {
		return defaultWidth
	}
	return max(minWidth, min(defaultWidth, columns))
}

// isTerminal reports whether a user can type into a reader.
func isTerminal(r io.Reader) bool {
	if in, ok := r.(*cli.Input); ok {
		r = in.Unwrap()
	}
	file, ok := r.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// printWrapped writes a wrapped message. Each line begins with indent.
func printWrapped(w io.Writer, text, indent string) {
	fmt.Fprintln(w, cli.Wrap(widthOf(w), text, indent, indent))
}
