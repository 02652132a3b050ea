package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"time"
)

// sample is the cost of one run.
type sample struct {
	wall, cpu time.Duration
	peak      int64 // bytes of memory; 0 if the system does not report it
}

// measure runs a command with a cache folder of its own.
func measure(ctx context.Context, program string, args []string, cache string) (sample, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+cache)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr

	start := time.Now()
	if err := cmd.Run(); err != nil {
		return sample{}, fmt.Errorf("%s: %w\n%s", cmd, err, &stderr)
	}

	state := cmd.ProcessState
	return sample{
		wall: time.Since(start),
		cpu:  state.UserTime() + state.SystemTime(),
		peak: peakMemory(state),
	}, nil
}

// median returns the sample with the median wall time.
func median(samples []sample) sample {
	sorted := slices.SortedFunc(slices.Values(samples), func(a, b sample) int {
		return cmp.Compare(a.wall, b.wall)
	})
	return sorted[len(sorted)/2]
}

// ratio compares each run with that of the floor in the same round. It returns the median and the range.
func ratio(runs, floor []sample) string {
	list := make([]float64, len(runs))
	for i := range runs {
		list[i] = float64(runs[i].wall) / float64(floor[i].wall)
	}

	slices.Sort(list)

	least, most := list[0], list[len(list)-1]
	if least == most {
		return fmt.Sprintf("%.2f", least)
	}

	return fmt.Sprintf("%.2f (%.2f to %.2f)", list[len(list)/2], least, most)
}
