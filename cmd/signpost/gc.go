package main

import (
	"runtime/debug"
)

// The heap growth, in percent, at which the garbage collector runs. While articles are read, little is kept and much is
// dropped; the search index needs most of the memory, and the peak is there. docs/performance.md states what these
// values and the ballast save.
const (
	heapGrowthReading = 250
	heapGrowthWriting = 60
)

// ballastSize is counted as memory in use without being used: it is never touched, so that the kernel never allocates
// it. Without it, the collector would run after every few megabytes while the heap is small.
const ballastSize = 16 << 20

// tuneHeap sets the heap growth, unless the user has set it with GOGC.
func (p *program) tuneHeap(percent int) {
	if p.Env("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}

// ballast returns memory to keep reachable during a build, or nil if the user has set GOGC.
func (p *program) ballast() []byte {
	if p.Env("GOGC") != "" {
		return nil
	}
	return make([]byte, ballastSize)
}
