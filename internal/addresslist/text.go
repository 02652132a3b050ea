package addresslist

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"path"
	"strings"
)

// lines reads a list with one address per line. Lines that begin with a number sign are comments.
func (r *reader) lines(in io.Reader) error {
	lines := bufio.NewReaderSize(in, maxLength+2)
	for {
		line, isTooLong, err := lines.ReadLine()
		if errors.Is(err, io.EOF) {
			return nil
		}

		if err != nil {
			return err
		}

		for more := isTooLong; more; {
			if _, more, err = lines.ReadLine(); err != nil {
				break // the next line reports it
			}
		}

		if isTooLong {
			r.list.Ignored++
			continue
		}

		if bytes.HasPrefix(line, []byte("#")) {
			continue
		}

		if err := r.add(string(line)); err != nil {
			return err
		}
	}
}

// separators are the characters that can separate columns.
const separators = "\t;,"

// isTable reports whether a file is a table: its name says so, or its first line has columns with titles.
func isTable(name string, start []byte) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".csv", ".tsv":
		return true
	}

	line, _, _ := bytes.Cut(start, []byte("\n"))
	isAddress := bytes.HasPrefix(line, []byte("/")) || bytes.Contains(line, []byte("://"))

	return !isAddress && bytes.ContainsAny(line, separators)
}

// table reads the first column of a table, without its title.
func (r *reader) table(in io.Reader, start []byte) error {
	rows := csv.NewReader(in)
	rows.Comma = separatorOf(start)
	rows.FieldsPerRecord = -1
	rows.LazyQuotes = true
	rows.ReuseRecord = true
	for isFirst := true; ; isFirst = false {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}

		if err != nil {
			return err
		}

		if isFirst && !strings.Contains(row[0], "/") {
			continue
		}

		if err := r.add(strings.Clone(row[0])); err != nil {
			return err
		}
	}
}

// separatorOf returns the separator that the first line contains.
func separatorOf(start []byte) rune {
	line, _, _ := bytes.Cut(start, []byte("\n"))
	for _, separator := range separators {
		if bytes.ContainsRune(line, separator) {
			return separator
		}
	}

	return ','
}
