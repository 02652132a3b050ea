package article

import (
	"cmp"
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

// keptFile is what an earlier build left: records, then for each its key, its place and its checksum, then where these begin.
type keptFile struct {
	name    string
	now     time.Time // recorded as the last use of the file
	file    *os.File  // nil where there is none
	records map[key]record

	mu   sync.Mutex
	used map[key]record // by this build
}

const (
	magic      = "signpost articles\n"
	entrySize  = len(key{}) + 8 + 4 + 4
	footerSize = 8 + 4 + len(magic)

	unfinished = ".new-" // follows the name of a file until it is whole
)

// beginKept makes the file that is to take the place of name. What other builds have not finished goes: they were killed, or
// leave it to this one.
func beginKept(name string) (*os.File, error) {
	if name == "" {
		return nil, os.ErrNotExist
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return nil, err
	}
	usercache.RemoveMatching(filepath.Dir(name), func(file fs.FileInfo) bool { return strings.HasPrefix(file.Name(), filepath.Base(name)+unfinished) })
	return os.CreateTemp(filepath.Dir(name), filepath.Base(name)+unfinished)
}

// openKept opens what an earlier build left, if it is whole.
func openKept(name string, now time.Time) *keptFile {
	k := &keptFile{name: name, now: now, used: map[key]record{}}
	file, err := os.Open(name)
	if err != nil {
		return k
	}
	if k.records, err = readIndex(file); err != nil {
		_ = file.Close()
		return k
	}
	k.file = file
	return k
}

var errNotKept = errors.New("no file that a build has kept")

// readIndex finds the records in a file, and checks that each is within it.
func readIndex(file *os.File) (map[key]record, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	end := info.Size() - int64(footerSize)
	footer := make([]byte, footerSize)
	if _, err := file.ReadAt(footer, max(end, 0)); err != nil {
		return nil, err
	}
	from, sum := int64(binary.LittleEndian.Uint64(footer)), binary.LittleEndian.Uint32(footer[8:])
	if string(footer[12:]) != magic || from < 0 || from > end || (end-from)%int64(entrySize) != 0 {
		return nil, errNotKept
	}
	index := make([]byte, end-from)
	if _, err := file.ReadAt(index, from); err != nil {
		return nil, err
	}
	if crc32.Checksum(index, castagnoli) != sum {
		return nil, errNotKept
	}
	records := make(map[key]record, len(index)/entrySize)
	for entry := range slices.Chunk(index, entrySize) {
		place := entry[len(key{}):]
		r := record{int64(binary.LittleEndian.Uint64(place)), int(binary.LittleEndian.Uint32(place[8:])), binary.LittleEndian.Uint32(place[12:])}
		if r.at < 0 || r.length < 0 || r.at > from-int64(r.length) {
			return nil, errNotKept
		}
		records[key(entry)] = r
	}
	return records, nil
}

// recall is an article as an earlier build made it of the same. A record that is damaged is as good as none.
func (k *keptFile) recall(key key) (*Article, []problem.Problem, bool) {
	r, ok := k.records[key]
	if !ok {
		return nil, nil, false
	}
	data := make([]byte, r.length)
	if _, err := k.file.ReadAt(data, r.at); err != nil || crc32.Checksum(data, castagnoli) != r.sum {
		return nil, nil, false
	}
	a, problems, said, ok := decode(data)
	if !ok {
		return nil, nil, false
	}
	sections, ok := said.fill()
	if !ok {
		return nil, nil, false
	}
	a.park(k.file, r.at+int64(r.length), said, sections)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.used[key] = r
	return a, problems, true
}

// keep leaves the next build what this one made and used, and nothing else, so that the file never grows without bound. It takes the
// place of what was there whole or not at all. Where that cannot be, the next build makes it anew.
func (s *Store) keep() {
	name := s.file.Name()
	changed := len(s.made) > 0 || len(s.kept.used) < len(s.kept.records)
	worth := changed && !s.failed && len(s.made)+len(s.kept.used) > 0
	err := errNotKept
	if worth {
		err = s.finish()
	}
	err = errors.Join(err, s.file.Close())
	if s.kept.file != nil {
		_ = s.kept.file.Close() // it was only read; Windows puts no file in the place of one that is open
	}
	if err == nil {
		err = os.Rename(name, s.kept.name)
	}
	if err != nil {
		_ = os.Remove(name)
	}
	if !changed {
		usercache.Touch(s.kept.name, s.kept.now)
	}
	usercache.RemoveUnused(filepath.Dir(s.kept.name), s.kept.now) // content folders may be gone
}

// finish copies what was used behind what was made, and ends the file.
func (s *Store) finish() error {
	if _, err := s.file.Seek(s.size, io.SeekStart); err != nil {
		return err
	}
	index := make([]byte, 0, (len(s.made)+len(s.kept.used))*entrySize)
	for key, r := range s.made {
		index = appendEntry(index, key, r)
	}
	at := s.size
	run := record{at: -1} // of records that stand one behind the other: most do
	for _, key := range slices.SortedFunc(maps.Keys(s.kept.used), s.kept.byPlace) {
		r := s.kept.used[key]
		if run.at+int64(run.length) != r.at {
			if err := s.copy(run); err != nil {
				return err
			}
			run = record{at: r.at}
		}
		run.length += r.length
		index = appendEntry(index, key, record{at, r.length, r.sum})
		at += int64(r.length)
	}
	if err := s.copy(run); err != nil {
		return err
	}
	footer := binary.LittleEndian.AppendUint64(nil, uint64(at))
	footer = binary.LittleEndian.AppendUint32(footer, crc32.Checksum(index, castagnoli))
	_, err := s.file.Write(slices.Concat(index, footer, []byte(magic)))
	return err
}

func (k *keptFile) byPlace(a, b key) int { return cmp.Compare(k.used[a].at, k.used[b].at) }

func appendEntry(index []byte, key key, r record) []byte {
	index = binary.LittleEndian.AppendUint64(append(index, key[:]...), uint64(r.at))
	return binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(index, uint32(r.length)), r.sum)
}

// copy appends a part of the earlier file: the system does so by itself.
func (s *Store) copy(part record) error {
	if part.length == 0 {
		return nil
	}
	if _, err := s.kept.file.Seek(part.at, io.SeekStart); err != nil {
		return err
	}
	_, err := io.CopyN(s.file, s.kept.file, int64(part.length))
	return err
}
