package output

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"
)

// A build waits until the other one ends, and says once what it waits for.
func TestAcquireWaits(t *testing.T) {
	dir := t.TempDir()
	first, err := Acquire(t.Context(), dir, Waiting{})
	if err != nil {
		t.Fatal(err)
	}

	reports, pauses := 0, 0
	w := Waiting{Limit: time.Minute, Report: func(string) { reports++ }}
	second, err := acquire(t.Context(), dir, w, func(context.Context, time.Duration) error {
		if pauses++; pauses == 3 {
			return first.Release()
		}

		return nil
	})
	if err != nil || reports != 1 || pauses != 3 {
		t.Errorf("%v after %d pauses and %d reports", err, pauses, reports)
	}

	if err := second.Release(); err != nil {
		t.Error(err)
	}
}

// A build that waits too long, or is cancelled, does not write.
func TestAcquireGivesUp(t *testing.T) {
	dir := t.TempDir()
	lock, err := Acquire(t.Context(), dir, Waiting{})
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Release()

	var waited time.Duration
	w := Waiting{Limit: time.Second}
	_, err = acquire(t.Context(), dir, w, func(_ context.Context, d time.Duration) error {
		waited += d
		return nil
	})
	if !errors.Is(err, errLocked) || waited != time.Second {
		t.Errorf("%v after %v", err, waited)
	}

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Acquire(ctx, dir, w); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}

	if _, err := Write(t.Context(), dir, siteOf("a.html", "1")); !errors.Is(err, errLocked) {
		t.Errorf("got %v, want %v", err, errLocked)
	}

	if got := contents(t, dir); len(got) > 0 {
		t.Errorf("written: %v", got)
	}
}

// Builds at the same time leave one of their sites, complete.
func TestBuildsAtOnce(t *testing.T) {
	dir := memoryFolder(t)
	for round := range runs(t, 10) {
		var group sync.WaitGroup
		for n := range 2 + round%2 {
			group.Go(func() { writeWaiting(t, dir, versionedSite(3*round+n)) })
		}

		group.Wait()
		checkComplete(t, dir)
	}
}

func writeWaiting(t *testing.T, dir string, site Site) {
	lock, err := Acquire(t.Context(), dir, Waiting{Limit: time.Minute})
	if err != nil {
		t.Error(err)
		return
	}
	defer lock.Release()

	site.Lock = lock
	if _, err := Write(t.Context(), dir, site); err != nil {
		t.Error(err)
	}
}

// Builds at the same time that are killed never lose the files of another one.
func TestKilledBuildsAtOnce(t *testing.T) {
	dir := memoryFolder(t)
	for round := range runs(t, 4) {
		var group sync.WaitGroup
		for n := range 2 + round%2 {
			group.Go(func() { runUntilKilled(t, dir, 2+n) })
		}

		group.Wait()
		write(t, dir, versionedSite(0))
		checkComplete(t, dir)

		if versions := slices.Collect(maps.Values(contents(t, dir))); versions[0] != "0" {
			t.Errorf("version %s, want 0", versions[0])
		}
	}
}
