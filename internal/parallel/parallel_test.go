package parallel

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
)

func TestEachCallsOncePerNumber(t *testing.T) {
	for _, workers := range []int{0, 1, 3, 100} {
		for _, n := range []int{0, 1, 50} {
			calls := make([]atomic.Int32, n)
			err := Each(t.Context(), workers, n, func(i int) { calls[i].Add(1) })

			if err != nil {
				t.Errorf("%d workers, n = %d: %v", workers, n, err)
			}

			for i := range calls {
				if got := calls[i].Load(); got != 1 {
					t.Errorf("%d workers, n = %d: %d calls for %d, want 1", workers, n, got, i)
				}
			}
		}
	}
}

func TestEachStopsWhenCancelled(t *testing.T) {
	const workers = 3
	ctx, cancel := context.WithCancel(t.Context())
	var calls atomic.Int32

	err := Each(ctx, workers, 1000, func(int) {
		calls.Add(1)
		cancel()
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}

	if got := calls.Load(); got > workers {
		t.Errorf("%d calls, want at most one per worker", got)
	}
}

func TestRunsCoverEveryNumberOnce(t *testing.T) {
	for _, workers := range []int{0, 1, 3} {
		for _, n := range []int{0, 1, 2, 31, 33, 1000, 5000} {
			testRuns(t, workers, n)
		}
	}
}

func testRuns(t *testing.T, workers, n int) {
	const longest = 64
	var mu sync.Mutex
	calls := make([]int, n)

	err := Runs(t.Context(), workers, n, longest, func(from, to int) {
		mu.Lock()
		defer mu.Unlock()

		if to <= from || to-from > longest {
			t.Errorf("%d workers, n = %d: run from %d to %d", workers, n, from, to)
		}

		for i := from; i < to; i++ {
			calls[i]++
		}
	})
	if err != nil {
		t.Errorf("%d workers, n = %d: %v", workers, n, err)
	}

	for i, got := range calls {
		if got != 1 {
			t.Errorf("%d workers, n = %d: %d is in %d runs, want 1", workers, n, i, got)
		}
	}
}

func TestRunsStopWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()

	err := Runs(ctx, 2, 100, 10, func(int, int) { t.Error("called after cancellation") })

	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}

func TestStartReturnsTheResultEveryTime(t *testing.T) {
	wait := Start(func() int {
		return 7
	})

	if first, second := wait(), wait(); first != 7 || second != 7 {
		t.Errorf("got %d, then %d, want 7", first, second)
	}
}
