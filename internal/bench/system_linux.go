package main

import (
	"os"
	"syscall"
)

// peakMemory returns the largest resident memory of a finished process in bytes.
func peakMemory(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}

	return usage.Maxrss << 10
}

// syncDisks waits until the output of earlier programs is on disk, so that it does not slow down the next one.
func syncDisks() {
	syscall.Sync()
}
