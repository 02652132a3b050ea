//go:build !linux

package main

import "os"

// peakMemory is told on Linux alone.
func peakMemory(*os.ProcessState) int64 { return 0 }

func settle() {}
