// Package leak fails tests that leave goroutines or processes running. It is used by tests only.
package leak

import (
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
)

// timeout is how long goroutines may take to end after a test.
const timeout = 10 * time.Second

// Check fails the test if goroutines of this module, or processes that they started, are still running when
// it has ended. Those that ran before Check do not count. Call it first, so that it runs after the other
// cleanup functions of the test.
func Check(t testing.TB) {
	t.Helper()
	check(t, timeout)
}

func check(t testing.TB, timeout time.Duration) {
	t.Helper()
	before := running()
	t.Cleanup(func() {
		for _, stack := range await(before, timeout) {
			t.Errorf("still running:\n%s", stack)
		}
	})
}

// await waits until no goroutine is left except those in before, and returns the stacks of the others after a timeout.
func await(before map[string]string, timeout time.Duration) map[string]string {
	deadline := time.After(timeout)
	retry := time.NewTicker(5 * time.Millisecond)
	defer retry.Stop()

	for {
		left := running()
		for id := range before {
			delete(left, id)
		}

		if len(left) == 0 {
			return nil
		}

		select {
		case <-retry.C:
		case <-deadline:
			return left
		}
	}
}

var goroutineHeader = regexp.MustCompile(`^goroutine (\d+) `)

// running returns the stacks of goroutines by ID: those that run code of this module, were started by it, or
// wait for a process.
func running() map[string]string {
	buffer := make([]byte, 4<<20)
	buffer = buffer[:runtime.Stack(buffer, true)]
	stacks := strings.Split(string(buffer), "\n\n")

	found := map[string]string{}
	for _, stack := range stacks[1:] { // the first one is this goroutine
		header := goroutineHeader.FindStringSubmatch(stack)
		isOurs := strings.Contains(stack, "signpost/") || strings.Contains(stack, "os/exec.")
		if header != nil && isOurs {
			found[header[1]] = stack
		}
	}

	return found
}
