// Package addresslist reads the addresses of a published site from a file: a sitemap, an index of sitemaps in the same
// folder, a list with one address per line, or the first column of a table that a crawler wrote. Each may be
// compressed with gzip.
//
// Files come from other programs, so all sizes are limited, and nothing outside the folder of the file is opened.
package addresslist

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Limits of what is read. A sitemap has at most 50 MB.
const (
	maxFile      = 256 << 20 // bytes of a file, uncompressed
	maxSitemap   = 64 << 20  // the same of a sitemap, whose texts are in memory
	maxAddresses = 2_000_000
	maxLength    = 4096 // bytes of an address
	maxDepth     = 3    // of sitemaps in indexes
)

// List is the addresses in a file.
type List struct {
	// Addresses are URLs or paths, as the file contains them, in its order.
	Addresses []string

	// Ignored is the number of addresses that are too long or contain control characters.
	Ignored int
}

// errTooLarge is returned for files that are larger than any list of addresses.
var errTooLarge = errors.New("the file is too large for a list of addresses")

// Read reads a file. The error is ctx.Err(), or says why the file is not a list of addresses.
func Read(ctx context.Context, name string) (*List, error) {
	r := reader{ctx: ctx, list: new(List), seen: map[string]bool{}}
	if err := r.file(name, 0); err != nil {
		return nil, err
	}

	if len(r.list.Addresses) == 0 {
		return nil, fmt.Errorf("%s contains no addresses", name)
	}

	return r.list, nil
}

// reader reads a file and, if it is an index of sitemaps, the files that it names.
type reader struct {
	ctx  context.Context
	list *List
	seen map[string]bool // files
}

func (r *reader) file(name string, depth int) error {
	if r.seen[name] {
		return nil
	}

	r.seen[name] = true
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()

	if err := r.content(name, file, depth); err != nil {
		if r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		return fmt.Errorf("%s: %w", name, err)
	}

	return nil
}

// content reads a file in the format that its first bytes show.
func (r *reader) content(name string, file io.Reader, depth int) error {
	in := bufio.NewReader(file)
	if start, _ := in.Peek(2); bytes.Equal(start, []byte{0x1f, 0x8b}) {
		unzipped, err := gzip.NewReader(in)
		if err != nil {
			return err
		}

		in = bufio.NewReader(unzipped)
		name = strings.TrimSuffix(name, ".gz")
	}

	in = bufio.NewReader(transform.NewReader(in, unicode.BOMOverride(transform.Nop))) // UTF-16, as PowerShell writes it
	start, err := in.Peek(512)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}

	limited := &limitedReader{in: in, left: maxFile}
	switch {
	case bytes.HasPrefix(bytes.TrimSpace(start), []byte("<")):
		limited.left = maxSitemap
		return r.sitemap(limited, filepath.Dir(name), depth)
	case isTable(name, start):
		return r.table(limited, start)
	}

	return r.lines(limited)
}

// add adds an address. It returns an error if there are too many.
func (r *reader) add(address string) error {
	if r.ctx.Err() != nil {
		return r.ctx.Err()
	}

	isControl := func(c rune) bool { return c < ' ' || c == 0x7f }
	address = strings.TrimSpace(address)
	switch {
	case address == "":
		return nil
	case len(address) > maxLength || strings.ContainsFunc(address, isControl):
		r.list.Ignored++
		return nil
	case len(r.list.Addresses) == maxAddresses:
		return errTooLarge
	}

	r.list.Addresses = append(r.list.Addresses, address)

	return nil
}

// limitedReader fails after a number of bytes, so that a truncated list does not pass for a complete one.
type limitedReader struct {
	in   io.Reader
	left int
}

// Read reads up to the limit, and returns an error beyond it.
func (l *limitedReader) Read(data []byte) (int, error) {
	if l.left <= 0 {
		return 0, errTooLarge
	}

	n, err := l.in.Read(data[:min(len(data), l.left)])
	l.left -= n

	return n, err
}
