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
)

// settle is how long a change is left to finish: editors write a file in several steps.
const settle = 30 * time.Millisecond

// watch tells which files that the site is made of have changed, until ctx is done. No names mean that any may have.
func watch(ctx context.Context, o generate.Options) (<-chan []string, error) {
	w := &watcher{options: o, content: filepath.Clean(o.ContentDir()), batches: make(chan []string, 1)}
	if err := w.look(); err != nil {
		return nil, err
	}
	go w.run(ctx)
	return w.batches, nil
}

type watcher struct {
	options generate.Options
	content string
	batches chan []string

	notify  *fsnotify.Watcher
	theme   string          // the folder of the site's own theme, or empty
	beside  map[string]bool // files elsewhere
	folders map[string]bool // that are watched, or will be when they are there

	changed []string // since the last batch
	all     bool     // folders came or went, or some changes were missed
}

// look begins anew to watch all that there is. A folder that is moved keeps telling of changes under its old name, and so do those in it;
// one that took the place of another tells of none.
func (w *watcher) look() error {
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return err
	}
	if w.notify != nil {
		_ = w.notify.Close() // it only watched
	}
	w.notify, w.theme, w.beside, w.folders = notify, "", map[string]bool{}, map[string]bool{}
	cfg, _, err := config.Load(cmp.Or(w.options.Config, config.Name))
	if err != nil {
		cfg, err = &config.Config{Theme: config.DefaultTheme}, nil // the build says why
	}
	for _, file := range w.options.Beside(cfg) {
		w.beside[filepath.Clean(file)] = true
		err = errors.Join(err, w.add(filepath.Dir(file)))
	}
	err = errors.Join(err, w.add(filepath.Dir(w.content)), w.addAll(w.content))
	if dir := w.options.ThemeDir(cfg); dir != "" {
		w.theme = filepath.Clean(dir)
		err = errors.Join(err, w.addAll(w.theme), w.add(filepath.Dir(w.theme)))
	}
	return err
}

// add watches a folder. One that is not there comes later, and one that cannot be read is told of by the build.
func (w *watcher) add(dir string) error {
	if err := w.notify.Add(dir); err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("%s: %w", dir, err)
	}
	w.folders[filepath.Clean(dir)] = true
	return nil
}

// addAll watches a folder and all below it.
func (w *watcher) addAll(dir string) error {
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return nil
		}
		if name != dir && strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir
		}
		return w.add(name)
	})
}

func (w *watcher) run(ctx context.Context) {
	defer func() { _ = w.notify.Close() }()
	quiet := time.NewTimer(0)
	<-quiet.C
	for {
		select {
		case <-ctx.Done():
			return
		case event := <-w.notify.Events:
			if w.concerns(event) {
				w.all = w.all || w.shifts(event)
				w.changed = append(w.changed, event.Name)
				quiet.Reset(settle)
			}
		case <-w.notify.Errors: // too many changes at once
			w.all = true
			quiet.Reset(settle)
		case <-quiet.C:
			w.send()
		}
	}
}

// shifts reports whether after an event there may be something else to watch: a folder came or went, or the settings name another theme.
func (w *watcher) shifts(event fsnotify.Event) bool {
	name := filepath.Clean(event.Name)
	if w.folders[name] || w.beside[name] {
		return true
	}
	info, err := os.Lstat(name)
	return err == nil && info.IsDir()
}

// send hands the changes on, together with those that nobody has taken yet.
func (w *watcher) send() {
	select {
	case waiting := <-w.batches:
		w.all = w.all || waiting == nil
		w.changed = append(w.changed, waiting...)
	default:
	}
	if w.all {
		w.changed = nil
		_ = w.look() // what cannot be watched now, the build cannot read
	}
	w.batches <- w.changed
	w.changed, w.all = nil, false
}

// concerns reports whether an event is of an article, a picture, the theme or the settings, or of a folder that they stand in, rather than of something
// an editor leaves beside them.
func (w *watcher) concerns(event fsnotify.Event) bool {
	name := filepath.Clean(event.Name)
	if event.Op == fsnotify.Chmod || strings.HasPrefix(filepath.Base(name), ".") || strings.HasSuffix(name, "~") {
		return false
	}
	within := func(dir string) bool {
		rel, err := filepath.Rel(dir, name)
		return dir != "" && err == nil && filepath.IsLocal(rel)
	}
	return within(w.content) || within(w.theme) || w.beside[name] || w.folders[name]
}
