package main

import (
	"os"
	"syscall"
)

// peakMemory is the most memory that a finished process held.
func peakMemory(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return usage.Maxrss << 10
}

// settle waits until what the program before has written is on the disk, so that the next does not pay for it.
func settle() { syscall.Sync() }
