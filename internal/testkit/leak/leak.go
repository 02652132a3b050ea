// Package leak finds what a test leaves running.
package leak

import (
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
)

// patience is how long what was told to end may take.
const patience = 10 * time.Second

// Check wants that nothing of this module runs when the test ends that did not run before, and no process that it started. Call it
// first: what the test itself clears away is waited for.
func Check(t testing.TB) {
	t.Helper()
	check(t, patience)
}

func check(t testing.TB, patience time.Duration) {
	t.Helper()
	before := running()
	t.Cleanup(func() {
		late := time.After(patience)
		look := time.NewTicker(5 * time.Millisecond)
		defer look.Stop()
		for {
			left := running()
			for id := range before {
				delete(left, id)
			}
			if len(left) == 0 {
				return
			}
			select {
			case <-look.C:
			case <-late:
				for _, stack := range left {
					t.Errorf("still running:\n%s", stack)
				}
				return
			}
		}
	})
}

var goroutine = regexp.MustCompile(`^goroutine (\d+) `)

// running is the stack of every goroutine that is in code of this module, was started by it, or waits for a process.
func running() map[string]string {
	stacks := make([]byte, 4<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	found := map[string]string{}
	for i, stack := range strings.Split(string(stacks), "\n\n") {
		id := goroutine.FindStringSubmatch(stack)
		if i > 0 && id != nil && (strings.Contains(stack, "signpost/") || strings.Contains(stack, "os/exec.")) { // the first is this one
			found[id[1]] = stack
		}
	}
	return found
}
