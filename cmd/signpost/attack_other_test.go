//go:build !linux

package main

// limitMemory does nothing where a process cannot limit its memory simply.
func limitMemory(uint64) {}

func resetPeakMemory() {}

func peakMemory() int64 { return 0 }
