package parallel

import (
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
