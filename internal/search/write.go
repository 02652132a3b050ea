package search

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"encoding/json"
	"io"
	"slices"
	"sync"

	// Several times as fast as the standard library for a hundredth more bytes.
	"github.com/klauspost/compress/zlib"

	"signpost/internal/parallel"
)

// fileWriter hands over files and collects the shards that are part of the first file.
type fileWriter struct {
	put    func(File) error
	inline []byte

	mu  sync.Mutex
	err error // the first error of put
}

func (w *fileWriter) write(f File) {
	if err := w.put(f); err != nil {
		w.fail(err)
	}
}

func (w *fileWriter) fail(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil {
		w.err = err
	}
}

// finish writes the first file.
func (w *fileWriter) finish(m *manifest) {
	head := encodeJSON(new(bytes.Buffer), m)
	length := binary.LittleEndian.AppendUint32(nil, uint32(len(head)))
	data := compressBest(slices.Concat(length, head, w.inline))
	w.write(File{FirstFile, data})
}

// shardKind describes how a list of items is divided into shards.
type shardKind[T any] struct {
	// The first part of file names.
	name  string
	items []T
	// The approximate size of a shard in bytes.
	shardSize int
	// The total size up to which all shards are part of the first file.
	maxInline int
	// Returns the approximate size of an item in bytes.
	itemSize func(*T) int
	// Reports whether no shard may begin between two items; nil if a shard may begin anywhere.
	keepTogether func(before, next *T) bool
}

// shardWriter writes the shards of one kind: into the first file if they are small in total, or into files of their
// own.
type shardWriter struct {
	files  *fileWriter
	name   string
	count  int      // of items
	starts []int    // first item of each shard
	parts  []any    // as the manifest contains them
	inline [][]byte // shards that become part of the first file; nil if they are files
}

// newShardWriter decides where shards begin. The caller writes each of them, in any order, and then calls finish.
func newShardWriter[T any](files *fileWriter, kind shardKind[T]) *shardWriter {
	total := 0
	sizes := make([]int, len(kind.items))

	for i := range kind.items {
		sizes[i] = kind.itemSize(&kind.items[i])
		total += sizes[i]
	}

	starts := divide(sizes, kind.shardSize, func(i int) bool {
		return kind.keepTogether != nil && i > 0 && kind.keepTogether(&kind.items[i-1], &kind.items[i])
	})

	w := &shardWriter{
		files:  files,
		name:   kind.name,
		count:  len(kind.items),
		starts: starts,
		parts:  make([]any, len(starts)),
	}

	if total <= kind.maxInline {
		w.inline = make([][]byte, len(starts))
	}

	return w
}

// divide divides a list into ranges of about size bytes and returns the start of each. No range starts at an item that
// attached reports.
func divide(sizes []int, size int, attached func(i int) bool) []int {
	starts := []int{}
	filled := size

	for i, n := range sizes {
		full := filled+n/2 >= size || n >= size
		if full && !attached(i) {
			starts = append(starts, i)
			filled = 0
		}

		filled += n
		if n >= size {
			filled = size
		}
	}

	return starts
}

// span returns the range of items in a shard.
func (w *shardWriter) span(shard int) (from, to int) {
	from, to = w.starts[shard], w.count
	if shard+1 < len(w.starts) {
		to = w.starts[shard+1]
	}

	return from, to
}

// write writes a shard. The caller may overwrite data afterwards.
func (w *shardWriter) write(shard int, data []byte) {
	if w.inline != nil {
		w.parts[shard] = len(data)
		w.inline[shard] = bytes.Clone(data)

		return
	}

	compressed := compress(data)
	hash := contentHash(compressed)
	w.parts[shard] = hash
	w.files.write(File{"search/" + w.name + "-" + hash + ".idx", compressed})
}

// finish appends the shards that have no files of their own to the first file.
func (w *shardWriter) finish() {
	w.files.inline = append(w.files.inline, slices.Concat(w.inline...)...)
}

// writeShards encodes and writes all shards of a kind.
func writeShards[T any](
	ctx context.Context, files *fileWriter, kind shardKind[T], encode func([]T) []byte,
) (*shardWriter, error) {
	w := newShardWriter(files, kind)
	err := parallel.Each(ctx, 0, len(w.starts), func(i int) {
		from, to := w.span(i)
		w.write(i, encode(kind.items[from:to]))
	})
	if err != nil {
		return nil, err
	}

	w.finish()

	return w, nil
}

func contentHash(data []byte) string {
	sum := sha256.Sum256(data)
	return base32.StdEncoding.EncodeToString(sum[:])[:8]
}

// encodeJSON encodes v and replaces the content of b, whose bytes it returns.
func encodeJSON(b *bytes.Buffer, v any) []byte {
	b.Reset()
	encoder := json.NewEncoder(b)
	encoder.SetEscapeHTML(false)

	if err := encoder.Encode(v); err != nil {
		panic(err) // numbers and strings can always be encoded
	}

	return b.Bytes()
}

// compressors are used again, because each one has a megabyte of memory.
var compressors = sync.Pool{New: func() any { return newCompressor(6) }}

func newCompressor(level int) *zlib.Writer {
	z, err := zlib.NewWriterLevel(io.Discard, level)
	if err != nil {
		panic(err) // the level is valid
	}

	return z
}

// compress compresses one of many files.
func compress(data []byte) []byte {
	z := compressors.Get().(*zlib.Writer)
	defer compressors.Put(z)

	return compressWith(z, data)
}

// compressBest compresses the first file as well as possible, because every search fetches it.
func compressBest(data []byte) []byte {
	return compressWith(newCompressor(zlib.BestCompression), data)
}

func compressWith(z *zlib.Writer, data []byte) []byte {
	b := bytes.NewBuffer(make([]byte, 0, len(data)/2))
	z.Reset(b)

	if _, err := z.Write(data); err != nil {
		panic(err) // a buffer never fails
	}

	if err := z.Close(); err != nil {
		panic(err)
	}

	return b.Bytes()
}
