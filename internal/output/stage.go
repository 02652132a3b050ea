package output

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"signpost/internal/parallel"
)

func staged(name string) string { return path.Join(stagingDir, name) }

// stage compares the files with those that stand, and writes the changed ones to the staging folder.
func (f folder) stage(ctx context.Context, site Site) (*journal, Summary, error) {
	var before written
	err := f.readJSON(writtenFile, &before)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, Summary{}, err
	}
	s := stager{folder: f, owned: make(map[string]bool, len(before.Files))}
	if s.fresh, err = f.isEmpty(); err != nil {
		return nil, Summary{}, err
	}
	for _, file := range before.Files {
		s.owned[file.Path] = true
	}
	if err := f.MkdirAll(stagingDir, 0o777); err != nil {
		return nil, Summary{}, err
	}
	files, changed, err := s.both(ctx, site)
	if err != nil {
		return nil, Summary{}, err
	}
	j := &journal{written: written{site.Fingerprint, files}}
	if j.Moves, err = s.moves(changed); err != nil {
		return nil, Summary{}, err
	}
	for _, file := range before.Files {
		if _, kept := slices.BinarySearchFunc(files, file.Path, func(s stamp, path string) int { return cmp.Compare(s.Path, path) }); !kept {
			j.Remove = append(j.Remove, file.Path)
		}
	}
	return j, Summary{Written: len(changed), Unchanged: len(files) - len(changed), Removed: len(j.Remove)}, nil
}

// stager writes to the staging folder, from any goroutine.
type stager struct {
	folder
	owned map[string]bool // what signpost wrote before
	fresh bool            // nothing stands in the folder yet
	made  folders         // in the staging folder
}

// folders are names of folders, for any goroutine.
type folders struct {
	mu    sync.Mutex
	names map[string]bool
}

func (f *folders) has(dir string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.names[dir]
}

func (f *folders) add(dir string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.names == nil {
		f.names = map[string]bool{}
	}
	f.names[dir] = true
}

// isEmpty reports whether nothing stands in the folder but what begins with a dot.
func (f folder) isEmpty() (bool, error) {
	entries, err := os.ReadDir(f.dir)
	return !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return !hidden(e.Name()) }), err
}

func hidden(name string) bool { return strings.HasPrefix(name, ".") }

// both stages the files of the site and, meanwhile, makes and stages those that come later. What comes out is sorted by path.
func (s *stager) both(ctx context.Context, site Site) (stamps []stamp, changed []string, err error) {
	var late []stamp
	var lateChanged []string
	var lateErr error
	var group sync.WaitGroup
	if site.Later != nil {
		group.Go(func() { late, lateChanged, lateErr = s.late(ctx, site.Later) })
	}
	stamps, changed, err = s.all(ctx, site.Files, site.Progress)
	group.Wait()
	stamps, changed = append(stamps, late...), append(changed, lateChanged...)
	slices.SortFunc(stamps, func(a, b stamp) int { return cmp.Compare(a.Path, b.Path) })
	slices.Sort(changed)
	return stamps, changed, errors.Join(err, lateErr)
}

// late stages files as they are made.
func (s *stager) late(ctx context.Context, later Later) (stamps []stamp, changed []string, err error) {
	var mu sync.Mutex
	err = later(ctx, func(f File) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		now, isChanged, err := s.one(f)
		mu.Lock()
		defer mu.Unlock()
		stamps = append(stamps, now)
		if isChanged {
			changed = append(changed, f.Path)
		}
		return err
	})
	return stamps, changed, err
}

// neighbours is how many files in the order of their paths one processor makes before another goes on: more than most folders have.
const neighbours = 256

// all stages the changed files on all processors, and tells which they are. All that went wrong is in the error.
func (s *stager) all(ctx context.Context, files []File, progress func(done, total int)) (stamps []stamp, changed []string, err error) {
	stamps = make([]stamp, len(files))
	wrong := make([]error, len(files))
	isChanged := make([]bool, len(files))
	var done atomic.Int64
	cancelled := parallel.Runs(ctx, 0, len(files), neighbours, func(from, to int) {
		for i := from; i < to && ctx.Err() == nil; i++ {
			stamps[i], isChanged[i], wrong[i] = s.one(files[i])
			if progress != nil {
				progress(int(done.Add(1)), len(files))
			}
		}
	})
	if cancelled != nil {
		return nil, nil, cancelled
	}
	for i, file := range files {
		if isChanged[i] {
			changed = append(changed, file.Path)
		}
	}
	return stamps, changed, errors.Join(distinct(wrong)...)
}

// distinct leaves out errors that say the same as one before them: a mistake in what all pages share is one mistake.
func distinct(list []error) []error {
	said := map[string]bool{}
	return slices.DeleteFunc(list, func(err error) bool {
		if err == nil || said[err.Error()] {
			return true
		}
		said[err.Error()] = true
		return false
	})
}

// buffers are used again: files are about as long as each other, and a new buffer is copied each time that it grows.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// one writes a file to the staging folder unless the same stands already.
func (s *stager) one(file File) (now stamp, changed bool, err error) {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := file.Write(b); err != nil {
		return stamp{}, false, err
	}
	data := b.Bytes()
	if same, err := s.same(file.Path, data); err != nil {
		return stamp{}, false, err
	} else if same != nil {
		return stampOf(file.Path, same), false, nil
	}
	now, err = s.write(file.Path, data)
	return now, true, err
}

func (s *stager) write(name string, data []byte) (stamp, error) {
	whole := s.whole(staged(name))
	if err := s.makeFolder(path.Dir(name)); err != nil {
		return stamp{}, err
	}
	if err := os.WriteFile(whole, data, 0o666); err != nil {
		return stamp{}, err
	}
	info, err := os.Lstat(whole) // it keeps its time when it is moved
	if err != nil {
		return stamp{}, err
	}
	return stampOf(name, info), nil
}

// makeFolder makes a folder in the staging folder, and those above it, each once.
func (s *stager) makeFolder(dir string) error {
	if dir == "." || s.made.has(dir) {
		return nil
	}
	if err := s.makeFolder(path.Dir(dir)); err != nil {
		return err
	}
	if err := os.Mkdir(s.whole(staged(dir)), 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	s.made.add(dir)
	return nil
}

// same is the file that stands, where it holds the same already. One that would overwrite what is not ours is refused.
func (s *stager) same(name string, data []byte) (fs.FileInfo, error) {
	if !fs.ValidPath(name) || strings.HasPrefix(name, stateDir+"/") {
		return nil, fmt.Errorf("%q cannot be the path of a page", name)
	}
	if s.fresh && !hidden(name) {
		return nil, nil
	}
	info, err := os.Lstat(s.whole(name))
	switch {
	case err != nil: // nothing stands there
		return nil, nil
	case info.IsDir():
		return nil, s.replaceable(name)
	case info.Mode().IsRegular() && info.Size() == int64(len(data)):
		old, err := os.ReadFile(s.whole(name))
		if err == nil && bytes.Equal(old, data) {
			return info, nil
		}
	}
	if !s.owned[name] {
		return nil, &ForeignError{name}
	}
	return nil, nil
}

// replaceable refuses a folder that holds anything but our own files.
func (s *stager) replaceable(dir string) error {
	return fs.WalkDir(s.FS(), dir, func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !s.owned[p] {
			return &ForeignError{p}
		}
		return err
	})
}

// moves says what is to be moved for the changed files, sorted, to come into their place: each file, or the outermost folder of it that
// does not stand yet.
func (s *stager) moves(changed []string) ([]string, error) {
	var list []string
	known := map[string]bool{} // folders that stand
	for _, name := range changed {
		if n := len(list); n > 0 && strings.HasPrefix(name, list[n-1]+"/") {
			continue
		}
		dir, err := s.outermost(name, known)
		if err != nil {
			return nil, err
		}
		list = append(list, dir)
	}
	return list, nil
}

func (s *stager) outermost(name string, known map[string]bool) (string, error) {
	for i, c := range name {
		if c != '/' || known[name[:i]] {
			continue
		}
		dir := name[:i]
		info, err := s.Stat(dir) // the root refuses a link that leads out
		switch {
		case errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir() && s.owned[dir]:
			return dir, nil
		case err != nil:
			return "", err
		case !info.IsDir():
			return "", &ForeignError{dir}
		}
		known[dir] = true
	}
	return name, nil
}
