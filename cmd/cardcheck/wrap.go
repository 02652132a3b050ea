package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

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

// wrap breaks a text into lines of at most width characters. The first line begins with firstIndent, the others with
// indent. A word that is longer than a line gets a line of its own.
func wrap(width int, text, firstIndent, indent string) string {
	var lines []string
	line := firstIndent
	isEmpty := true
	for _, word := range strings.Fields(text) {
		word = removeControls(word)
		length := utf8.RuneCountInString(line) + 1 + utf8.RuneCountInString(word)
		if !isEmpty && length > width {
			lines = append(lines, line)
			line = indent
			isEmpty = true
		}
		if !isEmpty {
			line += " "
		}
		line += word
		isEmpty = false
	}
	return strings.Join(append(lines, line), "\n")
}

// printWrapped writes a wrapped message. Each line begins with indent.
func printWrapped(w io.Writer, text, indent string) {
	fmt.Fprintln(w, wrap(widthOf(w), text, indent, indent))
}

// removeControls replaces control characters in a text from a reader or a file, so that it cannot control the terminal.
func removeControls(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return utf8.RuneError
		}
		return r
	}, text)
}
