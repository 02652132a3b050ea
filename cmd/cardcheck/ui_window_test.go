//go:build !windows

package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"signpost/checks/probe"
	"signpost/internal/companion/page"
	"signpost/internal/testkit/leak"
)

// To look again, the window ends one watch and begins another: with the last, everything has ended.
func TestWindowLeavesNothingRunning(t *testing.T) {
	leak.Check(t)
	child := filepath.Join(t.TempDir(), "child")
	must(t, os.WriteFile(child, []byte("#!/bin/sh\necho '{\"readers\":[{\"name\":\"A\",\"state\":\"0x0012\"}]}'\nexec sleep 60\n"), 0o700))
	w := &window{
		program: &program{registry: ofTests}, again: make(chan struct{}, 1),
		options: probe.Options{Child: []string{child}, Timeout: 5 * time.Second, Now: time.Now, Env: func(string) string { return "" }},
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	shown := 0
	err := w.Follow(ctx, func(*page.View) {
		if shown++; shown == 4 {
			cancel()
		}
		w.Recheck()
	})
	if err != nil || shown < 4 {
		t.Errorf("shown %d times, %v", shown, err)
	}
}
