package serve

import (
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

// watch tells when the content or the settings have changed, until ctx is done.
func watch(ctx context.Context, o build.Options) (<-chan struct{}, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	settings := o.Config
	if settings == "" {
		settings = config.Name
	}
	content := o.ContentDir()
	if err := errors.Join(w.Add(filepath.Dir(settings)), addFolders(w, content)); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	changed := make(chan struct{}, 1)
	go func() {
		defer w.Close()
		quiet := time.NewTimer(0)
		<-quiet.C
		for {
			select {
			case <-ctx.Done():
				return
			case event, ok := <-w.Events:
				if ok && concerns(event, content, settings) {
					_ = addFolders(w, event.Name) // a new folder; a file is none, and one that is gone no longer matters
					quiet.Reset(settle)
				}
			case <-w.Errors: // too many changes at once: build, to be sure
				quiet.Reset(settle)
			case <-quiet.C:
				select {
				case changed <- struct{}{}:
				default: // a build is due already
				}
			}
		}
	}()
	return changed, nil
}

// concerns reports whether an event is of an article, a picture or the settings, rather than of something an editor leaves beside them.
func concerns(event fsnotify.Event, content, settings string) bool {
	name := filepath.Clean(event.Name)
	if event.Op == fsnotify.Chmod || strings.HasPrefix(filepath.Base(name), ".") || strings.HasSuffix(name, "~") {
		return false
	}
	inside := strings.HasPrefix(name, filepath.Clean(content)+string(filepath.Separator))
	return inside || name == filepath.Clean(settings)
}

// addFolders watches a folder and all below it.
func addFolders(w *fsnotify.Watcher, dir string) error {
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		return w.Add(name)
	})
}
