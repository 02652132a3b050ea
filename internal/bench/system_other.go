//go:build !linux

package main

import "os"

// peakMemory is only implemented on Linux.
func peakMemory(*os.ProcessState) int64 {
	return 0
}

// syncDisks is only implemented on Linux.
func syncDisks() {}
