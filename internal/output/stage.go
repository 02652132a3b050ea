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

func staged(name string) string {
	return path.Join(stagingDir, name)
}

// stage writes the changed files to the staging folder.
func (f folder) stage(ctx context.Context, site Site) (*journal, Summary, error) {
	var before record
	err := f.readJSON(writtenFile, &before)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, Summary{}, err
	}

	s, err := f.newStager(before)
	if err != nil {
		return nil, Summary{}, err
	}

	if err := s.stageAll(ctx, site); err != nil {
		return nil, Summary{}, err
	}

	j := &journal{record: record{site.Fingerprint, site.Note, s.stamps}}
	j.Remove = missing(before.Files, s.stamps)
	if j.Moves, err = s.moves(); err != nil {
		return nil, Summary{}, err
	}

	summary := Summary{
		Written:   len(s.changed),
		Unchanged: len(s.stamps) - len(s.changed),
		Removed:   len(j.Remove),
	}

	return j, summary, nil
}

// missing returns the old paths that are not in the new list. Both lists are sorted.
func missing(old, new []stamp) []string {
	var paths []string
	for _, file := range old {
		_, found := slices.BinarySearchFunc(new, file, comparePaths)
		if !found {
			paths = append(paths, file.Path)
		}
	}

	return paths
}

func comparePaths(a, b stamp) int {
	return cmp.Compare(a.Path, b.Path)
}

// stager writes changed files to the staging folder.
type stager struct {
	folder
	owned   map[string]bool // files of the last build
	isEmpty bool            // the folder of the site contains only hidden files

	mu      sync.Mutex
	folders map[string]bool // created in the staging folder
	stamps  []stamp
	changed []string
}

func (f folder) newStager(before record) (*stager, error) {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return nil, err
	}

	if err := f.MkdirAll(stagingDir, 0o777); err != nil {
		return nil, err
	}

	s := &stager{
		folder:  f,
		owned:   make(map[string]bool, len(before.Files)),
		folders: map[string]bool{},
	}

	s.isEmpty = !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return !isHidden(e.Name()) })
	for _, file := range before.Files {
		s.owned[file.Path] = true
	}

	return s, nil
}

// stageAll stages the files of the site, and those of its producer at the same time.
func (s *stager) stageAll(ctx context.Context, site Site) error {
	var producerErr error
	var group sync.WaitGroup
	if site.Producer != nil {
		group.Go(func() { producerErr = site.Producer(ctx, s.put(ctx)) })
	}

	err := s.stageFiles(ctx, site.Files, site.Progress)
	group.Wait()

	slices.SortFunc(s.stamps, comparePaths)
	slices.Sort(s.changed)

	return errors.Join(err, producerErr)
}

// put returns a function that stages one file.
func (s *stager) put(ctx context.Context) func(File) error {
	return func(f File) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}

		now, isChanged, err := s.stageFile(ctx, f)
		if err != nil {
			return err
		}

		s.mu.Lock()
		defer s.mu.Unlock()
		s.stamps = append(s.stamps, now)
		if isChanged {
			s.changed = append(s.changed, f.Path)
		}

		return nil
	}
}

// maxRun is the maximum number of consecutive files that one goroutine stages. Most folders have fewer.
const maxRun = 256

// stageFiles stages files on all processors. The error contains those of all files.
func (s *stager) stageFiles(ctx context.Context, files []File, progress func(done, total int)) error {
	stamps := make([]stamp, len(files))
	isChanged := make([]bool, len(files))
	errs := make([]error, len(files))
	var done atomic.Int64

	err := parallel.Runs(ctx, 0, len(files), maxRun, func(from, to int) {
		for i := from; i < to && ctx.Err() == nil; i++ {
			stamps[i], isChanged[i], errs[i] = s.stageFile(ctx, files[i])
			if progress != nil {
				progress(int(done.Add(1)), len(files))
			}
		}
	})
	if err != nil {
		return err
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	s.stamps = append(s.stamps, stamps...)
	for i, file := range files {
		if isChanged[i] {
			s.changed = append(s.changed, file.Path)
		}
	}

	return errors.Join(distinct(errs)...)
}

// distinct removes errors with equal messages: a mistake in a part that all pages share is one mistake.
func distinct(errs []error) []error {
	seen := map[string]bool{}
	return slices.DeleteFunc(errs, func(err error) bool {
		if err == nil || seen[err.Error()] {
			return true
		}

		seen[err.Error()] = true

		return false
	})
}

// buffers are reused, since files have similar sizes and a new buffer is copied whenever it grows.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// stageFile stages a file unless the site already contains it unchanged.
func (s *stager) stageFile(ctx context.Context, file File) (now stamp, isChanged bool, err error) {
	if file.Open != nil {
		return s.stageCopy(ctx, file)
	}

	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := file.Write(b); err != nil {
		return stamp{}, false, err
	}

	existing, err := s.unchanged(file.Path, func(info fs.FileInfo) bool {
		return s.hasContent(file.Path, info, b.Bytes())
	})
	if err != nil {
		return stamp{}, false, err
	}

	if existing != nil {
		return newStamp(file.Path, existing), false, nil
	}

	now, err = s.write(file.Path, b.Bytes())

	return now, true, err
}

func (s *stager) write(name string, data []byte) (stamp, error) {
	if err := s.makeFolder(path.Dir(name)); err != nil {
		return stamp{}, err
	}

	if err := os.WriteFile(s.fullPath(staged(name)), data, 0o666); err != nil {
		return stamp{}, err
	}

	return s.stagedStamp(name)
}

// stagedStamp returns the stamp of a staged file. The move into the site preserves its time.
func (s *stager) stagedStamp(name string) (stamp, error) {
	info, err := os.Lstat(s.fullPath(staged(name)))
	if err != nil {
		return stamp{}, err
	}

	return newStamp(name, info), nil
}

// makeFolder creates a folder and its parents in the staging folder, each once.
func (s *stager) makeFolder(dir string) error {
	if dir == "." || s.hasFolder(dir) {
		return nil
	}

	if err := s.makeFolder(path.Dir(dir)); err != nil {
		return err
	}

	err := os.Mkdir(s.fullPath(staged(dir)), 0o777)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	s.folders[dir] = true

	return nil
}

func (s *stager) hasFolder(dir string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()

	return s.folders[dir]
}

// unchanged returns information about the existing file if isSame reports that it has the same content, and nil if the
// file must be written. It fails if that would overwrite a file of the user.
func (s *stager) unchanged(name string, isSame func(fs.FileInfo) bool) (fs.FileInfo, error) {
	if !fs.ValidPath(name) || strings.HasPrefix(name, stateDir+"/") {
		return nil, fmt.Errorf("%q is not a valid path of a page", name)
	}

	if s.isEmpty && !isHidden(name) {
		return nil, nil
	}

	info, err := os.Lstat(s.fullPath(name))
	switch {
	case err != nil:
		return nil, nil
	case info.IsDir():
		return nil, s.checkReplaceable(name)
	case isSame(info):
		return info, nil
	case !s.owned[name]:
		return nil, &ForeignError{name}
	}

	return nil, nil
}

func (s *stager) hasContent(name string, info fs.FileInfo, data []byte) bool {
	if !info.Mode().IsRegular() || info.Size() != int64(len(data)) {
		return false
	}

	existing, err := os.ReadFile(s.fullPath(name))

	return err == nil && bytes.Equal(existing, data)
}

// checkReplaceable fails if a folder contains files that signpost did not write.
func (s *stager) checkReplaceable(dir string) error {
	return fs.WalkDir(s.FS(), dir, func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !s.owned[p] {
			return &ForeignError{p}
		}

		return err
	})
}

// moves returns the moves for the changed files: each file, or its outermost folder that does not exist yet.
func (s *stager) moves() ([]string, error) {
	var list []string
	existing := map[string]bool{}
	for _, name := range s.changed {
		if n := len(list); n > 0 && strings.HasPrefix(name, list[n-1]+"/") {
			continue
		}

		target, err := s.outermostNew(name, existing)
		if err != nil {
			return nil, err
		}

		list = append(list, target)
	}

	return list, nil
}

// outermostNew returns the outermost folder of a file that does not exist, or the file. It adds folders that
// exist to existing.
func (s *stager) outermostNew(name string, existing map[string]bool) (string, error) {
	for i, c := range name {
		dir := name[:i]
		if c != '/' || existing[dir] {
			continue
		}

		info, err := s.Stat(dir) // the root rejects links that lead outside
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return dir, nil
		case err != nil:
			return "", err
		case info.IsDir():
			existing[dir] = true
		case s.owned[dir]:
			return dir, nil // the journal removes this file
		default:
			return "", &ForeignError{dir}
		}
	}

	return name, nil
}
