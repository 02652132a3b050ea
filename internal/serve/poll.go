package serve

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"signpost/internal/cli"
	"signpost/internal/regular"
)

const (
	// pollInterval is the time between two comparisons of all files.
	pollInterval = time.Second

	// settling is how many comparisons also compare the contents of a file that has changed: a second change may leave
	// its size and, on some file systems for two seconds, its time.
	settling = 4

	// maxCompared limits the size of files whose contents are compared.
	maxCompared = 1 << 20
)

// poller compares all files with their state at the last comparison.
type poller struct {
	files map[string]fileState
}

// fileState is what is known about a file or folder.
type fileState struct {
	info fs.FileInfo
	sum  [sha256.Size]byte // while it settles, if it is small
	left int               // the comparisons that also compare the content
}

// startPolling says why the system does not report changes, and reads the state of all files.
func (w *watcher) startPolling(ctx context.Context, reason error) {
	w.closeNotify()
	cli.Warn(w.log, "signpost", fmt.Errorf("%w; files are compared every second instead", explain(reason)))
	w.poll = new(poller)
	w.poll.compare(ctx, w.sources)
}

// pollUntil sends what has changed until ctx is cancelled.
func (w *watcher) pollUntil(ctx context.Context) {
	next := time.NewTimer(w.interval)
	defer next.Stop()

	for {
		select {
		case <-ctx.Done():
			return
		case <-next.C:
		}

		w.changed = w.poll.compare(ctx, w.sources)
		if slices.ContainsFunc(w.changed, func(name string) bool { return w.sources.files[name] }) {
			w.sources = newSources(w.options)
		}

		if len(w.changed) > 0 {
			w.send(ctx)
		}

		next.Reset(w.interval)
	}
}

// compare returns the names of files and folders that were changed, created or removed since the last call. If ctx
// is cancelled, the result is incomplete.
func (p *poller) compare(ctx context.Context, s sources) []string {
	var changed []string
	found := make(map[string]fileState, len(p.files))
	visit := func(name string, isDir bool) {
		before, known := p.files[name]
		now, ok := before.now(name, isDir)
		if !ok {
			return
		}

		found[name] = now
		if !known || now.left == settling {
			changed = append(changed, name)
		}
	}

	for file := range s.files {
		visit(file, false)
	}

	for _, tree := range s.trees() {
		_ = s.walk(tree, func(name string, d fs.DirEntry) error {
			if d.IsDir() || s.contain(name) {
				visit(name, d.IsDir())
			}

			return ctx.Err()
		})
	}

	for name := range p.files {
		if _, ok := found[name]; !ok {
			changed = append(changed, name)
		}
	}

	p.files = found
	slices.Sort(changed)

	return changed
}

// now returns the state of a file, or false if it does not exist. If the file has changed, it has to settle.
func (f fileState) now(name string, isDir bool) (fileState, bool) {
	info, err := os.Stat(name)
	if err != nil {
		info, err = os.Lstat(name) // a link that leads nowhere
	}

	if err != nil {
		return f, false
	}

	next := fileState{info: info}
	if isDir && f.info != nil && f.info.IsDir() && os.SameFile(f.info, info) {
		return next, true
	}

	isSame := f.info != nil && os.SameFile(f.info, info) && f.info.Size() == info.Size() &&
		f.info.ModTime().Equal(info.ModTime()) && f.info.Mode() == info.Mode()
	next.left = max(f.left-1, 0)
	if !isSame {
		next.left = settling
	}

	if next.left > 0 && info.Mode().IsRegular() && info.Size() <= maxCompared {
		next.sum = sum(name)
		if isSame && next.sum != f.sum {
			next.left = settling
		}
	}

	return next, true
}

// sum returns a checksum of a file. A file that cannot be read has none.
func sum(name string) (sum [sha256.Size]byte) {
	data, err := regular.ReadFile(name)
	if err != nil {
		return sum
	}

	return sha256.Sum256(data)
}
