package serve

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"signpost/internal/build"
	"signpost/internal/config"
)

// settle is how long a change is left to finish: editors write a file in several steps.
const settle = 30 * time.Millisecond

// watch tells which files of the content or the settings have changed, until ctx is done. No names mean that any may have.
func watch(ctx context.Context, o build.Options) (<-chan []string, error) {
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	w := &watcher{notify: notify, content: o.ContentDir(), settings: cmp.Or(o.Config, config.Name), batches: make(chan []string, 1)}
	w.theme = themeOf(o, w.settings)
	if err := errors.Join(notify.Add(filepath.Dir(w.settings)), w.addFolders(w.content), w.addTheme()); err != nil {
		return nil, errors.Join(err, notify.Close())
	}
	go w.run(ctx)
	return w.batches, nil
}

type watcher struct {
	notify            *fsnotify.Watcher
	content, settings string
	theme             string // the folder of the site's own theme, or empty
	batches           chan []string
	changed           []string // since the last batch
	all               bool     // some changes were missed
}

func (w *watcher) run(ctx context.Context) {
	defer w.notify.Close()
	quiet := time.NewTimer(0)
	<-quiet.C
	for {
		select {
		case <-ctx.Done():
			return
		case event := <-w.notify.Events:
			if w.concerns(event) {
				_ = w.addFolders(event.Name) // a new folder; a file is none, and one that is gone no longer matters
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
	}
	w.batches <- w.changed
	w.changed, w.all = nil, false
}

// concerns reports whether an event is of an article, a picture, the theme or the settings, rather than of something an editor leaves beside them.
func (w *watcher) concerns(event fsnotify.Event) bool {
	name := filepath.Clean(event.Name)
	if event.Op == fsnotify.Chmod || strings.HasPrefix(filepath.Base(name), ".") || strings.HasSuffix(name, "~") {
		return false
	}
	below := func(dir string) bool {
		return dir != "" && strings.HasPrefix(name, filepath.Clean(dir)+string(filepath.Separator))
	}
	return below(w.content) || below(w.theme) || name == filepath.Clean(w.settings)
}

// themeOf is the folder of the theme that the settings name when the site is first served.
func themeOf(o build.Options, settings string) string {
	cfg, _, err := config.Load(settings)
	if err != nil {
		return "" // the build says why
	}
	return o.ThemeDir(cfg)
}

// addTheme watches the theme; where its folder is missing the build says so.
func (w *watcher) addTheme() error {
	if w.theme == "" {
		return nil
	}
	if err := w.addFolders(w.theme); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// addFolders watches a folder and all below it.
func (w *watcher) addFolders(dir string) error {
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		return w.notify.Add(name)
	})
}
