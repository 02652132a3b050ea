// Package parallel runs loops on several processors.
package parallel

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// Each calls do once for every number below n, on the given number of goroutines (0: one per processor), and waits
// for them. The order of the calls is not defined, and results must not depend on it.
//
// If ctx is cancelled, no further calls start, and Each returns ctx.Err() after those that are running.
func Each(ctx context.Context, workers, n int, do func(i int)) error {
	var next atomic.Int64
	var group sync.WaitGroup

	work := func() {
		for ctx.Err() == nil {
			i := int(next.Add(1)) - 1
			if i >= n {
				return
			}

			do(i)
		}
	}

	for range min(count(workers), n) {
		group.Go(work)
	}

	group.Wait()

	return ctx.Err()
}

func count(workers int) int {
	if workers < 1 {
		return runtime.GOMAXPROCS(0)
	}

	return workers
}

// runsPerWorker is the minimum number of runs for each worker, which keeps workers evenly loaded.
const runsPerWorker = 16

// Runs is like Each, but hands out runs of at most longest consecutive numbers: from is the first of a run, to is one
// after its last. It suits work on files that are sorted by folder, because the kernel creates the files of one
// folder one at a time.
func Runs(ctx context.Context, workers, n, longest int, do func(from, to int)) error {
	length := max(1, min(longest, n/(runsPerWorker*count(workers))))
	runs := (n + length - 1) / length

	return Each(ctx, workers, runs, func(i int) {
		do(i*length, min(n, (i+1)*length))
	})
}

// Start calls f on its own goroutine and returns a function that waits for the result. The caller of Start owns the
// goroutine: it must call wait before it returns.
func Start[T any](f func() T) (wait func() T) {
	var result T
	done := make(chan struct{})

	go func() {
		defer close(done)
		result = f()
	}()

	return func() T {
		<-done
		return result
	}
}
