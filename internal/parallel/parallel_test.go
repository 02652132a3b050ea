package parallel

import (
	"sync"
	"sync/atomic"
	"testing"
)

func TestEachNumberComesOnce(t *testing.T) {
	for _, workers := range []int{0, 1, 3, 100} {
		for _, n := range []int{0, 1, 50} {
			seen := make([]atomic.Int32, n)
			Each(workers, n, func(i int) { seen[i].Add(1) })
			for i := range seen {
				if got := seen[i].Load(); got != 1 {
					t.Errorf("%d workers: %d came %d times of %d", workers, i, got, n)
				}
			}
		}
	}
}

func TestRunsCoverEveryNumberOnce(t *testing.T) {
	for _, workers := range []int{0, 1, 3} {
		for _, n := range []int{0, 1, 2, 31, 33, 1000, 5000} {
			var mu sync.Mutex
			seen := make([]int, n)
			Runs(workers, n, 64, func(from, to int) {
				mu.Lock()
				defer mu.Unlock()
				if to <= from || to-from > 64 {
					t.Errorf("%d workers, %d: a run from %d to %d", workers, n, from, to)
				}
				for i := from; i < to; i++ {
					seen[i]++
				}
			})
			for i, times := range seen {
				if times != 1 {
					t.Errorf("%d workers: %d of %d is done %d times", workers, i, n, times)
				}
			}
		}
	}
}
