package serve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"signpost/internal/config"
	"signpost/internal/generate"
	"signpost/internal/site"
)

// debounceInterval is the time without further changes after which a batch is sent. Editors write a file in
// several steps.
const debounceInterval = 30 * time.Millisecond

// watcher reports changes of the files that the site is made from.
type watcher struct {
	options generate.Options
	content string

	// batches receives the names of changed files. nil means that any file may have changed.
	batches chan []string

	notify  *fsnotify.Watcher
	theme   string          // the folder of the site's own theme, or ""
	files   map[string]bool // files outside of the content and the theme
	folders map[string]bool // watched folders, including those that do not exist yet

	changed []string // since the last batch
	rescan  bool     // folders have changed, or events were lost
}

func newWatcher(o generate.Options) (*watcher, error) {
	w := &watcher{
		options: o,
		content: filepath.Clean(o.ContentDir()),
		batches: make(chan []string, 1),
	}

	if err := w.watchAll(); err != nil {
		if w.notify != nil {
			err = errors.Join(err, w.notify.Close())
		}

		return nil, err
	}

	return w, nil
}

// watchAll replaces all watches. A folder that was moved would still report changes under its old name, and
// one that replaced another would not report any.
func (w *watcher) watchAll() error {
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return err
	}

	if w.notify != nil {
		_ = w.notify.Close() // it was only read
	}

	w.notify = notify
	w.theme = ""
	w.files = map[string]bool{}
	w.folders = map[string]bool{}

	cfg, _, err := config.Load(cmp.Or(w.options.ConfigFile, config.Name), w.options.Environ)
	if err != nil { // the build reports it
		cfg = &config.Config{Theme: config.DefaultTheme}
	}

	return errors.Join(
		w.addFiles(cfg),
		w.add(filepath.Dir(w.content)),
		w.addTree(w.content),
		w.addTheme(cfg),
	)
}

// addFiles watches the settings and other single files.
func (w *watcher) addFiles(cfg *config.Config) error {
	var errs []error
	for _, file := range w.options.OtherFiles(cfg) {
		w.files[filepath.Clean(file)] = true
		errs = append(errs, w.add(filepath.Dir(file)))
	}

	return errors.Join(errs...)
}

func (w *watcher) addTheme(cfg *config.Config) error {
	dir := w.options.ThemeDir(cfg)
	if dir == "" {
		return nil
	}

	w.theme = filepath.Clean(dir)

	return errors.Join(w.addTree(w.theme), w.add(filepath.Dir(w.theme)))
}

// add watches a folder. It may be created later, and the build reports one that cannot be read.
func (w *watcher) add(dir string) error {
	err := w.notify.Add(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("%s: %w", dir, err)
	}

	w.folders[filepath.Clean(dir)] = true

	return nil
}

// addTree watches a folder and all folders below it, except hidden ones.
func (w *watcher) addTree(dir string) error {
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return nil
		}

		if name != dir && strings.HasPrefix(d.Name(), ".") && !w.isStatic(name) {
			return fs.SkipDir
		}

		return w.add(name)
	})
}

// run collects events and sends batches until ctx is cancelled.
func (w *watcher) run(ctx context.Context) {
	defer func() { _ = w.notify.Close() }()
	quiet := time.NewTimer(debounceInterval)
	quiet.Stop()

	for {
		select {
		case <-ctx.Done():
			return
		case event := <-w.notify.Events:
			if w.isRelevant(event) {
				w.rescan = w.rescan || w.affectsFolders(event)
				w.changed = append(w.changed, event.Name)
				quiet.Reset(debounceInterval)
			}

		case <-w.notify.Errors: // too many events
			w.rescan = true
			quiet.Reset(debounceInterval)

		case <-quiet.C:
			w.send()
		}
	}
}

// affectsFolders reports whether the set of watched folders may change after an event: a folder was created,
// moved or removed, or the settings name another theme.
func (w *watcher) affectsFolders(event fsnotify.Event) bool {
	name := filepath.Clean(event.Name)
	if w.folders[name] || w.files[name] {
		return true
	}

	info, err := os.Lstat(name)

	return err == nil && info.IsDir()
}

// send sends the changes, together with a batch that was not received yet.
func (w *watcher) send() {
	select {
	case pending := <-w.batches:
		w.rescan = w.rescan || pending == nil
		w.changed = append(w.changed, pending...)

	default:
	}

	if w.rescan {
		w.changed = nil
		_ = w.watchAll() // the build reports what cannot be read
	}

	w.batches <- w.changed
	w.changed, w.rescan = nil, false
}

// isRelevant reports whether an event is about an article, a picture, the theme, the settings, or one of
// their folders. Other events come from temporary files of editors.
func (w *watcher) isRelevant(event fsnotify.Event) bool {
	name := filepath.Clean(event.Name)
	base := filepath.Base(name)
	isHidden := strings.HasPrefix(base, ".") && !w.isStatic(name)
	if event.Op == fsnotify.Chmod || isHidden || strings.HasSuffix(base, "~") {
		return false
	}

	return isBelow(name, w.content) || isBelow(name, w.theme) || w.files[name] || w.folders[name]
}

// isStatic reports whether a file is in the static folder, where names that begin with a dot count.
func (w *watcher) isStatic(name string) bool {
	return isBelow(name, filepath.Join(w.content, site.StaticFolder))
}

// isBelow reports whether a file is in a folder. dir may be "".
func isBelow(name, dir string) bool {
	if dir == "" {
		return false
	}

	rel, err := filepath.Rel(dir, name)

	return err == nil && filepath.IsLocal(rel)
}
