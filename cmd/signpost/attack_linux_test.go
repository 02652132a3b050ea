package main

import (
	"bytes"
	"os"
	"strconv"
	"syscall"
)

// limitMemory limits the memory that this process can write to. When it asks for more, the Go runtime ends it.
func limitMemory(most uint64) {
	const rlimitData = 2 // RLIMIT_DATA
	_ = syscall.Setrlimit(rlimitData, &syscall.Rlimit{Cur: most, Max: most})
}

// resetPeakMemory makes [peakMemory] start at what is in use now.
func resetPeakMemory() {
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
}

// peakMemory returns the most memory that was in use, in bytes.
func peakMemory() int64 {
	data, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}

	_, rest, _ := bytes.Cut(data, []byte("VmHWM:"))
	fields := bytes.Fields(rest)
	if len(fields) == 0 {
		return 0
	}

	kilobytes, _ := strconv.ParseInt(string(fields[0]), 10, 64)

	return kilobytes << 10
}
