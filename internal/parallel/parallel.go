// Package parallel shares work among processors.
package parallel

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Each calls do once for each number below n, on as many goroutines as workers says (0: one for each processor), and returns when
// all is done. In which order the numbers come is left to chance: what comes out must not depend on it.
func Each(workers, n int, do func(i int)) {
	workers = count(workers)
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(workers, n) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	group.Wait()
}

func count(workers int) int {
	if workers < 1 {
		return runtime.GOMAXPROCS(0)
	}
	return workers
}

// Runs is Each for work that neighbours in the list would get in each other's way with, as over files of one folder, of which the system makes one at a
// time: do is called for a run of numbers, from one to before another, and the next run goes to whoever is free. No run is longer than most.
func Runs(workers, n, most int, do func(from, to int)) {
	const runs = 16 // for each worker, where the list is short: enough that none is left with much when the others are done
	length := max(1, min(most, n/(runs*count(workers))))
	Each(workers, (n+length-1)/length, func(i int) { do(i*length, min(n, (i+1)*length)) })
}
