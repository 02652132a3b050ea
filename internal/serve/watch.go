package serve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"

	"signpost/internal/cli"
	"signpost/internal/generate"
)

// debounceInterval is the time without further changes after which a batch is sent. Editors write a file in
// several steps.
const debounceInterval = 30 * time.Millisecond

// watcher reports changes of the files that the site is made from. The system tells it which files have changed; if
// it cannot, the watcher compares all files again and again.
type watcher struct {
	options generate.Options
	log     io.Writer

	refuse   func(dir string) error // see Options
	interval time.Duration

	// batches receives the names of changed files. nil means that any file may have changed.
	batches chan []string

	sources sources
	notify  *fsnotify.Watcher // nil if files are compared
	folders map[string]bool   // watched folders, including those that do not exist yet
	poll    *poller           // nil if the system reports changes

	changed    []string // since the last batch
	rescan     bool     // folders have changed, or events were lost
	overflowed bool     // the log says so
}

// newWatcher watches the files from now on.
func newWatcher(ctx context.Context, o Options) *watcher {
	w := &watcher{
		options:  o.Build,
		log:      o.Log,
		refuse:   o.refuse,
		interval: cmp.Or(o.interval, pollInterval),
		batches:  make(chan []string, 1),
	}
	w.watchAll(ctx)

	return w
}

// watchAll replaces all watches. A folder that was moved would still report changes under its old name, and
// one that replaced another would not report any. If the system refuses, files are compared from now on.
func (w *watcher) watchAll(ctx context.Context) {
	w.sources = newSources(w.options)
	w.folders = map[string]bool{}
	w.closeNotify()

	if err := w.addAll(ctx); err != nil && ctx.Err() == nil {
		w.startPolling(ctx, err)
	}
}

// addAll watches all folders. It returns an error if the system reports no changes in one of them.
func (w *watcher) addAll(ctx context.Context) error {
	var err error
	if w.notify, err = fsnotify.NewWatcher(); err != nil {
		return err
	}

	for file := range w.sources.files {
		if err := w.add(filepath.Dir(file)); err != nil {
			return err
		}
	}

	for _, tree := range w.sources.trees() {
		if err := errors.Join(w.add(filepath.Dir(tree)), w.addTree(ctx, tree)); err != nil {
			return err
		}
	}

	return nil
}

// addTree watches a folder and all folders below it, except hidden ones.
func (w *watcher) addTree(ctx context.Context, tree string) error {
	if err := w.add(tree); err != nil {
		return err
	}

	return w.sources.walk(tree, func(name string, d fs.DirEntry) error {
		if !d.IsDir() || name == tree {
			return ctx.Err()
		}

		return errors.Join(ctx.Err(), w.add(name))
	})
}

// add watches a folder. If it does not exist, its parents are watched until it does. The build reports one that cannot
// be read.
func (w *watcher) add(dir string) error {
	for {
		if w.folders[dir] {
			return nil
		}

		w.folders[dir] = true
		err := w.addOne(dir)
		parent := filepath.Dir(dir)
		isMissing := errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
		switch {
		case err == nil, errors.Is(err, fs.ErrPermission), isMissing && parent == dir:
			return nil
		case !isMissing:
			return fmt.Errorf("%s: %w", dir, err)
		}

		dir = parent
	}
}

func (w *watcher) addOne(dir string) error {
	if w.refuse != nil {
		if err := w.refuse(dir); err != nil {
			return err
		}
	}

	if name := remoteFileSystem(dir); name != "" {
		return &remoteError{name}
	}

	return w.notify.Add(dir)
}

func (w *watcher) closeNotify() {
	if w.notify != nil {
		_ = w.notify.Close() // it was only read
		w.notify = nil
	}
}

// run collects changes and sends batches until ctx is cancelled.
func (w *watcher) run(ctx context.Context) {
	defer w.closeNotify()
	quiet := time.NewTimer(debounceInterval)
	quiet.Stop()

	for w.notify != nil {
		select {
		case <-ctx.Done():
			return
		case event := <-w.notify.Events:
			if w.isRelevant(event) {
				w.rescan = w.rescan || w.affectsFolders(event)
				w.changed = append(w.changed, event.Name)
				quiet.Reset(debounceInterval)
			}

		case err := <-w.notify.Errors:
			w.lose(ctx, err)
			quiet.Reset(debounceInterval)

		case <-quiet.C:
			w.send(ctx)
		}
	}

	if w.poll != nil {
		w.pollUntil(ctx)
	}
}

// lose handles an error of the system, which may have lost events.
func (w *watcher) lose(ctx context.Context, err error) {
	w.rescan = true
	if !errors.Is(err, fsnotify.ErrEventOverflow) {
		w.closeNotify()
		w.startPolling(ctx, err)
		w.send(ctx)
		return
	}

	if !w.overflowed {
		fmt.Fprintln(w.log, "signpost: too many files changed at once; all files are read again")
	}

	w.overflowed = true
}

// affectsFolders reports whether the set of watched folders may change after an event: a folder was created,
// moved or removed, or the settings name another theme.
func (w *watcher) affectsFolders(event fsnotify.Event) bool {
	name := filepath.Clean(event.Name)
	if w.folders[name] || w.sources.files[name] {
		return true
	}

	info, err := os.Lstat(name)

	return err == nil && info.IsDir()
}

// send sends the changes, together with a batch that was not received yet.
func (w *watcher) send(ctx context.Context) {
	select {
	case pending := <-w.batches:
		w.rescan = w.rescan || pending == nil
		w.changed = append(w.changed, pending...)

	default:
	}

	if w.rescan {
		w.changed = nil
		if w.poll == nil {
			w.watchAll(ctx)
		}
	}

	w.batches <- w.changed
	w.changed, w.rescan = nil, false
}

// isRelevant reports whether an event is about a source of the site or a watched folder.
func (w *watcher) isRelevant(event fsnotify.Event) bool {
	name := filepath.Clean(event.Name)
	if event.Op == fsnotify.Chmod {
		return false
	}

	return w.sources.contain(name) || w.folders[name]
}

// remoteError is the error of a folder in which other computers can change files.
type remoteError struct{ fileSystem string }

// Error names the file system, and says what it does not report.
func (e *remoteError) Error() string {
	return "the files are on a file system that does not report all changes (" + e.fileSystem + ")"
}

// explain returns the reason why changes are not reported, and what to do about it.
func explain(err error) error {
	if _, ok := errors.AsType[*remoteError](err); ok {
		return err
	}

	switch {
	case errors.Is(err, syscall.ENOSPC):
		err = errors.New("this computer allows no more watches of folders")
		return cli.WithHint(err, raise("fs.inotify.max_user_watches", 1<<20))
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		err = errors.New("this computer allows no more programs that watch files, or no more open files")
		return cli.WithHint(err, raise("fs.inotify.max_user_instances", 1<<10))
	}

	return fmt.Errorf("the system does not report changes of files: %w", err)
}
