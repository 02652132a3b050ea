package serve

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"

	"signpost/internal/testkit/leak"
)

// TestRefusedWatchesAreReportedOnce refuses to watch a folder that is added while the site is served.
func TestRefusedWatchesAreReportedOnce(t *testing.T) {
	leak.Check(t)
	log := make(lineLog, 100)
	limited := func(o *Options) {
		refuseWatches(o)
		o.refuse = func(dir string) error {
			if filepath.Base(dir) == "later" {
				return syscall.ENOSPC
			}

			return nil
		}
	}

	dir, address := newLoggedProject(t, titled("First"), log, limited)
	put(t, dir, "content/later/one.md", titled("Later"))
	awaitPage(t, address+"later/one/", 200, "Later")
	put(t, dir, "content/later/one.md", titled("Even later"))
	awaitPage(t, address+"later/one/", 200, "Even later")
	put(t, dir, "content/later/still/two.md", titled("Two"))
	awaitPage(t, address+"later/still/two/", 200, "Two")

	reported := 0
	for range len(log) {
		if strings.Contains(<-log, "allows no more watches of folders; files are compared every second instead") {
			reported++
		}
	}

	if reported != 1 {
		t.Errorf("reported %d times", reported)
	}
}

func TestReasonsForComparingFiles(t *testing.T) {
	for want, err := range map[string]error{
		"no more watches of folders":         &os.PathError{Err: syscall.ENOSPC},
		"no more programs that watch files":  syscall.EMFILE,
		"does not report all changes (NFS)":  &remoteError{"NFS"},
		"does not report changes of files: ": errors.New("unknown"),
	} {
		if got := explain(err).Error(); !strings.Contains(got, want) {
			t.Errorf("%v: got %q, want %q", err, got, want)
		}
	}
}

// newTestWatcher returns a watcher of a project with one article, and its folder.
func newTestWatcher(t *testing.T, log *bytes.Buffer) (*watcher, string) {
	t.Helper()
	dir := t.TempDir()
	put(t, dir, "config.yaml", "title: Help\n")
	putArticle(t, dir, "First")
	o := optionsFor(t, dir)
	o.Log = log
	w := newWatcher(t.Context(), o)
	t.Cleanup(w.closeNotify)

	return w, dir
}

// TestLostEvents reads all files again if the system has lost events, and compares files if it can report no more.
func TestLostEvents(t *testing.T) {
	var log bytes.Buffer
	w, _ := newTestWatcher(t, &log)
	for range 2 {
		w.changed = []string{"some.md"}
		w.lose(t.Context(), fsnotify.ErrEventOverflow)
		w.send(t.Context())
		if batch := <-w.batches; batch != nil || w.poll != nil {
			t.Errorf("after an overflow, the batch is %q", batch)
		}
	}

	if n := strings.Count(log.String(), "too many files changed at once"); n != 1 {
		t.Errorf("an overflow was reported %d times", n)
	}

	w.lose(t.Context(), errors.New("gone"))
	if batch := <-w.batches; batch != nil || w.poll == nil || w.notify != nil {
		t.Errorf("after an error, the batch is %q", batch)
	}
}

// TestComparisonFindsEveryChange makes changes that keep the size and the time of a file.
func TestComparisonFindsEveryChange(t *testing.T) {
	w, dir := newTestWatcher(t, new(bytes.Buffer))
	article := filepath.Join(dir, "content", "cards", "card.md")
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	write := func(name, title string) {
		put(t, filepath.Dir(name), filepath.Base(name), titled(title))
		if err := os.Chtimes(name, at, at); err != nil {
			t.Fatal(err)
		}
	}

	p := new(poller)
	expect := func(want ...string) {
		t.Helper()
		if got := p.compare(t.Context(), w.sources); !slices.Equal(got, want) {
			t.Errorf("changed: %q, want %q", got, want)
		}
	}

	write(article, "First")
	p.compare(t.Context(), w.sources)
	write(article, "Other")
	expect(article)
	for range settling {
		expect()
	}

	next := filepath.Join(dir, "next.md")
	write(next, "Third")
	if err := os.Rename(next, article); err != nil {
		t.Fatal(err)
	}

	expect(article)
	if err := os.Remove(article); err != nil {
		t.Fatal(err)
	}

	expect(article)
	put(t, dir, "content/cards/.card.md.swp", "x")
	put(t, dir, "content/cards/card.md~", "x")
	put(t, dir, "content/.git/config", "x")
	expect()
}

// TestComparisonIsInterrupted cancels the context of the watcher.
func TestComparisonIsInterrupted(t *testing.T) {
	w, _ := newTestWatcher(t, new(bytes.Buffer))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w.watchAll(ctx)
	if w.poll != nil {
		t.Error("an interruption was taken for a refusal")
	}
}
