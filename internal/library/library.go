// Package library keeps parsed articles, in memory or on disk.
//
// A site of 100,000 articles has a million sections. [Library.Parse] parses an article and packs it into a record, and
// returns an [Article] with the parts that the whole site needs all the time: its metadata and the sections that
// explain codes. Everything else is read from the record with a [Reader] when a pass needs it: the headings
// ([Reader.Outline]), the links ([Reader.Links]), the HTML ([Reader.HTML]) or the plain text ([Reader.Texts]). All of
// these are plain values. No other package knows how a record is stored.
//
// # Packed forms
//
// A record (record.go) contains metadata, outline, links, front matter, HTML and texts. The outline and the links stay
// in memory, as one string each. Front matter, HTML and texts are read from a file, or from memory in a library that
// [New] returns. Gains, measured with 10,000 articles and 90,000 sections of `make bench`:
//
//	                    live heap after parsing    peak memory of a build
//	all forms                    19 MB                    193 MB
//	HTML in memory              139 MB                    450 MB
//	outline as values            29 MB                    214 MB
//	links as values              42 MB                    261 MB
//
// The processor time of a build is the same in all cases.
//
// # Cache
//
// A library that [Open] returns keeps its file for the next run, which parses only what has changed: a second lint of
// the same articles takes 0.7 s of processor time instead of 6.1 s. The key of a record is a checksum of everything
// that the article depends on (key.go): its file, the options, the snippets and the program. Damaged records are
// ignored, and a cache that cannot be opened or saved does not fail a build.
package library

import (
	"context"
	"errors"
	"hash/crc32"
	"io/fs"
	"os"
	"sync"
	"time"

	"signpost/internal/article"
	"signpost/internal/problem"
)

// Library contains parsed articles. It is safe for concurrent use.
type Library struct {
	file  *os.File   // to which this run writes; nil for a library in memory
	cache *cacheFile // of an earlier run; nil if nothing is kept
	keys  keys

	mu      sync.Mutex
	size    int64        // of the records in file
	written map[key]span // the records in file, if they are kept
	failed  bool         // a record could not be written
}

// span is the position of a record in a file.
type span struct {
	offset   int64
	length   int
	checksum uint32
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// New returns a library in memory.
func New() *Library {
	return &Library{}
}

// NewTemporary returns a library in a temporary file.
func NewTemporary() (*Library, error) {
	file, err := os.CreateTemp("", "signpost-*")
	if err != nil {
		return nil, err
	}

	unlink(file)

	return &Library{file: file}, nil
}

// Open returns a library in the file called name, which an earlier run may have left. program identifies the program:
// articles that another one parsed are parsed again. now is the time at which the file is used. If the file cannot be
// written, Open returns a temporary library.
func Open(name, program string, now time.Time) (*Library, error) {
	file, err := createCache(name)
	if err != nil {
		return NewTemporary()
	}

	return &Library{
		file:    file,
		cache:   openCache(name, now),
		keys:    keys{program: program},
		written: map[key]span{},
	}, nil
}

// unlink removes the directory entry of an open file, so that a killed process leaves nothing behind. Windows refuses
// this.
func unlink(file *os.File) {
	_ = os.Remove(file.Name())
}

// Close saves the records for the next run, unless ctx is cancelled, and releases all files. Articles of the library
// cannot be read any more.
func (l *Library) Close(ctx context.Context) error {
	if l.file == nil {
		return nil
	}

	if l.cache != nil {
		l.saveCache(ctx)
		return nil
	}

	err := l.file.Close()
	if removeErr := os.Remove(l.file.Name()); !errors.Is(removeErr, fs.ErrNotExist) {
		err = errors.Join(err, removeErr)
	}

	return err
}

// Parse parses an article like [article.Parse] and adds it to the library. All articles of a library must be from the
// same content folder, and their options may differ only in the language.
func (l *Library) Parse(file string, src []byte, opts article.Options) (*Article, []problem.Problem) {
	var k key
	if l.cache != nil {
		opts = l.keys.snapshot(opts)
		k = l.keys.keyOf(file, src, opts)
		if a, problems, ok := l.cache.lookup(k); ok {
			return a, problems
		}
	}

	a, problems := article.Parse(file, src, opts)
	packed := l.add(k, a, problems)

	return packed, problems
}

// encoders are reused, so that adding an article allocates little.
var encoders = sync.Pool{New: func() any { return new(coder) }}

// add packs an article. Its record stays in memory if it cannot be written.
func (l *Library) add(k key, a *article.Article, problems []problem.Problem) *Article {
	c := encoders.Get().(*coder)
	defer encoders.Put(c)

	packed := summarise(a)
	data := c.encode(a, packed, problems)
	p, ok := split(data)
	if !ok {
		panic("library: a record is larger than 4 GB")
	}

	packed.setParts(p)
	if l.file == nil || !l.write(k, data, packed) {
		packed.stored.keep(p)
	}

	return packed
}

// write writes a record to the file.
func (l *Library) write(k key, data []byte, packed *Article) (ok bool) {
	l.mu.Lock()
	offset := l.size
	l.size += int64(len(data))
	l.mu.Unlock()

	_, err := l.file.WriteAt(data, offset)

	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		l.failed = true
		return false
	}

	if l.written != nil {
		l.written[k] = span{
			offset:   offset,
			length:   len(data),
			checksum: crc32.Checksum(data, castagnoli),
		}
	}

	packed.stored.moveTo(l.file, offset+int64(len(data)))

	return true
}
