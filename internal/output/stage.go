package output

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"signpost/internal/cli"
	"signpost/internal/parallel"
)

// part is a part of the staging folder. Parts are moved one after the other.
type part string

// The parts of the staging folder, in the order in which they are moved.
const (
	loadedPart part = "loaded"
	pagesPart  part = "pages"
	indexPart  part = "index"
)

var parts = []part{loadedPart, pagesPart, indexPart}

// part returns the part of the staging folder for files of this role.
func (r Role) part() part {
	switch r {
	case Loaded, Versioned:
		return loadedPart
	case Index:
		return indexPart
	}

	return pagesPart
}

// staged returns the path of a file in a part of the staging folder.
func staged(p part, name string) string {
	return path.Join(stagingDir, string(p), name)
}

// stage writes the changed files to the staging folder.
func (f folder) stage(ctx context.Context, site Site) (*journal, Summary, error) {
	var before record
	err := f.readJSON(writtenFile, &before)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, Summary{}, err
	}

	if err == nil && before.Audience != site.Audience {
		return nil, Summary{}, &AudienceError{before.Audience}
	}

	if err := checkPaths(stampsOf(site.Files)); err != nil {
		return nil, Summary{}, err
	}

	s, err := f.newStager(before)
	if err != nil {
		return nil, Summary{}, err
	}

	if err := s.stageAll(ctx, site); err != nil {
		return nil, Summary{}, err
	}

	if err := checkPaths(s.stamps); err != nil {
		return nil, Summary{}, err
	}

	j := &journal{record: record{
		Fingerprint: site.Fingerprint,
		Audience:    site.Audience,
		Note:        site.Note,
		Files:       s.stamps,
	}}
	if j.Moves, err = s.moves(); err != nil {
		return nil, Summary{}, err
	}

	if err := s.planRemovals(j, before); err != nil {
		return nil, Summary{}, err
	}

	summary := Summary{
		Written:   len(s.changed),
		Unchanged: len(s.stamps) - len(s.changed),
		Removed:   len(j.InTheWay) + len(j.Remove),
	}

	return j, summary, nil
}

// stampsOf returns the paths of files, sorted.
func stampsOf(files []File) []stamp {
	list := make([]stamp, len(files))
	for i, file := range files {
		list[i].Path = file.Path
	}

	slices.SortFunc(list, comparePaths)

	return list
}

// checkPaths fails if a path is invalid, belongs to two files, or would be both a file and a folder. No move could ever
// put both in their place.
func checkPaths(files []stamp) error {
	paths := pathList{files}
	for i, file := range files {
		if checkPath(file.Path) != nil {
			return fmt.Errorf("%q is not a valid path of a page", file.Path)
		}

		if i > 0 && file.Path == files[i-1].Path {
			return fmt.Errorf("two files of the site have the path %s", file.Path)
		}

		for dir := path.Dir(file.Path); dir != "."; dir = path.Dir(dir) {
			if paths.contains(dir) {
				err := fmt.Errorf("%s would be both a file and the folder of %s", dir, file.Path)
				return cli.WithHint(err, "remove or rename the article, alias or file with one of these addresses")
			}
		}
	}

	return nil
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
	folders map[string]bool // created in the staging folder, by their path in it
	stamps  []stamp
	changed []move
}

func (f folder) newStager(before record) (*stager, error) {
	entries, err := f.list()
	if err != nil {
		return nil, err
	}

	if err := f.makeFolders(stagingDir); err != nil {
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
	for _, name := range before.Kept {
		s.owned[name] = true
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

	errs, err := s.stageFiles(ctx, site.Files, site.Progress)
	group.Wait()

	slices.SortFunc(s.stamps, comparePaths)
	slices.SortFunc(s.changed, func(a, b move) int { return cmp.Compare(a.Path, b.Path) })

	if err != nil {
		return err
	}

	return joinDistinct(append(errs, producerErr))
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
			s.changed = append(s.changed, move{f.Role.part(), f.Path})
		}

		return nil
	}
}

// maxRun is the maximum number of consecutive files that one goroutine stages. Most folders have fewer.
const maxRun = 256

// stageFiles stages files on all processors. It returns the errors of all files.
func (s *stager) stageFiles(ctx context.Context, files []File, progress func(done, total int)) ([]error, error) {
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
		return nil, err
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	s.stamps = append(s.stamps, stamps...)
	for i, file := range files {
		if isChanged[i] {
			s.changed = append(s.changed, move{file.Role.part(), file.Path})
		}
	}

	return errs, nil
}

// buffers are reused, since files have similar sizes and a new buffer is copied whenever it grows.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// stageFile stages a file unless the site already contains it unchanged.
func (s *stager) stageFile(ctx context.Context, file File) (now stamp, isChanged bool, err error) {
	if file.Open != nil {
		now, isChanged, err = s.stageCopy(ctx, file)
	} else {
		now, isChanged, err = s.stageContent(file)
	}

	now.Versioned = file.Role == Versioned

	return now, isChanged, err
}

// stageContent stages a file whose content is generated.
func (s *stager) stageContent(file File) (now stamp, isChanged bool, err error) {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := file.Write(b); err != nil {
		return stamp{}, false, err
	}

	existing, err := s.unchanged(file.Path, func(info fs.FileInfo) (bool, error) {
		return s.hasContent(file.Path, info, b.Bytes())
	})
	if err != nil {
		return stamp{}, false, err
	}

	if existing != nil {
		return newStamp(file.Path, existing), false, nil
	}

	now, err = s.write(file, b.Bytes())

	return now, true, err
}

func (s *stager) write(file File, data []byte) (stamp, error) {
	target, err := s.createStaged(file)
	if err != nil {
		return stamp{}, err
	}

	_, err = target.Write(data)
	if err := errors.Join(err, target.Close()); err != nil {
		return stamp{}, err
	}

	return s.stagedStamp(file)
}

// createStaged creates a file in the staging folder.
func (s *stager) createStaged(file File) (*newFile, error) {
	name := path.Join(string(file.Role.part()), file.Path)
	if err := s.makeStaged(path.Dir(name)); err != nil {
		return nil, err
	}

	return s.create(path.Join(stagingDir, name))
}

// stagedStamp returns the stamp of a staged file. The move into the site preserves its time.
func (s *stager) stagedStamp(file File) (stamp, error) {
	info, err := s.look(staged(file.Role.part(), file.Path))
	if err != nil {
		return stamp{}, err
	}

	return newStamp(file.Path, info), nil
}

// makeStaged creates a folder and its parents in the staging folder, each once.
func (s *stager) makeStaged(dir string) error {
	if dir == "." || s.hasFolder(dir) {
		return nil
	}

	if err := s.makeStaged(path.Dir(dir)); err != nil {
		return err
	}

	err := s.makeFolder(path.Join(stagingDir, dir))
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
func (s *stager) unchanged(name string, isSame func(fs.FileInfo) (bool, error)) (fs.FileInfo, error) {
	if checkPath(name) != nil {
		return nil, fmt.Errorf("%q is not a valid path of a page", name)
	}

	if s.isEmpty && !isHidden(name) {
		return nil, nil
	}

	if err := s.checkFolder(path.Dir(name)); err != nil {
		return nil, err
	}

	info, err := s.look(name)
	if isGone(err) {
		return nil, nil
	}

	if err != nil {
		return nil, err
	}

	if info.IsDir() {
		return nil, s.checkReplaceable(name)
	}

	same, err := isSame(info)
	switch {
	case err != nil:
		return nil, err
	case same:
		return info, nil
	case !s.owned[name]:
		return nil, &ForeignError{name}
	}

	return nil, nil
}

// hasContent reports whether the existing file has this content.
func (s *stager) hasContent(name string, existing fs.FileInfo, data []byte) (bool, error) {
	if !existing.Mode().IsRegular() || existing.Size() != int64(len(data)) {
		return false, nil
	}

	content, err := s.read(name)

	return bytes.Equal(content, data), err
}

// checkReplaceable fails if a folder contains files that signpost did not write.
func (s *stager) checkReplaceable(dir string) error {
	return s.walk(dir, func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !s.owned[p] {
			return &ForeignError{p}
		}

		return err
	})
}

// moves returns the moves for the changed files, those of each part after those of the part before it: each file, or
// its outermost folder that does not exist by then.
func (s *stager) moves() ([]move, error) {
	var list []move
	existing := map[string]bool{}
	for _, p := range parts {
		moves, err := s.movesOf(p, existing)
		if err != nil {
			return nil, err
		}

		list = append(list, moves...)
		for _, file := range s.changed {
			if file.Part == p {
				addFolders(existing, file.Path)
			}
		}
	}

	return list, nil
}

// movesOf returns the moves of a part. It adds folders that exist to existing.
func (s *stager) movesOf(p part, existing map[string]bool) ([]move, error) {
	var list []move
	for _, file := range s.changed {
		if n := len(list); file.Part != p || n > 0 && strings.HasPrefix(file.Path, list[n-1].Path+"/") {
			continue
		}

		target, err := s.outermostNew(file.Path, existing)
		if err != nil {
			return nil, err
		}

		list = append(list, move{p, target})
	}

	return list, nil
}

// addFolders adds the folders of a file to a set.
func addFolders(set map[string]bool, name string) {
	for dir := path.Dir(name); dir != "." && !set[dir]; dir = path.Dir(dir) {
		set[dir] = true
	}
}

// outermostNew returns the outermost folder of a file that does not exist, or the file. It adds folders that
// exist to existing.
func (s *stager) outermostNew(name string, existing map[string]bool) (string, error) {
	for i, c := range name {
		dir := name[:i]
		if c != '/' || existing[dir] {
			continue
		}

		info, err := s.look(dir)
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
