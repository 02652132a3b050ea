package library

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"signpost/internal/problem"
	"signpost/internal/usercache"
)

// cacheFile is the file of an earlier run. It contains the records, then an index entry for each record with its
// key, its offset, its length and its checksum, and then a footer with the offset and the checksum of the index.
type cacheFile struct {
	name    string
	now     time.Time    // recorded as the last use of the file
	file    *os.File     // nil if there is none
	records map[key]span // from the index

	mu   sync.Mutex
	used map[key]span // by this run
}

const (
	magic      = "signpost articles\n"
	entrySize  = len(key{}) + 8 + 4 + 4
	footerSize = 8 + 4 + len(magic)

	unfinished = ".new-" // follows the name of a file that is being written
)

var errNoCache = errors.New("no usable cache")

// createCache creates the file that will replace the cache called name. It removes leftover
// files of runs that were killed or are being superseded.
func createCache(name string) (*os.File, error) {
	if name == "" {
		return nil, os.ErrNotExist
	}

	dir := filepath.Dir(name)
	base := filepath.Base(name)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}

	usercache.RemoveMatching(dir, func(file fs.FileInfo) bool {
		return strings.HasPrefix(file.Name(), base+unfinished)
	})

	return os.CreateTemp(dir, base+unfinished)
}

// openCache opens the file of an earlier run, if it is complete.
func openCache(name string, now time.Time) *cacheFile {
	c := &cacheFile{
		name: name,
		now:  now,
		used: map[key]span{},
	}
	file, err := os.Open(name)
	if err != nil {
		return c
	}

	if c.records, err = readIndex(file); err != nil {
		_ = file.Close()
		return c
	}

	c.file = file

	return c
}

// readIndex reads the index of a cache file and checks that all records are inside the file.
func readIndex(file *os.File) (map[key]span, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}

	end := info.Size() - int64(footerSize)
	footer := make([]byte, footerSize)
	if _, err := file.ReadAt(footer, max(end, 0)); err != nil {
		return nil, err
	}

	start := int64(binary.LittleEndian.Uint64(footer))
	checksum := binary.LittleEndian.Uint32(footer[8:])
	isIndex := start >= 0 && start <= end && (end-start)%int64(entrySize) == 0
	if string(footer[12:]) != magic || !isIndex {
		return nil, errNoCache
	}

	index := make([]byte, end-start)
	if _, err := file.ReadAt(index, start); err != nil {
		return nil, err
	}

	if crc32.Checksum(index, castagnoli) != checksum {
		return nil, errNoCache
	}

	return parseIndex(index, start)
}

// parseIndex parses the index of a file whose records end at an offset.
func parseIndex(index []byte, end int64) (map[key]span, error) {
	records := make(map[key]span, len(index)/entrySize)
	for entry := range slices.Chunk(index, entrySize) {
		position := entry[len(key{}):]
		s := span{
			offset:   int64(binary.LittleEndian.Uint64(position)),
			length:   int(binary.LittleEndian.Uint32(position[8:])),
			checksum: binary.LittleEndian.Uint32(position[12:]),
		}
		isInside := s.offset >= 0 && s.length >= 0 && s.offset <= end-int64(s.length)
		if !isInside {
			return nil, errNoCache
		}

		records[key(entry)] = s
	}

	return records, nil
}

func appendEntry(index []byte, k key, s span) []byte {
	index = append(index, k[:]...)
	index = binary.LittleEndian.AppendUint64(index, uint64(s.offset))
	index = binary.LittleEndian.AppendUint32(index, uint32(s.length))

	return binary.LittleEndian.AppendUint32(index, s.checksum)
}

var recordBuffers = sync.Pool{New: func() any { return new([]byte) }}

// lookup returns the article with a key and the problems of its file. ok is false if the cache does not contain it or
// its record is damaged.
func (c *cacheFile) lookup(k key) (a *Article, problems []problem.Problem, ok bool) {
	s, ok := c.records[k]
	if !ok {
		return nil, nil, false
	}

	buffer := recordBuffers.Get().(*[]byte)
	defer recordBuffers.Put(buffer)

	*buffer = resize(*buffer, s.length)
	data := *buffer
	_, err := c.file.ReadAt(data, s.offset)
	if err != nil || crc32.Checksum(data, castagnoli) != s.checksum {
		return nil, nil, false
	}

	a, problems, ok = decodeRecord(data)
	if !ok {
		return nil, nil, false
	}

	a.stored.moveTo(c.file, s.offset+int64(s.length))

	c.mu.Lock()
	defer c.mu.Unlock()
	c.used[k] = s

	return a, problems, true
}

// saveCache replaces the cache with the records that this run used or wrote, so that the file does not grow without
// limit. If that fails, the cache is lost or stays as it was.
func (l *Library) saveCache(ctx context.Context) {
	changed := len(l.written) > 0 || len(l.cache.used) < len(l.cache.records)
	isEmpty := len(l.written)+len(l.cache.used) == 0
	useful := changed && !l.failed && !isEmpty
	err := errNoCache
	if useful {
		err = l.completeCache(ctx)
	}

	err = errors.Join(err, l.file.Close())
	if l.cache.file != nil {
		_ = l.cache.file.Close() // it was only read; Windows does not replace open files
	}

	if err == nil {
		err = os.Rename(l.file.Name(), l.cache.name)
	}

	if err != nil {
		_ = os.Remove(l.file.Name())
	}

	if !changed {
		usercache.Touch(l.cache.name, l.cache.now)
	}

	usercache.RemoveUnused(filepath.Dir(l.cache.name), l.cache.now) // their content folders may no longer exist
}

// completeCache appends the used records of the earlier cache, the index and the footer to the file.
func (l *Library) completeCache(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}

	if _, err := l.file.Seek(l.size, io.SeekStart); err != nil {
		return err
	}

	count := len(l.written) + len(l.cache.used)
	index := make([]byte, 0, count*entrySize)
	for k, s := range l.written {
		index = appendEntry(index, k, s)
	}

	index, end, err := l.copyUsed(ctx, index)
	if err != nil {
		return err
	}

	footer := binary.LittleEndian.AppendUint64(nil, uint64(end))
	footer = binary.LittleEndian.AppendUint32(footer, crc32.Checksum(index, castagnoli))
	footer = append(footer, magic...)
	_, err = l.file.Write(append(index, footer...))

	return err
}

// copyUsed appends the used records of the earlier cache to the file, and their entries to the index. It returns the
// index and the end of the records.
func (l *Library) copyUsed(ctx context.Context, index []byte) (_ []byte, end int64, err error) {
	end = l.size
	run := span{offset: -1} // of adjacent records, which are copied at once
	keys := slices.SortedFunc(maps.Keys(l.cache.used), l.cache.compare)
	for _, k := range keys {
		s := l.cache.used[k]
		runEnd := run.offset + int64(run.length)
		if runEnd != s.offset {
			if err := l.copyRun(ctx, run); err != nil {
				return nil, 0, err
			}

			run = span{offset: s.offset}
		}

		run.length += s.length

		moved := s
		moved.offset = end
		index = appendEntry(index, k, moved)
		end += int64(s.length)
	}

	return index, end, l.copyRun(ctx, run)
}

// compare orders keys by the offsets of their records.
func (c *cacheFile) compare(a, b key) int {
	return cmp.Compare(c.used[a].offset, c.used[b].offset)
}

// copyRun appends a part of the earlier cache to the file. The kernel can copy it without passing it through memory.
func (l *Library) copyRun(ctx context.Context, run span) error {
	if run.length == 0 {
		return nil
	}

	if err := ctx.Err(); err != nil {
		return err
	}

	if _, err := l.cache.file.Seek(run.offset, io.SeekStart); err != nil {
		return err
	}

	_, err := io.CopyN(l.file, l.cache.file, int64(run.length))

	return err
}
