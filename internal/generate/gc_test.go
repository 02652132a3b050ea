package generate

import (
	"runtime/debug"
	"testing"
)

// gcPercent returns the setting of the garbage collector.
func gcPercent() int {
	percent := debug.SetGCPercent(100)
	debug.SetGCPercent(percent)

	return percent
}

func TestGCIsRestored(t *testing.T) {
	before := gcPercent()

	gc := StartGC([]string{"HOME=/", "GOGC="})
	reading := gcPercent()
	gc.StartWriting()
	writing := gcPercent()
	gc.Stop()

	if reading != growthReading || writing != growthWriting {
		t.Errorf("reading %d%%, writing %d%%", reading, writing)
	}

	if after := gcPercent(); after != before {
		t.Errorf("afterwards %d%%, want %d%%", after, before)
	}
}

func TestGOGCIsRespected(t *testing.T) {
	before := gcPercent()

	gc := StartGC([]string{"GOGC=50"})
	defer gc.Stop()
	gc.StartWriting()

	if got := gcPercent(); got != before {
		t.Errorf("got %d%%, want %d%%", got, before)
	}
}
