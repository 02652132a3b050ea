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

// waitingChild is a child process that reports a reader without a card and then waits.
const waitingChild = `#!/bin/sh
echo '{"readers":[{"name":"A","state":"0x0012"}]}'
exec sleep 60
`

// TestFollowLeavesNothingRunning rechecks several times. Each recheck ends one watch and starts another; after the
// last, no goroutine may be left.
func TestFollowLeavesNothingRunning(t *testing.T) {
	leak.Check(t)
	child := filepath.Join(t.TempDir(), "child")
	must(t, os.WriteFile(child, []byte(waitingChild), 0o700))
	session := &pageSession{
		program: &program{registry: testRegistry},
		recheck: make(chan struct{}, 1),
		options: probe.Options{
			Child:   []string{child},
			Timeout: 5 * time.Second,
			Now:     time.Now,
			Env:     func(string) string { return "" },
		},
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()

	shown := 0
	err := session.Follow(ctx, func(*page.View) {
		shown++
		if shown == 4 {
			cancel()
		}
		session.Recheck()
	})
	if err != nil || shown < 4 {
		t.Errorf("shown %d times, %v", shown, err)
	}
}
