// Package codescan finds the error codes of a site in source code: those that no article explains, those that are
// retired, other spellings, and the codes that nothing uses.
//
// Most files contain no code. Words are looked up first, and only a file with a code is divided into comments, strings
// and other code; see package syntax.
package codescan

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"signpost/internal/codegen"
	"signpost/internal/codes"
	"signpost/internal/parallel"
	"signpost/internal/regular"
)

// Options controls a scan.
type Options struct {
	Registry *codes.Registry

	// Pattern matches the codes of the site completely. If it is nil, words count that have the shape of a code.
	Pattern Pattern

	// Paths are the files and folders to scan.
	Paths []string

	// Exclude are patterns of files and folders to leave out: see excludes. Skip are files and folders to leave out.
	Exclude []string
	Skip    []string

	// Progress is called after each file, from any goroutine. It may be nil.
	Progress func(done, total int)
}

// Pattern reports whether a text has the form of a code of the site.
type Pattern interface{ MatchString(text string) bool }

// MaxSize is the size of the largest file that is scanned.
const MaxSize = 4 << 20

// maxUses limits the uses that a Result lists.
const maxUses = 20_000

// Area is the part of the source that a code is in.
type Area int

// The areas.
const (
	Product  Area = iota // code and strings that are part of the product
	Test                 // a test
	Comment              // a comment of the product
	Document             // a file of prose
	areas
)

// Names of the areas in the output, singular.
var areaNames = [areas]string{"product", "test", "comment", "document"}

// String returns the name of the area.
func (a Area) String() string { return areaNames[a] }

// Use is a code in a file.
type Use struct {
	Code      codes.Code // as it is written
	Known     codes.Code // the code of the site that it is or resembles; empty if there is none
	State     State
	Area      Area
	File      string
	Line      int
	Column    int // in bytes, from 1
	EndColumn int // after the code
}

// Result is what a scan found.
type Result struct {
	// Uses are the uses that need attention, sorted by file, line and column: all except uses of documented
	// codes.
	Uses []Use

	// More is the number of uses that are not in the list, because there are more than maxUses.
	More int

	// Counts are the uses of each documented code by area.
	Counts map[codes.Code]*[areas]int

	Files     int
	Bytes     int64
	Binary    int // files that were left out
	Large     int
	Minified  int
	Generated int // files of constants and registries: they declare codes

	// IsBroad is set if the pattern also matches common words such as UTF-8. Unknown codes then count only if they
	// begin like a code of the site.
	IsBroad bool
}

// Count returns how often a documented code is used in an area.
func (r *Result) Count(c codes.Code, a Area) int {
	if counts := r.Counts[c]; counts != nil {
		return counts[a]
	}

	return 0
}

// Run scans files. The result is the same whatever the number of processors.
func Run(ctx context.Context, o Options) (*Result, error) {
	files, err := listFiles(ctx, o)
	if err != nil {
		return nil, err
	}

	s := &scanner{
		matcher: newMatcher(o.Registry, o.Pattern),
		result:  &Result{Counts: map[codes.Code]*[areas]int{}},
		buffers: sync.Pool{New: func() any { return new(bytes.Buffer) }},
	}
	s.result.IsBroad = s.matcher.isBroad

	var done atomic.Int64
	err = parallel.Each(ctx, 0, len(files), func(i int) {
		s.scan(files[i])
		if o.Progress != nil {
			o.Progress(int(done.Add(1)), len(files))
		}
	})
	if err := errors.Join(err, s.err); err != nil {
		return nil, err
	}

	s.result.limit()

	return s.result, nil
}

// scanner collects what the files contain.
type scanner struct {
	matcher *matcher
	buffers sync.Pool

	mu     sync.Mutex
	result *Result
	err    error // the first one
}

// scan reads a file and adds what it contains to the result.
func (s *scanner) scan(f file) {
	buffer := s.buffers.Get().(*bytes.Buffer)
	defer s.buffers.Put(buffer)
	buffer.Reset()

	size, err := f.read(buffer)
	source := buffer.Bytes()
	var uses []Use
	reason := exclusion(f.name, source, size)
	if err == nil && reason == included {
		uses = s.matcher.uses(f, decode(source))
	}

	s.mu.Lock()
	defer s.mu.Unlock()

	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) && s.err == nil { // git also lists files that were deleted
			s.err = err
		}

		return
	}

	s.result.add(reason, size, uses)
}

// add adds what a file contains.
func (r *Result) add(reason reason, size int64, uses []Use) {
	switch reason {
	case irregular:
	case binaryFile:
		r.Binary++
	case large:
		r.Large++
	case minified:
		r.Minified++
	case generated:
		r.Generated++
	default:
		r.Files++
		r.Bytes += size
	}

	for _, u := range uses {
		if u.Known != "" && u.State != Misspelled {
			if r.Counts[u.Known] == nil {
				r.Counts[u.Known] = new([areas]int)
			}

			r.Counts[u.Known][u.Area]++
		}

		if u.State != Documented {
			r.Uses = append(r.Uses, u)
		}
	}

	if len(r.Uses) > 2*maxUses {
		r.limit()
	}
}

// limit sorts the uses and drops those after the limit. What is left does not depend on when files were read.
func (r *Result) limit() {
	slices.SortFunc(r.Uses, compareUses)
	if n := len(r.Uses) - maxUses; n > 0 {
		r.More += n
		r.Uses = r.Uses[:maxUses]
	}
}

// read reads a file up to the limit, and returns its size. It does not follow links, and returns -1 for one.
func (f file) read(buffer *bytes.Buffer) (int64, error) {
	info, err := os.Lstat(f.name)
	if err != nil {
		return 0, err
	}

	switch {
	case !info.Mode().IsRegular():
		return -1, nil
	case info.Size() > MaxSize:
		return info.Size(), nil
	}

	folder, err := regular.OpenFolder(f.dir)
	if err != nil {
		return 0, err
	}
	defer folder.Close()

	opened, err := folder.OpenFile(f.rel)
	if err != nil {
		return 0, err
	}
	defer opened.Close()

	_, err = buffer.ReadFrom(io.LimitReader(opened, MaxSize))

	return info.Size(), err
}

// Source returns the text of a file as a scan of the paths reads it, or nil if it does not.
func (o Options) Source(name string) []byte {
	for _, dir := range o.Paths {
		rel, err := filepath.Rel(dir, name)
		if err != nil || !filepath.IsLocal(rel) {
			continue
		}

		f := fileIn(dir, filepath.ToSlash(rel))
		if rel == "." {
			f = fileAt(dir)
		}

		var b bytes.Buffer
		if _, err := f.read(&b); err == nil {
			return decode(b.Bytes())
		}
	}

	return nil
}

// isRegistry reports whether a file is the registry of a site.
func isRegistry(source []byte) bool {
	head := source[:min(len(source), 400)]
	for _, key := range []string{`"schema"`, `"site"`, `"hash"`, `"codes"`} {
		if !bytes.Contains(head, []byte(key)) {
			return false
		}
	}

	return true
}

func isDeclaration(source []byte) bool { return codegen.IsGenerated(source) || isRegistry(source) }
