// Package limited lets a fuzz test fail for an input that takes too long or too much memory.
package limited

import (
	"fmt"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"
)

const (
	// longest is how long an input may take, on a busy computer and with the race detector.
	longest = 20 * time.Second

	// most is the memory that the process may take, in bytes.
	most = 2 << 30
)

// Input begins the work on an input. If it takes too long, the process ends with the stacks of all goroutines: nothing
// else would stop it. If it has taken too much memory, the test fails.
func Input(t testing.TB) {
	timer := time.AfterFunc(longest, func() {
		debug.SetTraceback("all")
		panic(fmt.Sprintf("the input of %s takes more than %v", t.Name(), longest))
	})

	t.Cleanup(func() {
		timer.Stop()
		if n := memory(); n > most {
			t.Errorf("the process has %d MB, the limit is %d MB", n>>20, most>>20)
		}
	})
}

// memory returns the memory that the process has from the system, in bytes, without what it has given back.
func memory() uint64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)

	return samples[0].Value.Uint64() - samples[1].Value.Uint64()
}
