package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"syscall"
	"time"
)

// recover completes an interrupted build. If that is impossible, it sets the journal aside, and reports this; the build
// that follows writes the whole site.
func (f folder) recover(ctx context.Context, report func(string)) error {
	var j journal
	err := f.readJSON(journalFile, &j)
	if errors.Is(err, fs.ErrNotExist) {
		return f.removeAll(stagingDir)
	}

	if err == nil {
		err = f.apply(ctx, &j)
	} else if !errors.Is(err, errDamaged) {
		return err
	}

	if err == nil || ctx.Err() != nil {
		return err
	}

	if report != nil {
		report(fmt.Sprintf("cannot complete the interrupted build (%v): building the whole site again", err))
	}

	if j.check() != nil {
		j = journal{} // nothing in it can be trusted
	}

	return f.setAside(j.record)
}

// setAside renames a journal that cannot be applied. The files that it lists may be in the site, so that signpost owns
// them like those of the build before.
func (f folder) setAside(next record) error {
	var last record
	if err := f.readJSON(writtenFile, &last); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}

	files := slices.Concat(last.Files, next.Files)
	slices.SortStableFunc(files, comparePaths)
	files = slices.CompactFunc(files, func(a, b stamp) bool { return a.Path == b.Path })
	owned := record{Files: files}
	for _, name := range slices.Concat(last.Kept, next.Kept) {
		if !(pathList{files}).contains(name) {
			owned.Kept = append(owned.Kept, name)
		}
	}

	if err := f.writeJSON(writtenFile, owned); err != nil {
		return err
	}

	return errors.Join(
		f.rename(journalFile, brokenFile),
		f.removeAll(stagingDir),
	)
}

// apply performs the steps of the journal. It can be repeated after an interruption.
func (f folder) apply(ctx context.Context, j *journal) error {
	if err := f.removeFiles(ctx, j.InTheWay); err != nil {
		return err
	}

	if err := f.moveAll(ctx, j); err != nil {
		return err
	}

	if err := f.removeFiles(ctx, j.Remove); err != nil {
		return err
	}

	if err := f.renameAgain(ctx, journalFile, writtenFile); err != nil {
		return err
	}

	return f.removeAll(stagingDir)
}

// removeFiles removes files and the folders that are empty without them.
func (f folder) removeFiles(ctx context.Context, names []string) error {
	for _, name := range names {
		if ctx.Err() != nil {
			return ctx.Err()
		}

		if f.checkFolder(path.Dir(name)) != nil {
			continue // through a link, another file would be removed
		}

		err := f.retry(ctx, func() error { return f.remove(name) })
		if err != nil && !isGone(err) && !f.isFolder(name) {
			return err
		}

		f.removeEmpty(path.Dir(name))
	}

	return nil
}

// isGone reports whether an error says that there is no such file, perhaps because a file is in place of its folder.
func isGone(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

func (f folder) isFolder(name string) bool {
	info, err := f.look(name)
	return err == nil && info.IsDir()
}

// removeEmpty removes a folder and its parents as long as they are empty.
func (f folder) removeEmpty(dir string) {
	for dir != "." && f.remove(dir) == nil {
		dir = path.Dir(dir)
	}
}

// moveAll performs the moves. What is no longer staged must be in the site, moved before an interruption.
func (f folder) moveAll(ctx context.Context, j *journal) error {
	var absent []string
	for _, m := range j.Moves {
		if ctx.Err() != nil {
			return ctx.Err()
		}

		err := f.move(ctx, m)
		if errors.Is(err, errNotStaged) {
			absent = append(absent, m.Path)
		} else if err != nil {
			return err
		}
	}

	for _, name := range absent {
		if err := f.checkMoved(j.Files, name); err != nil {
			return err
		}
	}

	return nil
}

// checkMoved fails if a file, or a file in a folder, is not the version that was staged.
func (f folder) checkMoved(files []stamp, name string) error {
	first, found := slices.BinarySearchFunc(files, stamp{Path: name}, comparePaths)
	if !found {
		first, _ = slices.BinarySearchFunc(files, stamp{Path: name + "/"}, comparePaths)
	}

	for _, want := range files[first:] {
		if want.Path != name && !strings.HasPrefix(want.Path, name+"/") {
			break
		}

		if got, err := f.stamp(want.Path); err != nil || !got.equal(want) {
			return fmt.Errorf("%s is missing from %s", want.Path, stagingDir)
		}
	}

	return nil
}

// errNotStaged reports that a file is not in the staging folder.
var errNotStaged = errors.New("not staged")

// move moves a file or folder out of the staging folder. It returns errNotStaged if it is not there.
func (f folder) move(ctx context.Context, m move) error {
	if err := f.checkFolder(path.Dir(m.Path)); err != nil {
		return err
	}

	from := staged(m.Part, m.Path)
	info, err := f.look(from)
	if errors.Is(err, fs.ErrNotExist) {
		return errNotStaged
	}

	if err != nil {
		return err
	}

	if info.IsDir() && f.isFolder(m.Path) {
		return f.merge(ctx, m)
	}

	err = f.renameAgain(ctx, from, m.Path)
	if err == nil || ctx.Err() != nil {
		return err
	}

	if !info.IsDir() && f.isFolder(m.Path) {
		f.removeEmptyTree(m.Path)
	}

	// The parent folder may have been removed because it was empty.
	if err := f.makeFolders(path.Dir(m.Path)); err != nil {
		return err
	}

	return f.renameAgain(ctx, from, m.Path)
}

// merge moves the content of a folder out of the staging folder into a folder that the site has meanwhile: another
// program made it, or it has another name that the file system does not tell apart, such as "Cards" and "cards".
func (f folder) merge(ctx context.Context, m move) error {
	var names []string
	from := staged(m.Part, m.Path)
	err := f.walk(from, func(name string, d fs.DirEntry, err error) error {
		if err != nil || name == from {
			return err
		}

		names = append(names, path.Base(name))
		if d.IsDir() {
			return fs.SkipDir
		}

		return nil
	})
	if err != nil {
		return err
	}

	for _, name := range names {
		if err := f.move(ctx, move{m.Part, path.Join(m.Path, name)}); err != nil {
			return err
		}
	}

	return f.remove(from)
}

// removeEmptyTree removes a folder that contains only empty folders.
func (f folder) removeEmptyTree(dir string) {
	var folders []string
	err := f.walk(dir, func(name string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() {
			folders = append(folders, name)
		}

		return err
	})
	if err != nil {
		return
	}

	for _, name := range slices.Backward(folders) {
		if f.remove(name) != nil {
			return
		}
	}
}

// renameAgain renames a file inside the folder, again if that fails.
func (f folder) renameAgain(ctx context.Context, from, to string) error {
	return f.retry(ctx, func() error { return f.rename(from, to) })
}

// The pauses between attempts double from the first. All of them take two and a half seconds.
const (
	firstPause  = 10 * time.Millisecond
	maxAttempts = 9
)

// retry repeats an operation that fails because another program, such as a virus scanner, has the file open. Other
// errors look the same on some systems, so that it repeats all that may pass.
func (f folder) retry(ctx context.Context, operation func() error) error {
	err := operation()
	for n := 1; n < maxAttempts && mayPass(err); n++ {
		if err := f.pause(ctx, firstPause<<(n-1)); err != nil {
			return err
		}

		err = operation()
	}

	return err
}

// mayPass reports whether an operation can succeed later without a change by the user.
func mayPass(err error) bool {
	for _, lasting := range lastingErrors {
		if errors.Is(err, lasting) {
			return false
		}
	}

	return err != nil
}
